import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';
import { defineSchema } from '../role.ts';

export const config = v.strictObject({
  role: v.literal('mediation-server'),
  interface: field.id,
  name: field.dnsName,
  port: v.optional(field.port, 5067),
  certificate: field.id,
  domain: field.dnsName,
  /** The pool that it belongs to: asked for credentials. */
  pool: v.strictObject({ name: field.dnsName, port: v.optional(field.port, 5061) }),
});

export type MediationServerConfig = v.InferOutput<typeof config>;

function references(own: MediationServerConfig): readonly Reference[] {
  return [
    { path: ['interface'], kind: 'interface', value: own.interface },
    { path: ['certificate'], kind: 'certificate', value: own.certificate },
  ];
}

export const mediationServerSchema = defineSchema({
  id: 'mediation-server',
  title: 'Mediation server',
  config,
  references,
});
