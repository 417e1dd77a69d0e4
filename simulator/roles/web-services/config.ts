import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';
import { defineSchema, word } from '../role.ts';

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

function references(own: WebServicesConfig): readonly Reference[] {
  return [
    { path: ['interface'], kind: 'interface', value: own.interface },
    { path: ['certificate'], kind: 'certificate', value: own.certificate },
  ];
}

export const webServicesSchema = defineSchema({
  id: 'web-services',
  title: 'Web services',
  config,
  references,
  words: {
    'web-services.external': word('Name outside'),
    externalPort: word('HTTPS port outside', 'Site for people outside.'),
    externalHttpPort: word('HTTP port outside'),
    internalPort: word('HTTPS port inside'),
  },
});
