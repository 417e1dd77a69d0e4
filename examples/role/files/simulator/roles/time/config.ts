import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';

export const serverConfig = v.strictObject({
  role: v.literal('time-server'),
  interface: field.id,
  /** How far from the first clock (RFC 5905 7.3). */
  stratum: v.optional(field.whole('a stratum', 1, 15), 2),
});

export const clockConfig = v.strictObject({
  role: v.literal('clock'),
  /** Whom it asks. */
  timeServer: field.address,
});

export type ServerConfig = v.InferOutput<typeof serverConfig>;
export type ClockConfig = v.InferOutput<typeof clockConfig>;

export function serverReferences(own: ServerConfig): readonly Reference[] {
  return [{ path: ['interface'], kind: 'interface', value: own.interface }];
}

export function clockReferences(): readonly Reference[] {
  return [];
}
