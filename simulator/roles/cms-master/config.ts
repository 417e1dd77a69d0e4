import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';
import { defineSchema, word } from '../role.ts';

export const config = v.strictObject({
  role: v.literal('cms-master'),
  interface: field.id,
  certificate: field.id,
  /** Servers that hold a copy. */
  replicas: v.array(
    v.strictObject({ name: field.dnsName, port: v.optional(field.port, 4443) }),
    'must be a list of servers',
  ),
});

export type CmsMasterConfig = v.InferOutput<typeof config>;

function references(own: CmsMasterConfig): readonly Reference[] {
  return [
    { path: ['interface'], kind: 'interface', value: own.interface },
    { path: ['certificate'], kind: 'certificate', value: own.certificate },
  ];
}

export const cmsMasterSchema = defineSchema({
  id: 'cms-master',
  title: 'Central Management store',
  config,
  references,
  words: {
    replicas: word('Replicas', 'Servers that hold a copy.'),
  },
});
