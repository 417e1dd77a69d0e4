import { formatAddress } from '../model/address.ts';
import type { Design, DesignFirewall } from '../model/design.ts';
import type { FaultReason } from '../model/disposition.ts';
import { RULE_DEFAULT } from '../model/disposition.ts';
import { Flag, formatFlags, Protocol, formatService } from '../model/packet.ts';
import type { Because, FeatureRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import { EventKind, NO_PACKET } from '../model/trace.ts';
import { TraceReader } from '../model/trace-reader.ts';
import { decodeIceWarn, formatIceWarn } from '../protocols/ice/warnings.ts';
import { innermost, labelOf } from '../protocols/registry.ts';
import { readDiagnostic } from '../protocols/sip/diagnostics.ts';
import { header } from '../protocols/sip/headers.ts';
import type { SipMessage } from '../protocols/sip/message.ts';
import { verdictText } from './causes.ts';
import { folded, trimmed } from './folding.ts';
import {
  DEFAULT_SOURCE,
  faultSource,
  HAIRPIN_SOURCE,
  NAT_SOURCE,
  PERSON_SOURCE,
  protocolSource,
  STATE_SOURCE,
  TCP_SOURCE,
  timerSource,
} from './sources.ts';
import { summaryOf } from './summary.ts';

/** One step of an explanation: an event of the trace in a sentence, and where such a thing is written. */
export interface ExplainStep {
  readonly event: number;
  readonly packet: number | null;
  /** Seconds since the start of the run. */
  readonly time: number;
  readonly kind: 'act' | 'see' | 'send' | 'lost' | 'wait' | 'refused' | 'passed' | 'noted';
  readonly text: string;
  readonly source: string;
}

/** From what somebody did to what they saw, by way of one cause. */
export interface ExplainChain {
  readonly cause: Because | null;
  /** In a few sentences, to be read aloud; empty for what works. */
  readonly summary: string;
  readonly steps: readonly ExplainStep[];
  /** What would change it, if the trace tells. */
  readonly repair: string | null;
}

export interface Explanation {
  readonly headline: string;
  readonly chains: readonly ExplainChain[];
}

/** Why a feature works, limps or fails: read from the trace alone, event by event along its causes. */
export function explain(run: FeatureRun, design: Design): Explanation {
  const teller = new Teller(run, design);
  const { finding, feature } = run;
  const after = `after ${finding.seconds.toFixed(1)} s`;
  if (finding.lacks !== null) return { headline: `${feature.title}: ${finding.lacks}`, chains: [] };
  if (finding.status === 'works')
    return { headline: `${feature.title}: works, ${after}.`, chains: [teller.success()] };
  const how = finding.reached ? finding.status : 'never tried, because something before it broke';
  return {
    headline: `${feature.title}: ${how}, ${after}.`,
    chains:
      finding.because.length > 0 ? finding.because.map((cause) => teller.chain(cause)) : [teller.unsent()],
  };
}

class Teller {
  readonly #run: FeatureRun;
  readonly #design: Design;
  readonly #reader: TraceReader;

  constructor(run: FeatureRun, design: Design) {
    this.#run = run;
    this.#design = design;
    this.#reader = new TraceReader(run.trace);
  }

  /** What the person did, the rules that let its packets through, and what they saw. */
  success(): ExplainChain {
    const { trace } = this.#reader;
    const { kind, a, node } = trace.events;
    const steps: ExplainStep[] = [];
    const met = new Set<string>();
    for (let event = 0; event < this.#reader.length; event++) {
      if (kind[event] === EventKind.act || kind[event] === EventKind.see) steps.push(this.#step(event)!);
      if (kind[event] !== EventKind.verdict || a[event]! < 0) continue;
      const key = `${node[event]!}/${a[event]!}`;
      if (met.has(key)) continue;
      met.add(key);
      const step = this.#step(event);
      if (step) steps.push(step);
    }
    return { cause: null, summary: '', steps, repair: null };
  }

  /** From the act that led there, over the cause, to the end of the step that failed. */
  chain(cause: Because): ExplainChain {
    const before = this.#path(cause.event);
    const end = this.#failureAfter(cause);
    const after = end === null ? [] : this.#path(end);
    const noted = end === null ? [] : this.#warnings(cause, end);
    const events = [...new Set([...before, cause.event, ...after, ...noted])].sort((x, y) => x - y);
    const first = events.find((event) => this.#reader.trace.events.kind[event] === EventKind.act);
    const steps = folded(
      events
        .filter((event) => first === undefined || event >= first)
        .flatMap((event) => this.#withLoss(event))
        .filter((step, index, all) => all.findIndex((one) => one.event === step.event) === index),
      cause.event,
    );
    const repair = this.#repair(cause);
    return { cause, summary: summaryOf(cause, steps, repair), steps, repair };
  }

  /** What failed before anybody had sent a packet: a service that is stopped, a computer that is off. */
  unsent(): ExplainChain {
    const events = this.#run.finding.failures.flatMap(({ ended }) => this.#path(ended));
    const steps = [...new Set(events)].flatMap((event) => this.#step(event) ?? []);
    return { cause: null, summary: '', steps, repair: null };
  }

  /** The end of the failed step that a cause belongs to: the first that ended after it. */
  #failureAfter(cause: Because): number | null {
    const ends = this.#run.finding.failures.map((one) => one.ended).filter((end) => end >= cause.event);
    return ends.length > 0 ? Math.min(...ends) : (this.#run.finding.failures.at(-1)?.ended ?? null);
  }

  /** What the ends took down of their connectivity, shown by packets that met the cause's end. */
  #warnings(cause: Because, end: number): number[] {
    const { events } = this.#reader.trace;
    const { protocol, dst, dport } = this.#reader.tupleAt(cause.event);
    const found: number[] = [];
    for (let event = cause.event; event <= end; event++) {
      if (events.kind[event] !== EventKind.warn || events.a[event]! < 0) continue;
      const shown = this.#reader.tuple(events.a[event]!);
      if (shown.protocol === protocol && shown.dst === dst && shown.dport === dport) found.push(event);
    }
    return found;
  }

  /** The events that led to one, back to what a person did. */
  #path(last: number): number[] {
    const { cause, kind } = this.#reader.trace.events;
    const path: number[] = [];
    for (let event = last; event >= 0; event = cause[event]!) {
      path.push(event);
      if (kind[event] === EventKind.act) break;
    }
    return path.reverse();
  }

  /** A step, and what became of its packet when that was lost. */
  #withLoss(event: number): ExplainStep[] {
    const own = this.#step(event);
    const { kind, packet } = this.#reader.trace.events;
    const sent = packet[event]!;
    if (kind[event] !== EventKind.send || !this.#reader.disposition(sent).lost) return own ? [own] : [];
    const end = this.#step(this.#reader.eventsOfPacket(sent).at(-1)!);
    return [...(own ? [own] : []), ...(end ? [end] : [])];
  }

  #step(event: number): ExplainStep | null {
    const { trace } = this.#reader;
    const { kind, packet, time, a } = trace.events;
    const shared = {
      event,
      packet: packet[event] === NO_PACKET ? null : packet[event]!,
      time: toSeconds(time[event]!),
    };
    const text = () => this.#reader.string(a[event]!);
    switch (kind[event]) {
      case EventKind.act:
        return { ...shared, kind: 'act', text: `${text()}.`, source: 'the scene of this feature' };
      case EventKind.see:
        return { ...shared, kind: 'see', text: text(), source: PERSON_SOURCE };
      case EventKind.send:
        return this.#sent(shared, event);
      case EventKind.timer:
        return this.#waited(shared, event, text());
      case EventKind.fault: {
        const reason = this.#reader.string(trace.events.b[event]!) as FaultReason;
        return { ...shared, kind: 'refused', text: text(), source: faultSource(reason) };
      }
      case EventKind.warn:
        return this.#noted(shared, event);
      case EventKind.verdict:
        return this.#judged(shared, event);
      case EventKind.lose:
        return this.#lost(shared, event);
      default:
        return null;
    }
  }

  #sent(shared: Pick<ExplainStep, 'event' | 'packet' | 'time'>, event: number): ExplainStep | null {
    const packet = shared.packet!;
    const tuple = this.#reader.tuple(packet);
    const who = this.#place(event);
    const to = this.#owner(tuple.dst) ?? formatAddress(tuple.dst);
    const where = formatService(tuple);
    const message = this.#reader.message(packet);
    const lost = this.#reader.disposition(packet).lost;
    if (!message) {
      const flags = this.#reader.trace.packets.flags[packet]!;
      if (!lost && flags !== Flag.syn) return null;
      const what = tuple.protocol === Protocol.tcp ? `TCP ${formatFlags(flags)}` : where;
      return {
        ...shared,
        kind: 'send',
        text: `${who} sends ${what} to ${to}, port ${tuple.dport}.`,
        source: TCP_SOURCE,
      };
    }
    const inside = innermost(message);
    if (inside.protocol === 'tls' && !lost) return null;
    const told = inside.protocol === 'sip' ? diagnosis(inside as SipMessage) : null;
    return {
      ...shared,
      kind: 'send',
      text: `${who} sends ${labelOf(message)} to ${to} (${where})${told ? `: ${told.reason}` : ''}.`,
      source: told?.source ?? protocolSource(inside.protocol),
    };
  }

  #noted(shared: Pick<ExplainStep, 'event' | 'packet' | 'time'>, event: number): ExplainStep {
    const { a, b } = this.#reader.trace.events;
    const [warning] = decodeIceWarn(b[event]!);
    return {
      ...shared,
      packet: a[event]!,
      kind: 'noted',
      text: `${this.#place(event)} notes ICEWarn ${formatIceWarn(b[event]!)}: ${warning?.text ?? ''}`,
      source: warning?.source ?? 'assumption',
    };
  }

  #waited(
    shared: Pick<ExplainStep, 'event' | 'packet' | 'time'>,
    event: number,
    name: string,
  ): ExplainStep | null {
    // The pace of checks is no waiting.
    if (name === 'Ta') return null;
    const { cause, time, node } = this.#reader.trace.events;
    const from = cause[event]!;
    const waited = from < 0 ? shared.time : toSeconds(time[event]! - time[from]!);
    const place = this.#reader.node(node[event]!);
    const system = this.#design.hosts.find((host) => host.id === place.id)?.system ?? 'windows';
    const who = place.kind === 'host' ? place.title : 'People';
    return {
      ...shared,
      kind: 'wait',
      text: `${who} waited ${trimmed(waited)} s for nothing (${name}).`,
      source: timerSource(name, system),
    };
  }

  #judged(shared: Pick<ExplainStep, 'event' | 'packet' | 'time'>, event: number): ExplainStep | null {
    const { a, c } = this.#reader.trace.events;
    const firewall = this.#wall(event);
    if (!firewall || shared.packet === null) return null;
    const rule = firewall.rules[a[event]!];
    const disposition = this.#reader.disposition(shared.packet);
    const last = this.#reader.eventsOfPacket(shared.packet).at(-1) === event;
    const tuple = this.#reader.tupleAt(event);
    if (!(disposition.lost && last)) {
      // What belongs to a conversation passes with it: its beginning was told.
      if (!rule || this.#reader.reason(event) !== 'rule') return null;
      const what = formatService(tuple);
      return {
        ...shared,
        kind: 'passed',
        text: `${firewall.title}: rule ${rule.id} lets ${what} through${rule.purpose ? ` (${rule.purpose})` : ''}.`,
        source: rule.source ?? 'the design',
      };
    }
    const closed = firewall.rules[c[event]!];
    const rejected = disposition.id === 'rejected';
    const reason = this.#reader.reason(event);
    return {
      ...shared,
      kind: 'lost',
      text: verdictText(firewall, rule, reason, closed, tuple, rejected),
      source: closed?.source ?? rule?.source ?? (a[event] === RULE_DEFAULT ? DEFAULT_SOURCE : STATE_SOURCE),
    };
  }

  #lost(shared: Pick<ExplainStep, 'event' | 'packet' | 'time'>, event: number): ExplainStep {
    const told = this.#run.finding.because.find((cause) => cause.event === event);
    const { id, text } = this.#reader.disposition(shared.packet!);
    return {
      ...shared,
      kind: 'lost',
      text: told?.text ?? `${this.#place(event)}: ${text}.`,
      source: id !== 'nat' ? TCP_SOURCE : this.#wall(event) ? HAIRPIN_SOURCE : NAT_SOURCE,
    };
  }

  /** A switched-off rule that would have let the packet pass, or the hairpin that is not on. */
  #repair(cause: Because): string | null {
    const { kind, c } = this.#reader.trace.events;
    const wall = this.#wall(cause.event);
    if (!wall) return null;
    if (cause.disposition === 'nat') return `Switch the hairpin on at the ${wall.id} firewall.`;
    const rule = kind[cause.event] === EventKind.verdict ? wall.rules[c[cause.event]!] : undefined;
    return rule ? `Open ${rule.id} at the ${wall.id} firewall.` : null;
  }

  /** The firewall at which something happened, if it was one. */
  #wall(event: number): DesignFirewall | undefined {
    const { id } = this.#reader.node(this.#reader.trace.events.node[event]!);
    return this.#design.firewalls.find((one) => one.id === id);
  }

  #place(event: number): string {
    return this.#reader.node(this.#reader.trace.events.node[event]!).title;
  }

  /** Whose address it is. */
  #owner(address: number): string | undefined {
    const outside = formatAddress(address);
    const mapping = this.#design.firewalls
      .flatMap((firewall) => firewall.nat)
      .find((one) => one.outside === outside);
    const text = mapping?.inside ?? outside;
    const host = this.#design.hosts.find((one) => one.interfaces.some((own) => own.address === text));
    return (host ?? this.#design.nats.find((one) => one.address === text))?.title;
  }
}

/** What a SIP answer says of its reason. */
function diagnosis(message: SipMessage): { reason: string; source: string } | null {
  return message.kind === 'response' ? readDiagnostic(header(message, 'ms-diagnostics')) : null;
}
