import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';
import { defineSchema, word } from '../role.ts';

export const config = v.strictObject({
  role: v.literal('crl-server'),
  interface: field.id,
  port: v.optional(field.port, 80),
  issuer: field.text,
  path: v.optional(field.text, '/root.crl'),
  /** Certificates that were revoked. */
  revoked: v.optional(v.array(field.id, 'must be a list of certificates'), []),
  life_s: v.optional(field.atLeast0('a time in seconds'), 604800),
});

export type CrlServerConfig = v.InferOutput<typeof config>;

function references(own: CrlServerConfig): readonly Reference[] {
  return [
    { path: ['interface'], kind: 'interface', value: own.interface },
    ...own.revoked.map((value, i): Reference => ({ path: ['revoked', i], kind: 'certificate', value })),
  ];
}

export const crlServerSchema = defineSchema({
  id: 'crl-server',
  title: 'Revocation list',
  config,
  references,
  words: {
    path: word('Path'),
    revoked: word('Revoked certificates'),
    life_s: word('Life of a list'),
  },
});
