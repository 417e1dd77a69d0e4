import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';

export const config = v.strictObject({
  role: v.literal('web-services'),
  interface: field.id,
  pool: field.dnsName,
  certificate: field.id,
  /** Web site for people outside, and the one for people inside. */
  externalPort: v.optional(field.port, 4443),
  externalHttpPort: v.optional(field.port, 8080),
  internalPort: v.optional(field.port, 443),
  /** Names by which people outside come. */
  external: field.dnsName,
  meet: field.dnsName,
  dialin: field.dnsName,
  discover: v.optional(field.dnsName),
});

export type WebServicesConfig = v.InferOutput<typeof config>;

export function references(own: WebServicesConfig): readonly Reference[] {
  return [
    { path: ['interface'], kind: 'interface', value: own.interface },
    { path: ['certificate'], kind: 'certificate', value: own.certificate },
  ];
}
