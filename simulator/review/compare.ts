import { beginnings } from '../analysis/needs.ts';
import { policyOf } from '../designs/policies.ts';
import type { Difference } from '../firewall/judgement/diff.ts';
import { differences } from '../firewall/judgement/diff.ts';
import { sizeOf } from '../firewall/judgement/runs.ts';
import { DPORT, holds } from '../firewall/judgement/space.ts';
import type { Design } from '../model/design.ts';
import type { Run } from '../model/run.ts';
import { TraceReader } from '../model/trace-reader.ts';
import { run } from '../run.ts';

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
  /** The rules that decide, or "default". */
  readonly before: string;
  readonly after: string;
  /** Destination ports among them. */
  readonly ports: number;
  /** Features whose conversations began with such packets in the run that lets them pass, each with the first. */
  readonly features: readonly Sighting[];
}

export interface FeatureChange {
  readonly id: string;
  readonly before: string;
  readonly after: string;
}

/** What two designs do differently. */
export interface Comparison {
  readonly features: readonly FeatureChange[];
  readonly newlyBlocked: readonly FlowChange[];
  readonly newlyAllowed: readonly FlowChange[];
}

/** Compares two designs by behaviour: what becomes of features, and which packets only one lets through its firewalls. */
export function compare(before: Design, after: Design): Comparison {
  const [old, fresh] = [run(before), run(after)];
  const newlyBlocked: FlowChange[] = [];
  const newlyAllowed: FlowChange[] = [];
  for (const firewall of before.firewalls) {
    const twin = after.firewalls.find((one) => one.id === firewall.id);
    if (!twin) continue;
    for (const one of differences(policyOf(before, firewall), policyOf(after, twin))) {
      const change = { firewall: firewall.id, flow: one.example, before: one.before, after: one.after };
      const features = sightings(one, firewall.id, one.passed ? old : fresh);
      (one.passed ? newlyBlocked : newlyAllowed).push({ ...change, ports: portsOf(one), features });
    }
  }
  return { features: changed(old, fresh), newlyBlocked, newlyAllowed };
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

function portsOf({ box }: Difference): number {
  return sizeOf(box.parts[DPORT]);
}

function sightings({ box }: Difference, firewall: string, { features }: Run): Sighting[] {
  return features.flatMap(({ feature, trace }) => {
    const reader = new TraceReader(trace);
    const node = trace.nodes.findIndex((one) => one.kind === 'firewall' && one.id === firewall);
    if (node < 0) return [];
    const first = beginnings(trace).find(
      (event) => trace.events.node[event] === node && holds(box, reader.tupleAt(event)),
    );
    if (first === undefined) return [];
    const { packet, time } = trace.events;
    return [{ feature: feature.id, packet: packet[first]!, event: first, time: time[first]! }];
  });
}
