import { stoppedText } from '../../analysis/causes.ts';
import { reasonOf } from '../../model/connection.ts';
import { RULE_DEFAULT } from '../../model/disposition.ts';
import type { Design } from '../../model/design.ts';
import { EventKind } from '../../model/trace.ts';
import type { TraceReader } from '../../model/trace-reader.ts';
import { codecOf, innermost, labelOf } from '../../protocols/registry.ts';
import type { Sighting } from './frames.ts';

/** Families whose messages Wireshark does not know, or cannot see without the keys. */
const UNKNOWN = new Set(['turn-frame', 'pseudo-tls', 'psom', 'tls']);

/** More than there are, so that node, rule and reason make one number. */
const MANY_RULES = 2 ** 24;
const MANY_REASONS = 128;

/** What is written beside packets: what a firewall decided and why, what became of a lost one, what an encrypted one holds. */
export class Comments {
  readonly #reader: TraceReader;
  readonly #design: Design;
  readonly #passed = new Map<number, string>();

  constructor(reader: TraceReader, design: Design) {
    this.#reader = reader;
    this.#design = design;
  }

  /** The comments of a packet at one place, in words. `nth`: which of the packets that it stands for. */
  of(sighting: Sighting, nth: number): string[] {
    const comments: string[] = [];
    const { event, packet } = sighting;
    const { kind } = this.#reader.trace.events;
    if (kind[event] === EventKind.verdict) comments.push(this.#verdict(sighting));
    else if (this.#reader.disposition(packet).lost)
      comments.push(`Lost: ${stoppedText(this.#reader, this.#design, packet)}`);
    const holds = nth === 0 ? this.#holds(packet) : null;
    if (holds !== null) comments.push(holds);
    return comments;
  }

  /** Did a firewall stop the packet here? */
  dropped({ event, outbound }: Sighting): boolean {
    const { events } = this.#reader.trace;
    if (outbound || events.kind[event] === EventKind.send || events.kind[event] === EventKind.deliver)
      return false;
    return this.#reader.lostAt(event);
  }

  #verdict(sighting: Sighting): string {
    const { event, packet, node } = sighting;
    if (this.dropped({ ...sighting, outbound: false }))
      return stoppedText(this.#reader, this.#design, packet);
    const rule = this.#reader.trace.events.a[event]!;
    const reason = this.#reader.reason(event);
    const key = (node * MANY_RULES + rule + 2) * MANY_REASONS + reasonOf(this.#reader.trace.events.b[event]!);
    let text = this.#passed.get(key);
    if (text === undefined) {
      text = this.#passing(node, rule, reason);
      this.#passed.set(key, text);
    }
    return text;
  }

  /** "External firewall: passed by rule E3" */
  #passing(node: number, rule: number, reason: string): string {
    const { id, title } = this.#reader.node(node);
    const firewall = this.#design.firewalls.find((one) => one.id === id);
    const by = rule === RULE_DEFAULT ? 'the default' : `rule ${firewall?.rules[rule]?.id ?? 'unknown'}`;
    switch (reason) {
      case 'rule':
      case 'no-rule':
        return `${title}: passed by ${by}`;
      case 'state':
        return rule < RULE_DEFAULT
          ? `${title}: passed, part of a known connection`
          : `${title}: passed, part of a connection that ${by} let begin`;
      default:
        return `${title}: passed (${reason})`;
    }
  }

  /** What the message in it is, where Wireshark would not say so; null where it would, and where it only goes on. */
  #holds(packet: number): string | null {
    const { offset } = this.#reader.trace.packets;
    const message = this.#reader.message(packet);
    if (message === null || offset[packet] !== 0 || !UNKNOWN.has(message.protocol)) return null;
    const inside = innermost(message);
    return inside === message && message.protocol === 'tls'
      ? null
      : `Holds ${codecOf(inside).title}: ${labelOf(message)}`;
  }
}
