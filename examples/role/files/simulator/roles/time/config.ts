import * as v from 'valibot';
import { field } from '../../model/design.ts';
import { defineSchema, word } from '../role.ts';

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

export const timeServerSchema = defineSchema({
  id: 'time-server',
  title: 'Time server',
  config: serverConfig,
  references: (own) => [{ path: ['interface'], kind: 'interface', value: own.interface }],
  words: { stratum: word('Stratum', 'How far from the first clock.') },
});

export const clockSchema = defineSchema({
  id: 'clock',
  title: 'Clock',
  config: clockConfig,
  references: () => [],
  words: { timeServer: word('Time server', 'Whom it asks.') },
});
