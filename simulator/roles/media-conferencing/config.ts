import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';
import { defineSchema } from '../role.ts';

const own = { interface: field.id, pool: field.dnsName };

/** A/V conferencing server and application sharing server of a pool, on one of its front ends. */
export const avConfig = v.strictObject({ role: v.literal('av-conferencing-server'), ...own });
export const sharingConfig = v.strictObject({ role: v.literal('app-sharing-server'), ...own });

export type MediaConferencingConfig = v.InferOutput<typeof avConfig> | v.InferOutput<typeof sharingConfig>;

function references(config: MediaConferencingConfig): readonly Reference[] {
  return [{ path: ['interface'], kind: 'interface', value: config.interface }];
}

export const avConferencingServerSchema = defineSchema({
  id: 'av-conferencing-server',
  title: 'A/V conferencing server',
  config: avConfig,
  references,
});

export const appSharingServerSchema = defineSchema({
  id: 'app-sharing-server',
  title: 'Application sharing server',
  config: sharingConfig,
  references,
});
