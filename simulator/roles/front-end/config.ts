import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';
import { defineSchema, word } from '../role.ts';

export const config = v.strictObject({
  role: v.literal('front-end'),
  /** FQDN of the pool, and of this server in it. */
  pool: field.dnsName,
  name: field.dnsName,
  domains: v.array(field.dnsName, 'must be a list of SIP domains'),
  interface: field.id,
  port: v.optional(field.port, 5061),
  certificate: field.id,
  /** Where people find the pool's web services: from outside, from inside, and the meeting pages. */
  web: v.optional(v.strictObject({ external: field.dnsName, internal: field.dnsName, meet: field.dnsName })),
  /** The Edge that leads to other organizations. Left out: the pool talks to nobody outside. */
  edge: v.optional(v.strictObject({ name: field.dnsName, port: v.optional(field.port, 5061) })),
  /** Hosted Exchange that keeps the voice mail of our people. */
  voiceMail: v.optional(field.dnsName),
  /** Takes calls to telephone numbers; left out where there is none. */
  mediation: v.optional(v.strictObject({ name: field.dnsName, port: v.optional(field.port, 5067) })),
  /** The A/V authentication service whose Edge carries our people's media; left out where there is none. */
  mediaRelay: v.optional(v.strictObject({ name: field.dnsName, port: v.optional(field.port, 5062) })),
});

export type FrontEndConfig = v.InferOutput<typeof config>;

function references(own: FrontEndConfig): readonly Reference[] {
  return [
    { path: ['interface'], kind: 'interface', value: own.interface },
    { path: ['certificate'], kind: 'certificate', value: own.certificate },
  ];
}

export const frontEndSchema = defineSchema({
  id: 'front-end',
  title: 'Front end',
  config,
  references,
  words: {
    'web.external': word('Name outside'),
    'web.internal': word('Name inside'),
    web: word('Web services'),
    'front-end.edge': word('Edge', 'Leads to other organizations.'),
    voiceMail: word('Hosted voice mail', 'SIP domain that keeps voice mail.'),
    mediation: word('Mediation server', 'Takes calls to telephone numbers.'),
    mediaRelay: word('A/V authentication', 'Hands out credentials for the A/V Edge.'),
  },
});
