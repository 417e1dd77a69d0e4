import * as v from 'valibot';
import type { Reference } from '../role.ts';

/** The client takes who it is from the person at its host. */
export const config = v.strictObject({ role: v.literal('client') });

export function references(): readonly Reference[] {
  return [];
}
