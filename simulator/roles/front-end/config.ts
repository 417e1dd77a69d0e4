import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';

export const config = v.strictObject({
  role: v.literal('front-end'),
  /** FQDN of the pool, and of this server in it. */
  pool: field.dnsName,
  name: field.dnsName,
  domains: v.array(field.dnsName, 'must be a list of SIP domains'),
  interface: field.id,
  port: v.optional(field.port, 5061),
  certificate: field.id,
});

export type FrontEndConfig = v.InferOutput<typeof config>;

export function references(own: FrontEndConfig): readonly Reference[] {
  return [
    { path: ['interface'], kind: 'interface', value: own.interface },
    { path: ['certificate'], kind: 'certificate', value: own.certificate },
  ];
}
