import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';
import { defineSchema, word } from '../role.ts';

/** Ports as Set-CsEdgeServer names them: DataPsomServerPort, DataPsomClientPort. */
export const config = v.strictObject({
  role: v.literal('web-conferencing-server'),
  interface: field.id,
  /** The pool, and the server that it runs on. */
  pool: field.dnsName,
  name: field.dnsName,
  port: v.optional(field.port, 8057),
  certificate: field.id,
  /** Names of the web services from which people outside and inside load slides. */
  content: v.strictObject({ external: field.dnsName, internal: field.dnsName }),
  /** Web Conferencing Edges: their inner face, and how people outside reach them. */
  edges: v.optional(
    v.array(
      v.strictObject({
        name: field.dnsName,
        port: v.optional(field.port, 8057),
        external: v.strictObject({ name: field.dnsName, port: v.optional(field.port, 443) }),
      }),
      'must be a list of Edges',
    ),
    [],
  ),
});

export type WebConferencingServerConfig = v.InferOutput<typeof config>;

function references(own: WebConferencingServerConfig): readonly Reference[] {
  return [
    { path: ['interface'], kind: 'interface', value: own.interface },
    { path: ['certificate'], kind: 'certificate', value: own.certificate },
  ];
}

export const webConferencingServerSchema = defineSchema({
  id: 'web-conferencing-server',
  title: 'Web conferencing server',
  config,
  references,
  words: {
    'content.external': word('Name outside'),
    'content.internal': word('Name inside'),
    content: word('Slides', 'Where people load them from.'),
    edges: word('Web Conferencing Edges'),
  },
});
