import { badness } from '../../analysis/matrix.ts';
import { enumeration } from '../../analysis/words.ts';
import type { Design, DesignPerson } from '../../model/design.ts';
import { organizationOf } from '../../model/design.ts';
import type { FeatureRun, Run, Status } from '../../model/run.ts';
import { isWorse } from '../experience.ts';
import type { Deed } from './deeds.ts';
import { deedOf } from './deeds.ts';
import { mannerOf } from './manner.ts';
import type { Step, Told } from './told.ts';
import { failedStep, latestStep, speakerOf, toldIn } from './told.ts';

/** What somebody tells the help desk. */
export interface Complaint {
  /** Id of the person. */
  readonly person: string;
  readonly name: string;
  /** Who that is: "remote user", "in the office", "at Fabrikam". */
  readonly where: string;
  /** In their own words. */
  readonly says: string;
  /** Of the feature that they speak of. */
  readonly status: Status;
  /** Id of the feature of which they speak, to be played. */
  readonly feature: string;
  /** Until they had it, or gave up. */
  readonly seconds: number;
  /** They say that all is well, for others to compare with. */
  readonly well: boolean;
}

/** More kinds of trouble than this are summed up. */
const MOST_TROUBLES = 2;

interface Trouble {
  readonly person: DesignPerson;
  readonly group: string;
  readonly says: string;
  readonly one: FeatureRun;
}

/**
 * What people say about a run, who know how it is when all is well: only what they did and saw. Each says one thing
 * about each kind of trouble; whoever cannot sign in, or has many troubles, sums up. Who suffers most comes first; the
 * last is somebody for whom all is well, when there is one.
 * @param design the one that was run
 * @param healthy the run of the design as it should be, of the same features
 */
export function complaintsOf(design: Design, healthy: Run, now: Run): readonly Complaint[] {
  const usual = new Map(healthy.features.map((one) => [one.feature.id, one]));
  const worse = now.features.filter((one) => {
    const before = usual.get(one.feature.id);
    return before !== undefined && isWorse(before.finding, one.finding);
  });
  const troubles = worse.flatMap((one) => troublesOf(design, usual.get(one.feature.id)!, one));
  const complaints = design.people
    .flatMap((person) =>
      told(
        design,
        person,
        troubles.filter((one) => one.person === person),
      ),
    )
    .sort((a, b) => badness(b) - badness(a));
  const content = complaints.length > 0 ? contentOf(design, now, worse, troubles) : null;
  return content ? [...complaints, content] : complaints;
}

/** What is worse in one feature, for those who took the steps that failed or lasted. */
function troublesOf(design: Design, before: FeatureRun, one: FeatureRun): readonly Trouble[] {
  const { finding } = one;
  const happened = toldIn(one.trace);
  const late = () => latestStep(toldIn(before.trace), happened, finding);
  const steps =
    finding.failures.length > 0 ? finding.failures.map((failure) => failedStep(happened, failure)) : [late()];
  return steps.flatMap((step): Trouble[] => {
    const person = step && speakerOf(design, step.act.who);
    const deed = step && deedIn(happened, step.act);
    if (!person || !deed) return [];
    return [{ person, group: deed.group, says: wordsOf(deed, step, before, one), one }];
  });
}

function deedIn(happened: readonly Told[], act: Told): Deed | null {
  const inMeeting = happened.some(
    ({ act: does, who, text, event }) =>
      does && who === act.who && event < act.event && text.endsWith(' joins the meeting'),
  );
  return deedOf(act.text, inMeeting);
}

function wordsOf(deed: Deed, { sight, seconds }: Step, before: FeatureRun, { finding }: FeatureRun): string {
  if (finding.failures.length === 0) return deed.lingers(seconds);
  const manner = mannerOf(sight, seconds);
  if (finding.status === 'broken') return deed.fails(manner, seconds);
  const longer = finding.seconds - before.finding.seconds;
  return manner === 'poor' && longer > 1 ? deed.lingers(finding.seconds) : deed.limps(manner, seconds);
}

/** What one person says, of all troubles they have. */
function told(design: Design, person: DesignPerson, troubles: readonly Trouble[]): readonly Complaint[] {
  const sorted = [...troubles].sort((a, b) => badness(b.one.finding) - badness(a.one.finding));
  const say = ({ one: { feature, finding } }: Trouble, says: string): Complaint => ({
    person: person.id,
    name: person.name,
    where: whereOf(design, person),
    says,
    status: finding.status,
    feature: feature.id,
    seconds: finding.seconds,
    well: false,
  });
  const shut = sorted.find(
    ({ group, one }) => group === 'signing in' && !one.finding.reached && one.finding.status === 'broken',
  );
  if (shut) return [say(shut, `Nothing works. ${shut.says}`)];
  const groups = new Map<string, Trouble>();
  for (const one of sorted) if (!groups.has(one.group)) groups.set(one.group, one);
  if (groups.size <= MOST_TROUBLES) return [...groups.values()].map((one) => say(one, one.says));
  const all = enumeration([...groups.keys()]);
  return [say(sorted[0]!, `${summed(sorted[0]!.one.finding.status)}: ${all}. ${sorted[0]!.says}`)];
}

/** @param worst how the worst of many things is */
function summed(worst: Status): string {
  switch (worst) {
    case 'broken':
      return 'So much does not work any more';
    case 'degraded':
      return 'So much does not work as it should';
    case 'works':
      return 'So much takes longer than it used to';
  }
}

/** Somebody who has no part in anything that is worse, preferably with what others complain of. */
function contentOf(
  design: Design,
  now: Run,
  worse: readonly FeatureRun[],
  troubles: readonly Trouble[],
): Complaint | null {
  const hit = new Set(
    worse.flatMap(({ trace }) => toldIn(trace).map(({ who }) => speakerOf(design, who)?.id)),
  );
  const compared = new Set(troubles.map(({ group }) => group));
  const found = now.features
    .filter(({ finding }) => finding.status === 'works')
    .flatMap((one) => {
      const happened = toldIn(one.trace);
      return happened.flatMap((each) => {
        const person = each.act ? speakerOf(design, each.who) : null;
        const deed = person && !hit.has(person.id) ? deedIn(happened, each) : null;
        return person && deed ? [{ person, deed, one }] : [];
      });
    });
  const best = found.find(({ deed }) => compared.has(deed.group)) ?? found.at(-1);
  if (!best) return null;
  const { person, deed, one } = best;
  return {
    person: person.id,
    name: person.name,
    where: whereOf(design, person),
    says: `${deed.well} All good here.`,
    status: 'works',
    feature: one.feature.id,
    seconds: one.finding.seconds,
    well: true,
  };
}

function whereOf(design: Design, { plays, uri }: DesignPerson): string {
  switch (plays) {
    case 'remote':
      return 'remote user';
    case 'internal':
      return 'in the office';
    case 'anonymous':
      return 'guest';
    default: {
      const home = organizationOf(design, uri?.split('@')[1] ?? '');
      return home ? `at ${home.title}` : 'partner';
    }
  }
}
