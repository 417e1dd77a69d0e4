import * as v from 'valibot';
import type { Reference } from '../role.ts';

/** These programs take who they are from the person at their host. */
export const browserConfig = v.strictObject({ role: v.literal('browser') });
export const deviceConfig = v.strictObject({ role: v.literal('device') });
export const mobileConfig = v.strictObject({ role: v.literal('mobile') });

export function references(): readonly Reference[] {
  return [];
}
