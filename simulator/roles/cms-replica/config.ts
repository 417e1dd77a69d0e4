import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';

export const config = v.strictObject({
  role: v.literal('cms-replica'),
  interface: field.id,
  port: v.optional(field.port, 4443),
  certificate: field.id,
});

export type CmsReplicaConfig = v.InferOutput<typeof config>;

export function references(own: CmsReplicaConfig): readonly Reference[] {
  return [
    { path: ['interface'], kind: 'interface', value: own.interface },
    { path: ['certificate'], kind: 'certificate', value: own.certificate },
  ];
}
