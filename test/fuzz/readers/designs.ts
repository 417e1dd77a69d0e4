import { BUILTIN_DESIGNS, openDesign } from '../../../simulator/designs/registry.ts';
import { setPath } from '../../../simulator/designs/set.ts';
import type { Random } from '../../../simulator/kernel/random.ts';
import { KNOBS } from '../../../simulator/model/knobs.ts';
import type { Json } from '../hostile-json.ts';
import { HostileJson } from '../hostile-json.ts';
import { HostileText } from '../hostile-text.ts';
import { defineReader, expect, expectSentence } from '../reader.ts';
import { expectProblems } from './problems.ts';
import { smallDesigns } from './small-designs.ts';

/** What --set changes. */
const whole = JSON.parse(BUILTIN_DESIGNS[0]!.text) as Json;
const words = [
  'access-edge',
  'client',
  'zones',
  'firewalls',
  'rules',
  'edge',
  'internet',
  'tcp',
  'udp',
  'drop',
];

/** Texts of trees with mistakes, and trees' texts with mistakes. */
export function hostileJsonTexts(
  random: Random,
  samples: readonly Json[],
  words: readonly string[],
): () => string {
  const trees = new HostileJson(random, samples, words);
  const written = samples.map((sample) => JSON.stringify(sample, null, 1));
  const text = new HostileText(random, written, { words });
  return () => (random.between(0, 3) === 0 ? text.next() : JSON.stringify(trees.next()));
}

/** A design is read, and complete then: written out, it loads again; or there are problems with places in the text. */
function attempt(text: string): boolean {
  const loaded = openDesign(text, 'lab.json');
  if (loaded.ok) {
    const again = openDesign(JSON.stringify(loaded.design), 'again.json');
    expect(again.ok, () => 'written out, it does not load again');
  } else expectProblems(loaded.problems, text);
  return loaded.ok;
}

/** Knobs, and names that are no field of anything. */
const NAMES = [
  ...Object.keys(KNOBS),
  '0',
  '-1',
  '99999999999',
  '',
  ' ',
  '__proto__',
  'constructor',
  'prototype',
  '.',
];

/** A path to some value of a tree, by ids where it goes through lists, and now and then by something else. */
function pathInto(random: Random, tree: Json): string {
  const parts: string[] = [];
  let at: Json | undefined = tree;
  while (typeof at === 'object' && at !== null && random.between(0, 7) > 0) {
    const keys: readonly string[] = Object.keys(at);
    const key: string = keys[random.between(0, keys.length - 1)] ?? '0';
    const value: Json | undefined = (at as { [key: string]: Json })[key];
    const named = Array.isArray(at) ? nameOf(value) : undefined;
    parts.push(random.between(0, 19) === 0 ? NAMES[random.between(0, NAMES.length - 1)]! : (named ?? key));
    at = value;
  }
  return parts.join('.');
}

function nameOf(value: Json | undefined): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const name = value['id'] ?? value['role'] ?? value['uri'];
  return typeof name === 'string' ? name : undefined;
}

export const DESIGN_READERS = [
  defineReader('design', {
    inputs: (random) => hostileJsonTexts(random, [...smallDesigns(), whole], words),
    attempt,
  }),
  defineReader('set', {
    inputs: (random) => {
      const samples = ['true', '443', '"10.45.16.10"', '[]', '{"a":1}', 'drop', 'sip.contoso.com', '1.5'];
      const values = new HostileText(random, samples, { words });
      const paths = new HostileText(random, ['hosts.edge.roles.0', 'knobs.sip.t1_ms'], { words: NAMES });
      const designs = smallDesigns();
      return () => {
        const design = designs[random.between(0, designs.length - 1)]!;
        const path = random.between(0, 9) === 0 ? paths.next() : pathInto(random, design);
        const value =
          random.between(0, 2) === 0 ? samples[random.between(0, samples.length - 1)]! : values.next();
        return { design, path, value };
      };
    },
    attempt: ({ design, path, value }) => {
      const set = setPath(design, path, value);
      if (!('problem' in set)) return attempt(JSON.stringify(set.json));
      expectSentence(set.problem);
      return false;
    },
    show: ({ path, value }) => `--set ${JSON.stringify(`${path}=${value}`)}`,
  }),
];
