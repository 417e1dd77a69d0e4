import { policyOf } from '../designs/policies.ts';
import { differences } from '../firewall/judgement/diff.ts';
import type { Design } from '../model/design.ts';
import { describeChange } from '../model/interventions.ts';
import type { Change, Setup, Status } from '../model/run.ts';
import { isWorse } from './experience.ts';
import { runOf } from './grounds.ts';
import type { Lesson } from './lesson.ts';

/** What became of a feature under a repair, beside what it was without the faults. */
export interface FeatureAfter {
  readonly id: string;
  readonly title: string;
  readonly now: Status;
  /** Did the faults make it worse, or noticeably later? */
  readonly broken: boolean;
  /** Is it no worse than without the faults? */
  readonly ok: boolean;
  /** Is it at least better than with them? */
  readonly better: boolean;
}

/** What a repair comes to: by what the network does, whichever way it was made. */
export interface RepairJudged {
  readonly features: readonly FeatureAfter[];
  /** Destination ports that the firewalls let pass and did not without the faults: each firewall's, counted by what differs. */
  readonly needless: number;
  /** One packet of each kind of those, in words. */
  readonly examples: readonly string[];
  /** What was changed that is no part of a repair: "people". */
  readonly meddled: readonly string[];
  /** Nothing is left to mend. */
  readonly holds: boolean;
}

/** What the network of a learner does, held against the same network without the lesson's faults. */
export function judgeRepair(lesson: Lesson, setup: Setup): RepairJudged {
  const meddled = meddledIn(lesson, setup);
  const healthy = runOf(lesson.healthy).features;
  const faulty = runOf(lesson.start).features;
  const now = runOf(setup).features;
  const features = healthy.map((one, at): FeatureAfter => {
    const { id, title } = one.feature;
    const { finding } = now[at]!;
    return {
      id,
      title,
      now: finding.status,
      broken: isWorse(one.finding, faulty[at]!.finding),
      ok: !isWorse(one.finding, finding),
      better: isWorse(finding, faulty[at]!.finding),
    };
  });
  const { needless, examples } = openedNeedlessly(lesson.healthy.design, setup.design);
  return {
    features,
    needless,
    examples,
    meddled,
    holds: meddled.length === 0 && features.every(({ ok }) => ok) && needless <= lesson.grade.spare,
  };
}

const MOST_EXAMPLES = 5;

/** What firewalls let pass that they would not let pass without the faults. */
export function openedNeedlessly(
  healthy: Design,
  design: Design,
): { readonly needless: number; readonly examples: readonly string[] } {
  let needless = 0;
  const examples: string[] = [];
  for (const wall of healthy.firewalls) {
    const twin = design.firewalls.find(({ id }) => id === wall.id);
    if (!twin) {
      examples.push(`${wall.title} is gone`);
      needless += 2 * 65_536;
      continue;
    }
    for (const one of differences(policyOf(healthy, wall), policyOf(design, twin))) {
      if (one.passed || !one.passes) continue;
      // What has no ports, such as ICMP, counts as one.
      needless += Math.max(1, one.ports);
      if (examples.length < MOST_EXAMPLES) examples.push(`${wall.title}: ${one.example}`);
    }
  }
  return { needless, examples };
}

/** Parts of a design that a repair may change. */
const REPAIRABLE: readonly (keyof Design)[] = ['firewalls', 'hosts', 'nats', 'certificates'];

/**
 * What somebody changed that is no part of a repair: parts of the design that the faults leave alone, and the computers at
 * which people sit. Moving a remote user into the office is no repair.
 */
export function meddledIn(lesson: Lesson, { design, interventions }: Setup): readonly string[] {
  const [healthy, start] = [lesson.healthy.design, lesson.start.design];
  const known = (now: unknown, ...before: unknown[]) =>
    before.some((one) => JSON.stringify(one) === JSON.stringify(now));
  const parts = (Object.keys(healthy) as (keyof Design)[]).filter(
    (part) => !REPAIRABLE.includes(part) && !known(design[part], healthy[part], start[part]),
  );
  const seats = healthy.people.map(({ host }) => host);
  const hostOf = (one: Design, id: string) => one.hosts.find((host) => host.id === id);
  const moved = [...new Set(seats)].filter(
    (id) => !known(hostOf(design, id), hostOf(healthy, id), hostOf(start, id)),
  );
  const own = interventions.filter((one) => !known(one, ...lesson.start.interventions));
  const forced = own.filter(({ change }) => !mends(change)).map(({ change }) => describeChange(change));
  return [...parts, ...moved.map((id) => `the computer ${id}`), ...forced];
}

/** Does something that happens only put in order what was broken? Opening a firewall altogether does not. */
function mends(change: Change): boolean {
  switch (change.kind) {
    case 'service':
      return change.running;
    case 'host':
      return change.power === 'on';
    case 'zone':
    case 'link':
      return change.connected;
    default:
      return false;
  }
}
