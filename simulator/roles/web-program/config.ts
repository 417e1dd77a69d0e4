import * as v from 'valibot';
import type { Reference } from '../role.ts';
import { defineSchema } from '../role.ts';

/** These programs take who they are from the person at their host. */
export const browserConfig = v.strictObject({ role: v.literal('browser') });
export const deviceConfig = v.strictObject({ role: v.literal('device') });
export const mobileConfig = v.strictObject({ role: v.literal('mobile') });

function references(): readonly Reference[] {
  return [];
}

export const browserSchema = defineSchema({
  id: 'browser',
  title: 'Browser',
  config: browserConfig,
  references,
});

export const deviceSchema = defineSchema({
  id: 'device',
  title: 'Lync Phone Edition',
  config: deviceConfig,
  references,
});

export const mobileSchema = defineSchema({
  id: 'mobile',
  title: 'Lync on a mobile',
  config: mobileConfig,
  references,
});
