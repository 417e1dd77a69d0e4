import { stoppedText, verdictText } from '../../analysis/causes.ts';
import type { RecordedFlow } from '../../capture/recording/recording.ts';
import type { Address } from '../../model/address.ts';
import { RULE_DEFAULT } from '../../model/disposition.ts';
import type { FiveTuple } from '../../model/packet.ts';
import { Flag, formatFlow } from '../../model/packet.ts';
import type { Because } from '../../model/run.ts';
import { toSeconds } from '../../model/time.ts';
import type { Trace } from '../../model/trace.ts';
import { EventKind } from '../../model/trace.ts';
import { TraceReader } from '../../model/trace-reader.ts';
import type { Family } from '../../protocols/codec/codec.ts';
import type { Ends } from './ends.ts';
import type { FlowPlace } from './placement.ts';

/**
 * What the design's firewalls do with a conversation of a capture:
 * - passes: all of it; beside: no firewall of the design stands between its two ends;
 * - dropped, rejected: from its first packet on; partly: some of it, after it had begun;
 * - no-way: the design leads from neither end to the other;
 * - unjudged: none of its packets was kept.
 */
export type FlowVerdict = 'passes' | 'beside' | 'partly' | 'dropped' | 'rejected' | 'no-way' | 'unjudged';

/** A conversation of a capture, judged by a design. */
export interface JudgedFlow {
  /** Number of its first flow in the recording: the same whatever the design. */
  readonly number: number;
  readonly tuple: FiveTuple;
  /** Ids of the hosts, and what they are called. */
  readonly from: { readonly id: string; readonly title: string };
  readonly to: { readonly id: string; readonly title: string };
  readonly family: Family;
  readonly names: readonly (readonly [name: string, times: number])[];
  /** From its first end, and to it; bytes that the transport carried. */
  readonly packets: readonly [number, number];
  readonly bytes: readonly [number, number];
  /** Microseconds since the first packet of the capture. */
  readonly first: number;
  readonly last: number;
  readonly answered: boolean;
  readonly verdict: FlowVerdict;
  /** Packets that would not arrive. */
  readonly lost: number;
  /** Where it is stopped, or where rules let it begin. Rule: "default" when none names it; null: none was asked. */
  readonly firewall: string | null;
  readonly rule: string | null;
  /** A switched-off rule that would let it pass. */
  readonly closed: string | null;
  /** It began before the capture, and its beginning was taken as passed. */
  readonly assumed: boolean;
  /** One sentence for a person. */
  readonly text: string;
  /** Packets in the trace, in order, and the event to look at: where it is stopped, or where it begins. */
  readonly inTrace: readonly number[];
  readonly event: number;
}

/** Would the design's firewalls stop something that the capture shows answered? */
export function isFinding({ answered, verdict }: Pick<JudgedFlow, 'answered' | 'verdict'>): boolean {
  return answered && (verdict === 'dropped' || verdict === 'rejected' || verdict === 'partly');
}

/** Says of each conversation on a design what became of it. */
export class Judge {
  readonly reader: TraceReader;
  readonly #ends: Ends;
  readonly #start: number;
  readonly #titles: ReadonlyMap<string, string>;

  constructor(trace: Trace, ends: Ends, start: number) {
    this.reader = new TraceReader(trace);
    this.#ends = ends;
    this.#start = start;
    this.#titles = new Map(ends.design.hosts.map(({ id, title }) => [id, title]));
  }

  flow(place: FlowPlace): JudgedFlow {
    // Each of them has the whole conversation, as far as it was captured there.
    const [first, ...others] = [...place.flows].sort((a, b) => total(b) - total(a));
    return {
      ...this.#about([first!, ...others]),
      ...this.#judged(place),
      assumed: place.assumed,
      inTrace: place.packets,
    };
  }

  /** A flow of which no packet was kept. */
  unjudged(flow: RecordedFlow): JudgedFlow {
    return {
      ...this.#about([flow]),
      verdict: 'unjudged',
      firewall: null,
      rule: null,
      closed: null,
      lost: 0,
      text: 'Only counted: it came after all that is kept of this capture.',
      assumed: false,
      inTrace: [],
      event: -1,
    };
  }

  /** One cause of what a finding says. */
  because({ inTrace, event, firewall, rule, text }: JudgedFlow): Because {
    const { events } = this.reader.trace;
    const packet = inTrace.find((one) => this.reader.disposition(one).lost) ?? inTrace[0]!;
    return {
      firewall,
      rule,
      reason: events.kind[event] === EventKind.verdict ? this.reader.reason(event) : 'nat',
      disposition: this.reader.disposition(packet).id,
      flow: formatFlow(this.reader.tupleAt(event)),
      packet,
      event,
      time: toSeconds(events.time[event]!),
      text,
    };
  }

