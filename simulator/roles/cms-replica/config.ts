import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';
import { defineSchema } from '../role.ts';

export const config = v.strictObject({
  role: v.literal('cms-replica'),
  interface: field.id,
  port: v.optional(field.port, 4443),
  certificate: field.id,
});

export type CmsReplicaConfig = v.InferOutput<typeof config>;

function references(own: CmsReplicaConfig): readonly Reference[] {
  return [
    { path: ['interface'], kind: 'interface', value: own.interface },
    { path: ['certificate'], kind: 'certificate', value: own.certificate },
  ];
}

export const cmsReplicaSchema = defineSchema({
  id: 'cms-replica',
  title: 'Replica of the configuration',
  config,
  references,
});
