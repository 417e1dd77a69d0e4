import { formatAddress } from '../model/address.ts';
import { reasonOf } from '../model/connection.ts';
import type { Design, DesignFirewall, DesignRule } from '../model/design.ts';
import type { DispositionId, FaultReason } from '../model/disposition.ts';
import { DISPOSITIONS, RULE_DEFAULT } from '../model/disposition.ts';
import type { FiveTuple } from '../model/packet.ts';
import { formatFlow, formatService } from '../model/packet.ts';
import type { Because, Reason } from '../model/run.ts';
import type { Outcome } from '../model/task.ts';
import { toSeconds } from '../model/time.ts';
import type { Trace } from '../model/trace.ts';
import { EventKind, NO_PACKET, VERDICT_REASONS } from '../model/trace.ts';
import { TraceReader } from '../model/trace-reader.ts';

/**
 * Why steps failed: every packet that was lost, or refused on arrival, on the way that led to the failure. No rule is
 * looked up: the trace links each event to the one that caused it, so
 * - what led to the failure are the events before its end, cause by cause;
 * - what became of the step are all events that its beginning caused.
 * What was lost and then came through when it, or what it answered, was sent again is no cause. One flow stopped in
 * one way counts once, with its first packet.
 */
export function causes(trace: Trace, design: Design, failures: readonly Outcome[]): readonly Because[] {
  const reader = new TraceReader(trace);
  const involved = eventsOf(trace, failures);
  const madeGood = lossesMadeGood(trace);
  const found = new Map<string, { because: Because; counts: boolean }>();
  for (let event = 0; event < reader.length; event++) {
    if (involved[event] === 0) continue;
    const packet = trace.events.packet[event]!;
    if (packet === NO_PACKET) continue;
    const because = causeAt(reader, design, event, packet);
    if (because === null) continue;
    const { dst, dport, protocol } = reader.tupleAt(event);
    const key = `${because.firewall}/${because.rule}/${because.reason}/${protocol}/${dst}:${dport}`;
    const known = found.get(key) ?? { because, counts: false };
    known.counts ||= madeGood[packet] === 0;
    found.set(key, known);
  }
  const independent = [...found.values()].filter((one) => one.counts).map((one) => one.because);
  return independent.length > 0 ? independent : silences(reader, design, failures);
}

/** Marks the events that have to do with the failures. */
function eventsOf(trace: Trace, failures: readonly Outcome[]): Uint8Array {
  const { cause, time } = trace.events;
  const involved = new Uint8Array(cause.length);
  for (const { began, ended, endedAt } of failures) {
    for (let event = ended; event >= 0; event = cause[event]!) {
      involved[event] = 1;
      // What a person did before this step, and how that came out, is another story.
      if (trace.events.kind[event] === EventKind.act) break;
    }
    const descends = new Uint8Array(cause.length);
    for (let event = Math.max(0, began); event < cause.length && time[event]! <= endedAt; event++) {
      const from = cause[event]!;
      if (event === began || (from >= began && from >= 0 && descends[from] === 1)) {
        descends[event] = 1;
        involved[event] = 1;
      }
    }
    // The loss itself is recorded after the event that it happened in, as its effect.
    for (let event = 1; event < cause.length && time[event]! <= endedAt; event++) {
      const kind = trace.events.kind[event];
      const from = cause[event]!;
      if (
        (kind === EventKind.verdict || kind === EventKind.lose || kind === EventKind.translate) &&
        from >= 0 &&
        involved[from] === 1
      )
        involved[event] = 1;
    }
  }
  const waived = waivedEvents(trace);
  for (let event = 0; event < cause.length; event++) if (waived[event] === 1) involved[event] = 0;
  return involved;
}

/** What came of tries without which a program went on: 1 for each event of theirs. */
export function waivedEvents(trace: Trace): Uint8Array {
  const { kind, a } = trace.events;
  const marks = new Uint8Array(kind.length);
  let effects: Effects | undefined;
  for (
    let event = kind.indexOf(EventKind.waive);
    event >= 0;
    event = kind.indexOf(EventKind.waive, event + 1)
  ) {
    effects ??= new Effects(trace);
    const open = [a[event]!];
    for (let each = open.pop(); each !== undefined; each = open.pop()) {
      marks[each] = 1;
      for (const effect of effects.of(each)) if (effect < event) open.push(effect);
    }
  }
  return marks;
}

/** What each event brought about: offsets and one array, so that an event's effects are a slice. */
class Effects {
  readonly #offsets: Int32Array;
  readonly #events: Int32Array;

