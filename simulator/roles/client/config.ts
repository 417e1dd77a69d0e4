import * as v from 'valibot';
import type { Reference } from '../role.ts';
import { defineSchema } from '../role.ts';

/** The client takes who it is from the person at its host. */
export const config = v.strictObject({ role: v.literal('client') });

function references(): readonly Reference[] {
  return [];
}

export const clientSchema = defineSchema({
  id: 'client',
  title: 'Lync 2010 client',
  config,
  references,
});
