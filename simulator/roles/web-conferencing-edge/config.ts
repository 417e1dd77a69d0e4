import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';
import { defineSchema } from '../role.ts';

export const config = v.strictObject({
  role: v.literal('web-conferencing-edge'),
  external: v.strictObject({
    interface: field.id,
    port: v.optional(field.port, 443),
    certificate: field.id,
  }),
  internal: v.strictObject({
    interface: field.id,
    port: v.optional(field.port, 8057),
    certificate: field.id,
  }),
});

export type WebConferencingEdgeConfig = v.InferOutput<typeof config>;

function references({ external, internal }: WebConferencingEdgeConfig): readonly Reference[] {
  return [
    { path: ['external', 'interface'], kind: 'interface', value: external.interface },
    { path: ['external', 'certificate'], kind: 'certificate', value: external.certificate },
    { path: ['internal', 'interface'], kind: 'interface', value: internal.interface },
    { path: ['internal', 'certificate'], kind: 'certificate', value: internal.certificate },
  ];
}

export const webConferencingEdgeSchema = defineSchema({
  id: 'web-conferencing-edge',
  title: 'Web Conferencing Edge',
  config,
  references,
});
