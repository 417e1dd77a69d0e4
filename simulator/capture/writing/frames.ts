import { cameFromOutside } from '../../model/connection.ts';
import { Disposition } from '../../model/disposition.ts';
import type { FiveTuple } from '../../model/packet.ts';
import { EventKind } from '../../model/trace.ts';
import type { TraceReader } from '../../model/trace-reader.ts';
import { Side } from './points.ts';

/** A packet as it passes a place where one could listen. */
export interface Sighting {
  readonly node: number;
  /** A `Side`; of a host always 0. */
  readonly side: number;
  readonly outbound: boolean;
  /** What happened there: a send, a verdict, a delivery, a loss. */
  readonly event: number;
  readonly packet: number;
  /** Microseconds since the start of the run. */
  readonly time: number;
  /** Addresses and ports as they stood there. */
  readonly tuple: FiveTuple;
  /** Gateways passed before. */
  readonly hops: number;
  /** Who sent the frame and who takes it from the wire: nodes. */
  readonly from: number;
  readonly to: number;
}

/** All places that a packet passed, in order: where it was sent, both sides of each firewall, where it arrived. */
export function sightingsOf(reader: TraceReader, packet: number): Sighting[] {
  return new Way(reader, packet).sightings;
}

/** A packet in a firewall: how it came in, and where it leaves once that is decided. */
interface Visit {
  readonly node: number;
  readonly arrived: FiveTuple;
  leaving: { readonly side: number; readonly event: number } | null;
}

/** A packet's way, from event to event. */
class Way {
  readonly sightings: Sighting[] = [];
  readonly #reader: TraceReader;
  readonly #packet: number;
  readonly #events: Int32Array;
  #tuple: FiveTuple;
  #hops = 0;
  /** Who had it last. */
  #from = 0;
  /** A firewall that it is in. */
  #within: Visit | null = null;

  constructor(reader: TraceReader, packet: number) {
    this.#reader = reader;
    this.#packet = packet;
    this.#events = reader.eventsOfPacket(packet);
    this.#tuple = reader.tuple(packet);
    if (this.#stays()) return;
    for (const event of this.#events) this.#follow(event);
    this.#leave();
  }

  /** It never came to a wire: its host was switched off, knows no way, or asks itself. */
  #stays(): boolean {
    const { node } = this.#reader.trace.events;
    const own = node[this.#events[0]!];
    return this.#events.length > 1 && this.#events.every((event) => node[event] === own);
  }

  #follow(event: number): void {
    const { events } = this.#reader.trace;
    const node = events.node[event]!;
    if (this.#within && this.#within.node !== node) this.#leave();
    switch (events.kind[event]!) {
      case EventKind.send:
        return this.#sent(event, node);
      case EventKind.translate:
        return this.#translated(event, node);
      case EventKind.verdict:
        return this.#judged(event, node);
      case EventKind.deliver:
        return this.#seen(event, node, 0, false);
      case EventKind.lose:
        return this.#lost(event, node);
      default:
    }
  }

  #sent(event: number, node: number): void {
    const { events } = this.#reader.trace;
    const cause = events.cause[event]!;
    this.#from = node;
    // A firewall tells a sender that it refuses: on the side where the packet came in that it refuses.
    const refuses = this.#isFirewall(node) && cause >= 0 && events.kind[cause] === EventKind.verdict;
    const side = refuses && !cameFromOutside(events.b[cause]!) ? Side.inside : Side.outside;
    this.#seen(event, node, side, true);
  }

  #translated(event: number, node: number): void {
    const { a, b, c } = this.#reader.trace.events;
    const firewall = this.#isFirewall(node);
    if (firewall) this.#enter(node);
    const [address, port] = [a[event]! >>> 0, b[event]!];
    this.#tuple =
      c[event] === 1
        ? { ...this.#tuple, dst: address, dport: port }
        : { ...this.#tuple, src: address, sport: port };
    if (!firewall) this.#pass(node);
  }

  #enter(node: number): Visit {
    this.#within ??= { node, arrived: this.#tuple, leaving: null };
    return this.#within;
  }

  #judged(event: number, node: number): void {
    const within = this.#enter(node);
    const side = cameFromOutside(this.#reader.trace.events.b[event]!) ? Side.outside : Side.inside;
    if (within.leaving) {
      // Hairpin: it goes back to where it came from, and was judged both ways.
      within.leaving = { side, event };
      return;
    }
    this.#seen(event, node, side, false, within.arrived);
    if (this.#reader.lostAt(event)) this.#within = null;
    else within.leaving = { side: side === Side.outside ? Side.inside : Side.outside, event };
  }

  /** What was let through leaves by the other side, when all is known of how it goes on. */
  #leave(): void {
    const within = this.#within;
    this.#within = null;
    if (!within?.leaving) return;
    this.#pass(within.node);
    this.#seen(within.leaving.event, within.node, within.leaving.side, true);
  }

  #pass(node: number): void {
    this.#hops++;
    this.#from = node;
  }

  #lost(event: number, node: number): void {
    const { a, b } = this.#reader.trace.events;
    if (this.#isFirewall(node)) {
      if (a[event] !== Disposition.nat) return;
      const { arrived } = this.#enter(node);
      this.#within = null;
      this.#seen(event, node, b[event] === 1 ? Side.outside : Side.inside, false, arrived);
    } else if (a[event] === Disposition['no-listener']) this.#seen(event, node, 0, false);
  }

  #seen(event: number, node: number, side: number, outbound: boolean, tuple = this.#tuple): void {
    this.sightings.push({
      node,
      side,
      outbound,
      event,
      packet: this.#packet,
      time: this.#reader.trace.events.time[event]!,
      tuple,
      hops: this.#hops,
      from: outbound ? node : this.#from,
      to: outbound ? this.#next(event, node) : node,
    });
  }

  /** Who takes it from the wire next. */
  #next(event: number, node: number): number {
    const { events } = this.#reader.trace;
    for (const later of this.#events)
      if (later > event && events.node[later] !== node) return events.node[later]!;
    return node;
  }

  #isFirewall(node: number): boolean {
    return this.#reader.node(node).kind === 'firewall';
  }
}
