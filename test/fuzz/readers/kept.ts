import * as v from 'valibot';
import { readLayout, LAYOUT_DEFAULT } from '../../../renderer/stores/layout-record.ts';
import { readAttempt } from '../../../renderer/stores/lessons/attempt.ts';
import { readProgress } from '../../../renderer/stores/lessons/progress.ts';
import { readLook, writeLook } from '../../../renderer/stores/look.ts';
import { lostBefore, lostBy, OLD_KEYS } from '../../../renderer/stores/recovery.ts';
import { readShow } from '../../../renderer/stores/show-file.ts';
import { BUILTIN_DESIGNS, openDesign } from '../../../simulator/designs/registry.ts';
import { InterventionForm } from '../../../simulator/model/intervention-form.ts';
import { STRAY_MESSAGES } from '../../../simulator/model/run.ts';
import type { Json } from '../hostile-json.ts';
import { HostileJson } from '../hostile-json.ts';
import { HostileText } from '../hostile-text.ts';
import { defineReader, expect, expectSentence } from '../reader.ts';
import { hostileJsonTexts } from './designs.ts';

/** Small, since only the loader of designs looks into it. */
const DESIGN: Json = {
  format: 'edge-lab-design',
  version: 1,
  id: 'a',
  title: 'A',
  zones: [{ id: 'internet' }],
};

const CHANGES: readonly Json[] = [
  { kind: 'rule', rule: 'E1', enabled: false },
  { kind: 'host', host: 'edge', power: 'off' },
  { kind: 'service', host: 'edge', role: 'access-edge', running: false },
  { kind: 'firewall', firewall: 'external', mode: 'open' },
  { kind: 'zone', zone: 'internet', connected: false },
  { kind: 'link', host: 'edge', interface: 'internal', connected: false },
  { kind: 'expire', firewall: 'external', connection: null },
  { kind: 'inject', host: 'edge', message: STRAY_MESSAGES[0] },
];
const interventions: Json = CHANGES.map((change, at) => ({ at: at * 1000, change }));

const SELECTIONS: readonly Json[] = [
  null,
  { kind: 'packet', packet: 7, event: 9 },
  { kind: 'rule', firewall: 'external', rule: 'E1' },
  { kind: 'host', host: 'edge' },
  { kind: 'actor', actor: 3 },
];
const SHOW: Json = {
  version: 1,
  design: DESIGN,
  setups: [{ design: DESIGN, interventions }],
  stops: SELECTIONS.map((selection, at) => ({
    ...{ title: 'Signing in', headline: '', says: 'Alice signs in.', notes: '', time: at, when: 'ICE fails' },
    ...{
      feature: 'remote-im',
      view: 'map',
      selection,
      near: at === 0 ? null : 'edge',
      seconds: 20,
      setup: 0,
    },
  })),
};

const ATTEMPT: Json = {
  ...{
    version: 1,
    lesson: 'format: edge-lab-lesson',
    file: 'a.yaml',
    handedOut: true,
    at: 1,
    began: '2026-01-01T00:00:00Z',
  },
  ...{ seconds: 5, designs: [], design: BUILTIN_DESIGNS[0]!.id, interventions, open: true },
  entries: [{ kind: 'hint', at: 4, step: 'two', level: 1 }],
};
const PROGRESS: Json = {
  version: 1,
  learner: 'Ann',
  reached: { a: { score: 3, of: 5, passed: true } },
  left: ['a'],
};

const TEXT = JSON.stringify(DESIGN);
/** What a window that died has left, by the names of the stores. */
const LEFT: Json = {
  lab: { version: 2, began: 5, opened: TEXT, saved: TEXT, now: `${TEXT} `, name: 'a.edgelab', at: null },
  moment: { version: 2, feature: 'remote-im', time: 5 },
  show: '',
};
const OLD_WORK = { version: 1, original: TEXT, file: '', design: BUILTIN_DESIGNS[0]!.text };
/** The same as programs before kept it, by the page's keys. Most people let nothing happen in the run. */
const OLD_LEFT: Readonly<Record<(typeof OLD_KEYS)[number], readonly Json[]>> = {
  'edge-lab.work': [
    { ...OLD_WORK, interventions },
    { ...OLD_WORK, interventions: [] },
  ],
  'edge-lab.moment': [{ version: 1, feature: 'remote-im', time: 5, left: false }],
  'edge-lab.show': [''],
};

/** A record that the window keeps for itself: read, or left; never anything that breaks it. */
function kept(id: string, sample: Json, read: (text: string) => unknown) {
  return defineReader(id, {
    inputs: (random) => hostileJsonTexts(random, [sample], ['edge', 'rule']),
    attempt: (text) => read(text) !== null,
  });
}

const unlessDefault = <T>(value: T, none: T) => (value === none ? null : value);
const Interventions = v.array(InterventionForm);

export const KEPT_READERS = [
  defineReader('show', {
    inputs: (random) => hostileJsonTexts(random, [SHOW], ['map', 'ladder', 'edge']),
    attempt: (text) => {
      const read = readShow(text, 'a.edgeshow');
      if (!read.ok) expectSentence(read.problem);
      else {
        const { setups, stops } = read.show;
        expect(
          stops.every(({ setup }) => setup < setups.length),
          () => 'a stop without its setup',
        );
        for (const one of setups) v.parse(Interventions, one.interventions);
      }
      return read.ok;
    },
  }),
  defineReader('recovery', {
    inputs: (random) => {
      const hostile = new HostileJson(random, [LEFT], ['remote-im']);
      return () => hostile.next();
    },
    attempt: (left) =>
      typeof lostBy('a', { lab: null, moment: null, show: null, ...(left as object) }) === 'object',
  }),
  defineReader('recovery-before', {
    inputs: (random) => {
      const texts = OLD_KEYS.map((key) => hostileJsonTexts(random, OLD_LEFT[key], ['edge']));
      const right = OLD_KEYS.map((key) => OLD_LEFT[key].map((one) => JSON.stringify(one)));
      const pick = <T>(list: readonly T[]): T => list[random.between(0, list.length - 1)]!;
      const draw = (at: number) => (random.between(0, 1) ? pick(right[at]!) : texts[at]!());
      return () => new Map(OLD_KEYS.map((key, at) => [key as string, draw(at)]));
    },
    attempt: async (texts) => {
      const open = (text: string) => Promise.resolve(openDesign(text, ''));
      return (await lostBefore((key) => texts.get(key) ?? null, open)) !== null;
    },
    show: (texts) => JSON.stringify([...texts]),
  }),
  kept('attempt', ATTEMPT, readAttempt),
  kept('progress', PROGRESS, (text) => unlessDefault(readProgress(text).left.length, 0)),
  kept('layout', LAYOUT_DEFAULT, (text) => unlessDefault(readLayout(text), LAYOUT_DEFAULT)),
  defineReader('look', {
    inputs: (random) => {
      const hostile = new HostileText(random, ['dark more safe still 112', 'light']);
      return () => hostile.next();
    },
    attempt: (text) => {
      const look = readLook(text);
      expect(
        writeLook(readLook(writeLook(look))) === writeLook(look),
        () => 'written and read it is another',
      );
      return true;
    },
  }),
];
