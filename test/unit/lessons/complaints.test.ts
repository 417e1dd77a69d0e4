import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import type { Fault } from '../../../simulator/faults/fault.ts';
import { FAULT_KINDS, faultsOf } from '../../../simulator/faults/registry.ts';
import type { Complaint } from '../../../simulator/lessons/complaints/complaints.ts';
import { complaintsOf } from '../../../simulator/lessons/complaints/complaints.ts';
import { roughly } from '../../../simulator/lessons/complaints/manner.ts';
import { isWorse } from '../../../simulator/lessons/experience.ts';
import type { Run } from '../../../simulator/model/run.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import { run } from '../../../simulator/run.ts';
import { touchedBy } from '../../../simulator/sweep/touched.ts';

const design = builtinDesign();
const healthy = run(design);
const touched = healthy.features.map((one) => touchedBy(design, one));

/** The run with something wrong, of which only that is played which can be another. */
function runWith(fault: Fault): Run {
  const setup = fault.apply({ design, interventions: [] });
  const concerned = healthy.features.filter((_, at) => fault.concerns(touched[at]!));
  const { features, ...rest } = run(setup.design, {
    interventions: setup.interventions,
    only: concerned.map(({ feature }) => feature.id),
  });
  const played = new Map(features.map((one) => [one.feature.id, one]));
  return { ...rest, features: healthy.features.map((one) => played.get(one.feature.id) ?? one) };
}

const all = faultsOf(
  design,
  FAULT_KINDS.map(({ id }) => id),
);
const find = (id: string) => all.find((one) => one.id === id)!;
const said = (id: string): readonly Complaint[] => complaintsOf(design, healthy, runWith(find(id)));
const says = (id: string) => said(id).map(({ name, says: words }) => `${name}: ${words}`);

/** Words of those who run networks, and anything that looks like a number of theirs. */
const JARGON =
  /\d|\b(ports?|rules?|address(?! book)|tcp|udp|tls|ssl|sip|dns|https?|stun|turn|ice|rtp|certificates?|firewalls?|nat|proxy|edge|packets?|protocol|ip|srv|relay|gateway|timed out|null|undefined)\b|\w\.\w/i;

/** Kinds that show in ways of their own; of the others, which show like one of these, some will do. */
const OWN = ['rule', 'dns', 'expired', 'inspection'];
const tried = all.filter(({ kind }, at) => OWN.includes(kind) || at % 6 === 0);

test.each(FAULT_KINDS.map(({ id }) => id).filter((kind) => tried.some((one) => one.kind === kind)))(
  'faults of kind %s are told without jargon, by name, and by whoever has them',
  (kind) => {
    for (const fault of tried.filter((one) => one.kind === kind)) {
      const now = runWith(fault);
      const complaints = complaintsOf(design, healthy, now);
      const worse = now.features.filter(
        (one, at) => isWorse(healthy.features[at]!.finding, one.finding) && hasPeople(one),
      );
      const troubles = complaints.filter(({ well }) => !well);
      expect(troubles.length > 0, fault.id).toBe(worse.length > 0);
      for (const { name, where, says: words, person, status, feature } of complaints) {
        const who = `${fault.id}, ${name}: ${words}`;
        expect(words, who).not.toMatch(JARGON);
        expect(where, who).not.toMatch(JARGON);
        expect(words, who).toMatch(/^[A-Z].*\.$/);
        expect(design.people.find(({ id }) => id === person)?.name, who).toBe(name);
        expect(now.features.find((one) => one.feature.id === feature)!.finding.status, who).toBe(status);
      }
      for (const { feature } of troubles)
        expect(
          worse.map((one) => one.feature.id),
          fault.id,
        ).toContain(feature);
      for (const { person } of troubles)
        expect(troubles.filter((one) => one.person === person).length, fault.id).toBeLessThanOrEqual(2);
      const content = complaints.filter(({ well }) => well);
      expect(content.length, fault.id).toBeLessThanOrEqual(1);
      for (const { person, status } of content) {
        expect(status).toBe('works');
        expect(
          troubles.map((one) => one.person),
          fault.id,
        ).not.toContain(person);
      }
    }
  },
);

test('what is said tells one trouble from another', () => {
  const first = ['E3', 'E6', 'E11', 'E12', 'E13', 'E14', 'E15'].map((id) => says(id)[0]);
  expect(new Set(first).size).toBe(first.length);
});

test('who waits longer says for how long, who is cut off says that, and somebody is content', () => {
  expect(says('E12')).toEqual([
    'Alice: Bob answers, but it takes eight seconds until we hear each other.',
    'Carol: Alice answers, but it takes about fifteen seconds until we hear each other.',
    'Bob: Alice answers, but it takes eight seconds until we hear each other.',
    'Dave: I call Bob, and we hear each other well. All good here.',
  ]);
  expect(says('E15')).toContain('Gina: I open the meeting link, and the page never loads.');
  expect(says('dns:public-dns/A/meet.contoso.com')).toContain(
    'Gina: I open the meeting link, and it says that there is no such page.',
  );
});

test('who cannot sign in speaks of nothing else', () => {
  const alice = said('E3').filter(({ person }) => person === 'alice');
  expect(alice).toHaveLength(1);
  expect(alice[0]).toMatchObject({ where: 'remote user', status: 'broken', well: false });
  expect(alice[0]!.says).toBe(
    'Nothing works. I cannot sign in: it tries for about twenty seconds, then says that the server is unavailable.',
  );
});

test('nobody complains when nothing is worse, and then nobody is asked who is content', () => {
  expect(complaintsOf(design, healthy, healthy)).toEqual([]);
  expect(says('E9')).toEqual([]);
});

test('who suffers most comes first', () => {
  const bad = { works: 0, degraded: 1, broken: 2 };
  const order = said('E13').map(({ status }) => bad[status]);
  expect(order).toEqual([...order].sort((a, b) => b - a));
});

/** Does a person, and no administrator, do something in it? */
function hasPeople({ trace: { events, strings } }: Run['features'][number]): boolean {
  return events.kind.some((kind, at) => kind === EventKind.act && strings[events.b[at]!] !== '');
}

test('times are told as people count them', () => {
  const told = [0.2, 1.4, 2, 12.4, 13, 17, 18, 52, 53, 65, 66, 119, 120, 9000].map(roughly);
  expect(told).toEqual([
    ...['a second', 'a second', 'two seconds', 'twelve seconds', 'about fifteen seconds'],
    ...['about fifteen seconds', 'about twenty seconds', 'about fifty seconds'],
    ...['about a minute', 'about a minute', 'more than a minute', 'more than a minute', 'minutes', 'minutes'],
  ]);
});
