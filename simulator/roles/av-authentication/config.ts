import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';
import { defineSchema } from '../role.ts';

/** MediaRelayAuthEdgePort of Set-CsEdgeServer. */
export const config = v.strictObject({
  role: v.literal('av-authentication'),
  interface: field.id,
  name: field.dnsName,
  port: v.optional(field.port, 5062),
  certificate: field.id,
});

export type AvAuthenticationConfig = v.InferOutput<typeof config>;

function references(own: AvAuthenticationConfig): readonly Reference[] {
  return [
    { path: ['interface'], kind: 'interface', value: own.interface },
    { path: ['certificate'], kind: 'certificate', value: own.certificate },
  ];
}

export const avAuthenticationSchema = defineSchema({
  id: 'av-authentication',
  title: 'A/V Authentication',
  config,
  references,
});
