import type { Exposure, NeededRule } from '../../../simulator/analysis/needs.ts';
import { exposure, neededRules } from '../../../simulator/analysis/needs.ts';
import type { Design } from '../../../simulator/model/design.ts';
import { organizationOf } from '../../../simulator/model/design.ts';
import type { FeatureRun, Run } from '../../../simulator/model/run.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { actorsOf } from '../inspector/cast.ts';

/** What a run needed of the firewalls that have rules, and how much of the site that lays open. */
export interface Needs {
  readonly rules: readonly NeededRule[];
  readonly open: Exposure;
}

export function needsOf(run: FeatureRun, design: Design): Needs {
  const rules = neededRules(run, design);
  // What leads in from the least trusted side of all.
  const outermost = Math.min(...design.zones.map(({ trust }) => trust));
  const outer = design.firewalls.filter(
    ({ outside }) => design.zones.find(({ id }) => id === outside)?.trust === outermost,
  );
  const faces = rules.filter(({ firewall }) => outer.some(({ id }) => id === firewall));
  return { rules, open: exposure(faces.map(({ rule }) => rule)) };
}

/**
 * The run to compare with: the same people doing the same thing, as the design was opened. What a partner runs is in the
 * feature's name, so that it may be another feature of the same kind.
 */
export function sameThingBefore(
  run: FeatureRun,
  design: Design,
  before: Run,
  original: Design,
): FeatureRun | null {
  const stem = (id: string) => id.replace(/-(lync2010|ocs2007r2|ocs2007)$/, '');
  const cast = (one: FeatureRun, of: Design) =>
    actorsOf(new TraceReader(one.trace), of)
      .map(({ id }) => id)
      .sort()
      .join(' ');
  const kin = before.features.filter((one) => stem(one.feature.id) === stem(run.feature.id));
  const now = cast(run, design);
  return (
    kin.find((one) => cast(one, original) === now) ??
    kin.find((one) => one.feature.id === run.feature.id) ??
    null
  );
}

/** Why a call with somebody needs many ports, where what their servers run is the reason. */
export function reasonOf(run: FeatureRun, design: Design): string | null {
  const old = actorsOf(new TraceReader(run.trace), design)
    .map(({ uri }) => organizationOf(design, uri?.split('@')[1] ?? ''))
    .find((one) => one?.version === 'ocs-2007');
  return old
    ? `${old.title} runs OCS 2007, whose Edge sends media from relay port to relay port; later versions share 3478 and 443.`
    : null;
}
