import { beginnings } from '../analysis/needs.ts';
import { policyOf } from '../designs/policies.ts';
import { RuleTable } from '../firewall/engine/rules.ts';
import { differences } from '../firewall/judgement/diff.ts';
import { memberOf } from '../firewall/judgement/packets.ts';
import type { Design } from '../model/design.ts';
import type { Policy } from '../model/policy.ts';
import { ConnectionStates } from '../model/policy.ts';
import type { Run, Setup } from '../model/run.ts';
import { TraceReader } from '../model/trace-reader.ts';
import { run } from '../run.ts';
import type { WrittenQuestion } from './question.ts';
import { questionOf } from './question.ts';

const { new: NEW } = ConnectionStates;

/** A feature's packet at a firewall, to be looked at. */
export interface Sighting {
  readonly feature: string;
  readonly packet: number;
  readonly event: number;
  /** Microseconds since the start of its run. */
  readonly time: number;
}

/** Packets that one of two designs lets through and the other does not. */
export interface FlowChange {
  readonly firewall: string;
  /** One of them, in words. */
  readonly flow: string;
  /** The same to be asked about; null where nobody can ask: other protocols, known connections' packets. */
  readonly example: WrittenQuestion | null;
  /** The rules that decide, or "default". */
  readonly before: string;
  readonly after: string;
  /** Destination ports, of TCP and of UDP, among all of them. */
  readonly ports: number;
  /** Features whose conversations began with such packets in the run that lets them pass, each with the first. */
  readonly features: readonly Sighting[];
}

export interface FeatureChange {
  readonly id: string;
  readonly before: string;
  readonly after: string;
}

/** The runs of two designs. */
export interface ComparedRuns {
  readonly before: Run;
  readonly after: Run;
}

/** What two designs do differently. */
export interface Comparison {
  readonly features: readonly FeatureChange[];
  readonly newlyBlocked: readonly FlowChange[];
  readonly newlyAllowed: readonly FlowChange[];
  /** Firewalls that only one of the two has: there is nothing to compare their rules with. */
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
  /** Hashes of the runs of all features. */
  readonly hashes: { readonly before: string; readonly after: string };
}

/** Runs two designs, each with what happens in it. */
export function runBoth(before: Setup, after: Setup): ComparedRuns {
  const play = ({ design, interventions }: Setup) => run(design, { interventions });
  return { before: play(before), after: play(after) };
}

/**
 * Compares two designs by behaviour: what becomes of features, and which packets only one lets through its firewalls.
 * @param runs of all features of each, for callers who have them
 */
export function compare(one: Setup, other: Setup, runs = runBoth(one, other)): Comparison {
  const [{ design: before }, { design: after }] = [one, other];
  const { before: old, after: fresh } = runs;
  const newlyBlocked: FlowChange[] = [];
  const newlyAllowed: FlowChange[] = [];
  for (const firewall of before.firewalls) {
    const twin = after.firewalls.find((one) => one.id === firewall.id);
    if (!twin) continue;
    const [policy, changedPolicy] = [policyOf(before, firewall), policyOf(after, twin)];
    const blocked = sightings(firewall.id, old, policy, changedPolicy);
    const allowed = sightings(firewall.id, fresh, changedPolicy, policy);
    for (const one of differences(policy, changedPolicy)) {
      const features = one.passed
        ? blocked.get(`${one.before} ${one.after}`)
        : allowed.get(`${one.after} ${one.before}`);
      (one.passed ? newlyBlocked : newlyAllowed).push({
        firewall: firewall.id,
        flow: one.example,
        before: one.before,
        after: one.after,
        example: one.box.states & NEW ? questionOf(firewall.id, memberOf(one.box)) : null,
        ports: one.ports,
        features: features ?? [],
      });
    }
  }
  const alone = (one: Design, other: Design) =>
    one.firewalls.map(({ id }) => id).filter((id) => !other.firewalls.some((twin) => twin.id === id));
  return {
    features: changed(old, fresh),
    newlyBlocked,
    newlyAllowed,
    onlyBefore: alone(before, after),
    onlyAfter: alone(after, before),
    hashes: { before: old.hash, after: fresh.hash },
  };
}

/** Features that end otherwise. */
function changed(before: Run, after: Run): FeatureChange[] {
  return before.features.flatMap(({ feature, finding }) => {
    const other = after.features.find((one) => one.feature.id === feature.id)?.finding;
    const [was, is] = [finding, other].map((one) => (one?.reached ? one.status : 'not reached')) as [
      string,
      string,
    ];
    return was === is ? [] : [{ id: feature.id, before: was, after: is }];
  });
}

/**
 * The features of a run whose conversations began at a firewall, each with its first packet, by the rule that let it
 * pass and the one that would decide in another policy: "E12 default".
 */
function sightings(
  firewall: string,
  { features }: Run,
  own: Policy,
  other: Policy,
): ReadonlyMap<string, readonly Sighting[]> {
  const found = new Map<string, Sighting[]>();
  const [ownTable, otherTable] = [new RuleTable(own.rules), new RuleTable(other.rules)];
  for (const { feature, trace } of features) {
    const reader = new TraceReader(trace);
    const { packet, time, node, a } = trace.events;
    for (const event of beginnings(trace)) {
      if (trace.nodes[node[event]!]!.id !== firewall) continue;
      const question = { ...reader.tupleAt(event), flags: trace.packets.flags[packet[event]!]! };
      // The trace does not say from which side it came: from where this firewall decided as it did.
      const side = [true, false].find(
        (fromOutside) => ownTable.match(question, fromOutside, NEW) === a[event],
      );
      if (side === undefined) continue;
      const pair = `${own.rules[a[event]!]?.id ?? 'default'} ${other.rules[otherTable.match(question, side, NEW)]?.id ?? 'default'}`;
      const sighting = { feature: feature.id, packet: packet[event]!, event, time: time[event]! };
      const known = found.get(pair) ?? [];
      if (!known.some((one) => one.feature === feature.id)) found.set(pair, [...known, sighting]);
    }
  }
  return found;
}