  constructor({ events: { cause } }: Trace) {
    this.#offsets = new Int32Array(cause.length + 1);
    for (const from of cause) if (from >= 0) this.#offsets[from + 1]!++;
    for (let event = 0; event < cause.length; event++) this.#offsets[event + 1]! += this.#offsets[event]!;
    this.#events = new Int32Array(this.#offsets[cause.length]!);
    const next = this.#offsets.slice();
    cause.forEach((from, event) => {
      if (from >= 0) this.#events[next[from]!++] = event;
    });
  }

  of(event: number): Int32Array {
    return this.#events.subarray(this.#offsets[event], this.#offsets[event + 1]);
  }
}

/** Lost packets that did no harm: 1 where a later sending of the packet, or of one that it answers, arrived. */
function lossesMadeGood(trace: Trace): Uint8Array {
  const { events, packets } = trace;
  const count = packets.src.length;
  const original = Int32Array.from({ length: count }, (_, packet) => packet);
  const lastArrived = new Int32Array(count).fill(-1);
  for (let packet = 0; packet < count; packet++) {
    const repeats = events.a[packets.sent[packet]!]!;
    if (repeats >= 0) original[packet] = original[repeats]!;
    if (!DISPOSITIONS[packets.disposition[packet]!]!.lost) lastArrived[original[packet]!] = packet;
  }
  const arrivedLater = (packet: number) => lastArrived[original[packet]!]! > packet;
  const good = new Uint8Array(count);
  for (let packet = 0; packet < count; packet++) {
    if (!DISPOSITIONS[packets.disposition[packet]!]!.lost) continue;
    let event = packets.sent[packet]!;
    while (event >= 0 && events.kind[event] !== EventKind.timer && good[packet] === 0) {
      const at = events.packet[event]!;
      if (at !== NO_PACKET && arrivedLater(at)) good[packet] = 1;
      event = events.cause[event]!;
    }
  }
  return good;
}

/** Ends that a firewall gave a packet; others were given later on its way. */
const STOPPED: readonly DispositionId[] = ['dropped', 'rejected'];

function causeAt(reader: TraceReader, design: Design, event: number, packet: number): Because | null {
  const { trace } = reader;
  const { kind, a, b, c, node } = trace.events;
  const tuple = reader.tupleAt(event);
  const shared = {
    flow: formatFlow(tuple),
    packet,
    event,
    time: toSeconds(trace.events.time[event]!),
    disposition: reader.disposition(packet).id,
  };
  const stopped = STOPPED.includes(shared.disposition) && reader.eventsOfPacket(packet).at(-1) === event;
  if (kind[event] === EventKind.verdict && stopped) {
    const firewall = design.firewalls.find((one) => one.id === reader.node(node[event]!).id)!;
    const rule = firewall.rules[a[event]!];
    const reason = VERDICT_REASONS[reasonOf(b[event]!)]!;
    const closed = firewall.rules[c[event]!];
    return {
      ...shared,
      firewall: firewall.id,
      rule: a[event] === RULE_DEFAULT ? 'default' : (rule?.id ?? null),
      reason,
      text: verdictText(firewall, rule, reason, closed, tuple, shared.disposition === 'rejected'),
    };
  }
  if (kind[event] === EventKind.fault)
    return {
      ...shared,
      firewall: null,
      rule: null,
      reason: reader.string(b[event]!) as FaultReason,
      text: reader.string(a[event]!),
    };
  if (kind[event] === EventKind.lose)
    return { ...shared, firewall: null, rule: null, ...lossText(reader, event, tuple) };
  return null;
}

/** Where and why a packet's way ended, or null when it was not lost. */
export function lossOf(reader: TraceReader, design: Design, packet: number): Because | null {
  return causeAt(reader, design, reader.eventsOfPacket(packet).at(-1)!, packet);
}

/**
 * Where and why a lost packet's way ended, in a sentence.
 * @throws Error when it was not lost: a broken invariant
 */
export function stoppedText(reader: TraceReader, design: Design, packet: number): string {
  const cause = lossOf(reader, design, packet);
  if (!cause) throw new Error(`packet ${packet} was not lost`);
  return cause.text;
}

