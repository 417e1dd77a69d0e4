import { inspect } from 'node:util';
import * as v from 'valibot';
import type { Channel } from '../../../electron/ipc/channels.ts';
import { CHANNELS, checkAnswer, checkAsk } from '../../../electron/ipc/channels.ts';
import type { Telling } from '../../../electron/ipc/tellings.ts';
import { checkTold, TELLINGS } from '../../../electron/ipc/tellings.ts';
import type { Random } from '../../../simulator/kernel/random.ts';
import type { Json } from '../hostile-json.ts';
import { HostileJson } from '../hostile-json.ts';
import { defineReader, expect } from '../reader.ts';
import { sampleOf } from './sample-of.ts';

/** What structured cloning carries beside JSON. */
const ODD: readonly unknown[] = [
  undefined,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  7n,
  new Date(Number.NaN),
  new Map([['ok', true]]),
  new Set(['a']),
  new Uint8Array(9),
  new ArrayBuffer(3),
  new Error('an error'),
  /a/,
  Array.from({ length: 1000 }),
  'x'.repeat(300_000),
];

/** Something that travels between window and shell, and what looks at it there. */
interface Way {
  readonly name: string;
  readonly form: v.GenericSchema;
  readonly check: (value: unknown) => unknown;
}

const WAYS: readonly Way[] = [
  ...(Object.keys(CHANNELS) as Channel[]).flatMap((channel): readonly Way[] => [
    { name: `${channel} asked`, form: CHANNELS[channel].ask, check: (value) => checkAsk(channel, value) },
    {
      name: `${channel} answered`,
      form: CHANNELS[channel].answer,
      check: (value) => checkAnswer(channel, value),
    },
  ]),
  ...(Object.keys(TELLINGS) as Telling[]).map((telling): Way => ({
    name: telling,
    form: TELLINGS[telling].form,
    check: (value) => checkTold(telling, value),
  })),
];

function inputs(random: Random): () => { way: Way; value: unknown } {
  const samples = WAYS.flatMap(({ form }) => sampleOf(form)) as readonly Json[];
  const hostile = WAYS.map(
    ({ form }) => new HostileJson(random, sampleOf(form) as readonly Json[], ['design', '../../a', 'a.json']),
  );
  const strange = new HostileJson(random, samples);
  const pick = <T>(list: readonly T[]): T => list[random.between(0, list.length - 1)]!;
  return () => {
    const at = random.between(0, WAYS.length - 1);
    const value: unknown = (random.between(0, 5) === 0 ? strange : hostile[at]!).next();
    return { way: WAYS[at]!, value: random.between(0, 7) === 0 ? oddly(value, pick(ODD), pick) : value };
  };
}

/** A value with something odd in it, or odd as a whole; now and then one that holds itself. */
function oddly(value: unknown, odd: unknown, pick: <T>(list: readonly T[]) => T): unknown {
  if (typeof value !== 'object' || value === null) return odd;
  const fields = value as Record<string, unknown>;
  fields[pick([...Object.keys(fields), 'more'])] = pick([odd, odd, fields]);
  return fields;
}

/** Both halves of the channels check alike: what has not the form is thrown out, and what has is passed on as it is. */
export const IPC_READERS = [
  defineReader('ipc', {
    inputs,
    attempt: ({ way, value }) => {
      let passed: unknown;
      try {
        passed = way.check(value);
      } catch (error) {
        if (error instanceof v.ValiError) return false;
        throw error;
      }
      expect(isPlain(passed, 0), () => `${way.name}: what passes is no plain value`);
      way.check(passed);
      return true;
    },
    show: ({ way, value }) => `${way.name}: ${inspect(value, { depth: 9 })}`,
  }),
];

/** Deeper than any form. */
const DEEP = 20;

/** Only objects and lists as JSON has them, without a prototype that somebody slipped in. */
function isPlain(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (value instanceof Uint8Array) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  const own = prototype === Object.prototype || Array.isArray(value);
  return own && depth < DEEP && Object.values(value).every((one) => isPlain(one, depth + 1));
}
