import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';
import { defineSchema, word } from '../role.ts';

export const config = v.strictObject({
  role: v.literal('reverse-proxy'),
  external: v.strictObject({
    interface: field.id,
    certificate: field.id,
    httpPort: v.optional(field.port, 80),
    httpsPort: v.optional(field.port, 443),
  }),
  internal: v.strictObject({ interface: field.id }),
  /** Names that it publishes: the web services, meeting pages, dial-in page and autodiscover. All lead to the pool. */
  sites: v.strictObject({
    external: field.dnsName,
    meet: field.dnsName,
    dialin: field.dnsName,
    discover: field.dnsName,
  }),
  /** Names whose plain HTTP goes on to the pool; that of the others is sent to https. */
  plain: v.optional(v.array(field.dnsName, 'must be a list of host names'), []),
  pool: v.strictObject({
    name: field.dnsName,
    httpPort: v.optional(field.port, 8080),
    httpsPort: v.optional(field.port, 4443),
  }),
});

export type ReverseProxyConfig = v.InferOutput<typeof config>;

function references({ external, internal }: ReverseProxyConfig): readonly Reference[] {
  return [
    { path: ['external', 'interface'], kind: 'interface', value: external.interface },
    { path: ['external', 'certificate'], kind: 'certificate', value: external.certificate },
    { path: ['internal', 'interface'], kind: 'interface', value: internal.interface },
  ];
}

export const reverseProxySchema = defineSchema({
  id: 'reverse-proxy',
  title: 'Reverse proxy',
  config,
  references,
  words: {
    'sites.external': word('Web services'),
    httpPort: word('HTTP port'),
    httpsPort: word('HTTPS port'),
    sites: word('Published names'),
    plain: word('Plain HTTP', 'Names whose HTTP is not sent to HTTPS.'),
  },
});
