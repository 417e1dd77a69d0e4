import { describe, expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import type { Design } from '../../../simulator/model/design.ts';
import { FAULT_KINDS, faultsOf } from '../../../simulator/faults/registry.ts';
import type { Because, Finding, Setup } from '../../../simulator/model/run.ts';
import type { DrawnLab, DrawOptions } from '../../../simulator/lessons/drawing/draw.ts';
import { drawLab } from '../../../simulator/lessons/drawing/draw.ts';
import { placesInReach } from '../../../simulator/lessons/drawing/reach.ts';
import { isWorse } from '../../../simulator/lessons/experience.ts';
import { run } from '../../../simulator/run.ts';

const design = builtinDesign();
const healthy = run(design);
const all = faultsOf(
  design,
  FAULT_KINDS.map(({ id }) => id),
);
/** The design with some of its faults. */
const setupWith = (ids: readonly string[]) =>
  ids.reduce<Setup>((setup, id) => all.find((one) => one.id === id)!.apply(setup), {
    design,
    interventions: [],
  });

function drawn(options: DrawOptions, of: Design = design): DrawnLab {
  const result = drawLab(of, options);
  if (!result.ok) throw new Error(result.problem);
  return result.lab;
}

/** What is worse than in the healthy design, played without any thought of what can be left out. */
function worseIn({ design: wrong, interventions }: Setup): readonly Finding[] {
  return run(wrong, { interventions }).features.flatMap(({ finding }, at) =>
    isWorse(healthy.features[at]!.finding, finding) ? [finding] : [],
  );
}

/** Seeds are few, since each lab is played: the same ids must come out everywhere. */
const LABS: readonly (DrawOptions & { readonly ids: readonly string[] })[] = [
  { faults: 2, difficulty: 'easy', seed: 4711, ids: ['port:E6', 'transport:I5'] },
  {
    faults: 2,
    difficulty: 'medium',
    seed: 4711,
    ids: ['address:I9/192.168.10.191', 'misnamed:edge-webconf'],
  },
  {
    faults: 2,
    difficulty: 'hard',
    seed: 4,
    ids: ['dns:public-dns/SRV/_sipfederationtls._tcp.proseware.com', 'port:E11'],
  },
  {
    faults: 3,
    difficulty: 'medium',
    seed: 1,
    ids: ['inspection:external', 'expired:mediation', 'shadowed:E14'],
  },
];

describe.each(LABS)('$faults $difficulty faults, seed $seed', ({ ids, ...options }) => {
  const lab = drawn(options);
  const alone = lab.faults.map(({ id }) => worseIn(setupWith([id])));
  const together = worseIn(lab.setup);

  test('are the same wherever they are drawn', () => {
    expect(lab.faults.map(({ id }) => id)).toEqual(ids);
  });

  test('are the lab again by their ids', () => {
    expect(setupWith(lab.faults.map(({ id }) => id))).toEqual(lab.setup);
    // It goes to other threads, and into files.
    expect(structuredClone(lab)).toEqual(lab);
  });

  test('each hurts somebody when the others are mended, at a place of its own', () => {
    for (const [at, worse] of alone.entries()) expect(worse.length, lab.faults[at]!.id).toBeGreaterThan(0);
    expect(new Set(lab.faults.map(({ place }) => place)).size).toBe(options.faults);
    expect(new Set(lab.faults.map(({ kind }) => kind)).size).toBe(options.faults);
  });

  test('leave at least a third of what worked', () => {
    const worked = healthy.features.filter(({ finding }) => finding.status === 'works').length;
    expect(worked - together.length).toBeGreaterThanOrEqual(worked / 3);
  });

  test('show as hard as was asked for', () => {
    const shut = ({ status, because }: Finding) => status === 'broken' && isShut(because[0]!);
    for (const worse of alone) {
      if (options.difficulty === 'easy') expect(worse.every(shut)).toBe(true);
      if (options.difficulty === 'hard') expect(worse.some(shut)).toBe(false);
    }
    const told = new Set(together.flatMap(({ because }) => because.map(({ text }) => text)));
    const hidden = alone.flatMap((worse) =>
      worse.filter(({ because }) => because.length > 0 && because.every(({ text }) => !told.has(text))),
    );
    if (options.difficulty === 'easy') expect(hidden).toEqual([]);
  });
});

/** A packet came to a door that was shut, or to nobody. */
function isShut({ reason }: Because): boolean {
  return ['no-rule', 'rule', 'no-listener', 'timeout'].includes(reason);
}

test('the same seed draws the same again, another one draws another lab', () => {
  const options = { faults: 1, difficulty: 'hard', kinds: ['expired'] } as const;
  const ids = [4, 4, 5].map((seed) => drawn({ ...options, seed }).faults[0]!.id);
  expect(ids).toEqual(['expired:reverse-proxy', 'expired:reverse-proxy', 'expired:edge-webconf']);
});

test('only kinds that were asked for come up, and several of one kind when there is but one', () => {
  const lab = drawn({ faults: 2, difficulty: 'medium', seed: 5, kinds: ['rule'] });
  expect(lab.faults.map(({ kind }) => kind)).toEqual(['rule', 'rule']);
});

test('a NAT without hairpin is found in the design that has one', () => {
  const lab = drawn(
    { faults: 1, difficulty: 'hard', seed: 1, kinds: ['hairpin'] },
    builtinDesign('reference-2'),
  );
  expect(lab.faults.map(({ id }) => id)).toEqual(['hairpin:external']);
});

test('a learner can mend what stands at firewalls with rules, and homes, but nothing of partners', () => {
  const inReach = placesInReach(design);
  for (const id of ['external', 'internal', 'edge', 'front-end-1', 'public-dns', 'alice-router'])
    expect(inReach).toContain(id);
  for (const id of [
    'fabrikam-firewall',
    'fabrikam-edge',
    'litware-server',
    'hosted-um',
    'dave-pc',
    'alice-pc',
  ])
    expect(inReach).not.toContain(id);
});

test.each([
  [{ faults: 0 }, '0 faults cannot be drawn: must be 1 to 5.'],
  [{ faults: 6 }, '6 faults cannot be drawn: must be 1 to 5.'],
  [{ faults: 1.5 }, '1.5 faults cannot be drawn: must be 1 to 5.'],
  [{ kinds: ['rules'] }, 'There is no kind of faults "rules": must be one of rule, address, port, '],
  [
    { kinds: ['nat'] },
    'No lab with 2 easy faults was found in "Single Edge": another difficulty, fewer faults or more kinds of them may do.',
  ],
])('%j: one sentence says why not', (over, problem) => {
  const result = drawLab(design, { faults: 2, difficulty: 'easy', seed: 1, ...over });
  expect(result.ok).toBe(false);
  expect(!result.ok && result.problem).toContain(problem);
});