/** "The external firewall dropped it: no rule for TCP 443 to 10.45.16.10. E3 would let it in, and is closed." */
export function verdictText(
  firewall: DesignFirewall,
  rule: DesignRule | undefined,
  reason: Reason,
  closed: DesignRule | undefined,
  tuple: FiveTuple,
  rejected: boolean,
): string {
  const what = `${formatService(tuple)} to ${formatAddress(tuple.dst)}`;
  const did = rejected ? 'refused it and told the sender' : 'dropped it';
  const why =
    reason === 'rule' && rule?.action === 'undetermined'
      ? `what rule ${rule.id} means is not known${rule.line ? ` (line ${rule.line} of its file)` : ''}, so ${what} is undetermined`
      : reason === 'rule' && rule
        ? `rule ${rule.id} ${rule.action}s ${what}`
        : reason === 'inspection'
          ? `the port is open and the rules let it pass (${what}), but what it carries is not what an inspection expects there`
          : reason === 'table-full'
            ? `its table of connections is full (${what})`
            : reason === 'no-state'
              ? `it belongs to no conversation that the firewall knows (${what})`
              : `no rule for ${what}`;
  const repair = closed
    ? ` ${closed.id} would let it ${closed.direction === 'out' ? 'out' : 'in'}, and is closed.`
    : '';
  const still =
    reason === 'inspection' ? ' A test of the port passes, all ports are open, and it is broken still.' : '';
  return `${nameInSentence(firewall.title)} ${did}: ${why}.${still}${repair}`;
}

/** "Fabrikam's firewall", but "The external firewall". */
function nameInSentence(title: string): string {
  return title.includes("'s ") ? title : `The ${title.toLowerCase()}`;
}

function lossText(reader: TraceReader, event: number, tuple: FiveTuple): { reason: Reason; text: string } {
  const { kind, title: place } = reader.node(reader.trace.events.node[event]!);
  const what = formatService(tuple);
  switch (DISPOSITIONS[reader.trace.events.a[event]!]!.id) {
    case 'no-listener':
      return {
        reason: 'no-listener',
        text: `Nothing listens on ${what} at ${place} (${formatAddress(tuple.dst)}): it answered with a reset.`,
      };
    case 'nat':
      if (kind === 'firewall')
        return {
          reason: 'nat',
          text: `${nameInSentence(place)} has no hairpin: ${what} from ${formatAddress(tuple.src)} to ${formatAddress(tuple.dst)} would have to come back inside.`,
        };
      return {
        reason: 'nat',
        text: `${place} has no translation for ${what} from ${formatAddress(tuple.src)}, so it went no further.`,
      };
    case 'host-down':
      return { reason: 'timeout', text: `${place} is down: ${what} reached nobody.` };
    case 'no-route':
      return { reason: 'timeout', text: `No way leads to ${formatAddress(tuple.dst)} from ${place}.` };
    case 'link-cut':
      return {
        reason: 'timeout',
        text: `${place} is unplugged: ${what} to ${formatAddress(tuple.dst)} went no further.`,
      };
    case 'zone-cut':
      return {
        reason: 'timeout',
        text: `${place} is cut off: ${what} to ${formatAddress(tuple.dst)} went no further.`,
      };
    default:
      return {
        reason: 'timeout',
        text: `${what} to ${formatAddress(tuple.dst)} was lost on the link in ${place}.`,
      };
  }
}

/**
 * Nothing that the step led to was lost or refused: it waited for something that others did not send. What was lost
 * meanwhile, else the last packet at whoever took the step, is all that there is to show.
 */
function silences(reader: TraceReader, design: Design, failures: readonly Outcome[]): readonly Because[] {
  const { events } = reader.trace;
  for (const { began, ended } of failures) {
    for (let event = Math.max(0, began); event <= ended; event++) {
      const packet = events.packet[event]!;
      const lost = packet === NO_PACKET ? null : causeAt(reader, design, event, packet);
      if (lost) return [lost];
    }
    const own = events.node[Math.max(0, began)];
    const last = lastPacket(reader, ended, own) ?? lastPacket(reader, ended, undefined);
    if (last === null) continue;
    const packet = events.packet[last]!;
    const flow = formatFlow(reader.tupleAt(last));
    return [
      {
        firewall: null,
        rule: null,
        reason: 'timeout',
        disposition: reader.disposition(packet).id,
        flow,
        packet,
        event: last,
        time: toSeconds(events.time[last]!),
        text: `Nothing that was sent after ${flow} brought an answer that helped.`,
      },
    ];
  }
  return [];
}

/** The last event with a packet up to one, at one node or at any. */
function lastPacket(reader: TraceReader, until: number, node: number | undefined): number | null {
  const { packet, node: nodes } = reader.trace.events;
  for (let event = until; event >= 0; event--)
    if (packet[event] !== NO_PACKET && (node === undefined || nodes[event] === node)) return event;
  return null;
}
