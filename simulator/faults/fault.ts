import type { Design } from '../model/design.ts';
import type { FiveTuple } from '../model/packet.ts';
import type { Setup } from '../model/run.ts';

/** What a run had to do with: enough to tell whether a fault could have changed it. */
export interface Touched {
  /** Ids of rules of which it came to matter whether they are on. */
  readonly rules: ReadonlySet<string>;
  /** Ids of hosts, firewalls and NATs at which anything happened. */
  readonly nodes: ReadonlySet<string>;
  /** Names of which DNS was asked, or told. */
  readonly names: ReadonlySet<string>;
  /** By firewall: what packets were, of which it did not know the connection. */
  readonly fresh: ReadonlyMap<string, readonly Knock[]>;
}

/** What a firewall's rules are asked about a packet, addresses left out. */
export type Knock = Pick<FiveTuple, 'protocol' | 'sport' | 'dport'>;

/** One thing that can be wrong with a design. */
export interface Fault {
  /** Unique in the design: "E12", "host:edge". A closed rule is called by the rule's own id. */
  readonly id: string;
  /** In few words: "E12 closed". */
  readonly title: string;
  /** What went wrong, in one sentence for who knows the answer. */
  readonly sentence: string;
  /** The one thing that is wrong, as a path: "firewall/external/rule/E12", "host/edge/av-edge". */
  readonly place: string;
  /** Ids of hosts, firewalls and NATs where one would look for it, and mend it. */
  readonly nodes: readonly string[];
  /** The same design with this wrong. */
  apply(setup: Setup): Setup;
  /**
   * Could it have changed a run? False only when that run, and every feature's outcome in it, would have been the same.
   */
  concerns(touched: Touched): boolean;
}

/** A kind of things that can be wrong: one file in `kinds/`, one line in the registry. */
export interface FaultKind {
  readonly id: string;
  /** "Rules closed" */
  readonly title: string;
  /** What a person reads about it. */
  readonly description: string;
  /** All of them that a design offers, in its order. */
  of(design: Design): readonly Fault[];
}

/** A change of the design alone. */
export function changing(change: (design: Design) => Design): Fault['apply'] {
  return (setup) => ({ ...setup, design: change(setup.design) });
}

/** A fault of certain places matters to runs in which anything happened at one of them. */
export function at(...nodes: readonly string[]): Fault['concerns'] {
  return (touched) => nodes.some((node) => touched.nodes.has(node));
}

/**
 * Hosts that are run for others: all but those behind a NAT and those at which somebody sits.
 * @returns ids
 */
export function serversOf({ hosts, nats, people }: Design): ReadonlySet<string> {
  const homes = new Set(nats.map(({ inside }) => inside));
  const seats = new Set(people.map(({ host }) => host));
  return new Set(
    hosts
      .filter(({ id, interfaces }) => !seats.has(id) && !interfaces.some(({ zone }) => homes.has(zone)))
      .map(({ id }) => id),
  );
}