  #named(address: Address): JudgedFlow['from'] {
    const { id } = this.#ends.of(address, null);
    return { id, title: this.#titles.get(id) ?? id };
  }

  #about([flow, ...others]: readonly [RecordedFlow, ...RecordedFlow[]]): About {
    const { number, src, dst, protocol, sport, dport, family, names, packets, bytes, first, last } = flow;
    const tuple = { src: this.#ends.known(src), dst: this.#ends.known(dst), protocol, sport, dport };
    return {
      number: Math.min(number, ...others.map((one) => one.number)),
      tuple,
      from: this.#named(tuple.src),
      to: this.#named(tuple.dst),
      family,
      names: [...names],
      packets,
      bytes,
      first: first - this.#start,
      last: last - this.#start,
      answered: [flow, ...others].some(({ answered }) => answered),
    };
  }

  #judged(place: FlowPlace): Judged {
    const { packets, stopped } = place;
    const lost = packets.filter((packet) => this.reader.disposition(packet).lost);
    const first = lost.find((packet) => packet === packets[0] || this.#matters(packet));
    if (first === undefined) return this.#passing(place, lost.length);
    const event = this.reader.eventsOfPacket(first).at(-1)!;
    const { kind, a, c, node } = this.reader.trace.events;
    const disposition = this.reader.disposition(first).id;
    const wall = this.#wall(node[event]!);
    const shared = { lost: lost.length, event, firewall: wall?.id ?? null };
    if (disposition === 'no-route')
      return {
        ...shared,
        verdict: 'no-way',
        rule: null,
        closed: null,
        text: stoppedText(this.reader, this.#ends.design, first),
      };
    // What belongs to no conversation is stopped because of how that would have begun.
    const rule = stopped?.rule ?? (kind[event] === EventKind.verdict ? a[event]! : null);
    const closed = stopped?.closed ?? c[event]!;
    const begun = first !== packets[0];
    const verdict = begun ? 'partly' : disposition === 'rejected' ? 'rejected' : 'dropped';
    const by = stopped ? this.#ends.design.firewalls.find(({ id }) => id === stopped.firewall)! : wall;
    const text =
      stopped && by
        ? `${verdictText(by, by.rules[stopped.rule], stopped.rule >= 0 ? 'rule' : 'no-rule', by.rules[closed], this.reader.tupleAt(event), verdict === 'rejected')} It began before the capture.`
        : stoppedText(this.reader, this.#ends.design, first);
    return {
      ...shared,
      firewall: by?.id ?? null,
      verdict,
      rule: rule === null ? null : (by?.rules[rule]?.id ?? (rule === RULE_DEFAULT ? 'default' : null)),
      closed: by?.rules[closed]?.id ?? null,
      text,
    };
  }

  /** Is a packet missed by anybody: a SYN, or one with content? What closes a closed connection once more is not. */
  #matters(packet: number): boolean {
    const { flags, message } = this.reader.trace.packets;
    return message[packet]! >= 0 || (flags[packet]! & Flag.syn) !== 0;
  }

  #passing({ packets, assumed }: FlowPlace, lost: number): Judged {
    const { kind, a, node } = this.reader.trace.events;
    const verdicts = [...this.reader.eventsOfPacket(packets[0]!)].filter(
      (event) => kind[event] === EventKind.verdict,
    );
    const [event = this.reader.trace.packets.sent[packets[0]!]!] = verdicts;
    const shared = { lost, event, closed: null };
    if (verdicts.length === 0)
      return {
        ...shared,
        verdict: 'beside',
        firewall: null,
        rule: null,
        text: 'No firewall of the design stands between the two.',
      };
    const passed = verdicts.map((one) => {
      const wall = this.#wall(node[one]!)!;
      return { wall, rule: wall.rules[a[one]!]?.id ?? 'default' };
    });
    const late = lost > 0 ? ` After its end, ${lost} empty packets more belong to nothing.` : '';
    const by = passed.map(({ wall, rule }) =>
      rule === 'default'
        ? `the default of the ${wall.title.toLowerCase()}`
        : `${rule} of the ${wall.title.toLowerCase()}`,
    );
    return {
      ...shared,
      verdict: 'passes',
      firewall: passed[0]!.wall.id,
      rule: passed[0]!.rule,
      text: `It passes by ${by.join(' and ')}.${late}${assumed ? ' It began before the capture: a beginning was assumed.' : ''}`,
    };
  }

  #wall(node: number) {
    const { id } = this.reader.node(node);
    return this.#ends.design.firewalls.find((one) => one.id === id);
  }
}

type Judged = Pick<JudgedFlow, 'verdict' | 'lost' | 'firewall' | 'rule' | 'closed' | 'text' | 'event'>;
type About = Omit<JudgedFlow, keyof Judged | 'assumed' | 'inTrace'>;

function total({ packets: [there, back] }: RecordedFlow): number {
  return there + back;
}
