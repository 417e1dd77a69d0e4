import { Flag, Protocol } from '../model/packet.ts';
import type { Packet } from '../model/packet.ts';
import type { PacketFilter } from '../model/filter.ts';
import { Disposition, RULE_NONE } from '../model/disposition.ts';
import { EventKind, VERDICT_REASONS } from '../model/trace.ts';
import type { Address } from '../model/address.ts';
import type { Attachment, Place, Routes } from './fabric.ts';
import { lose } from './fabric.ts';
import type { NatTable, StaticNat } from './nat.ts';
import type { Simulation } from './simulation.ts';

/**
 * A firewall between two zones: asks its filter about each packet, passes it on or not. With one-to-one NAT the filter
 * sees addresses inside: those of what comes in are translated before it is asked, those of what goes out afterwards.
 */
export class FilterGateway implements Place {
  readonly index: number;
  /** Set when the gateway is plugged in. */
  outside!: Attachment;
  inside!: Attachment;
  /** Open: passes everything unasked. Failed: the box is dead and passes nothing. */
  mode: 'enforcing' | 'open' | 'failed' = 'enforcing';
  readonly #simulation: Simulation;
  readonly #routes: Routes;
  readonly #filter: PacketFilter;
  readonly #nat: StaticNat | null;

  constructor(
    simulation: Simulation,
    routes: Routes,
    index: number,
    filter: PacketFilter,
    nat: StaticNat | null = null,
  ) {
    this.#simulation = simulation;
    this.#routes = routes;
    this.index = index;
    this.#filter = filter;
    this.#nat = nat;
  }

  arrive(packet: Packet, at: Attachment): void {
    if (this.mode === 'failed') {
      lose(this.#simulation, packet, this.index, 'host-down');
      return;
    }
    // What is sent to an address of the NAT comes in at an attachment of its own, which is outside too.
    const fromOutside = at !== this.inside;
    if (this.#nat) this.#translate(packet, this.#nat, fromOutside, at);
    else if (this.#passes(packet, fromOutside, packet, at)) this.#onward(packet, fromOutside);
  }

  #onward(packet: Packet, inward: boolean): void {
    const onward = inward ? this.inside : this.outside;
    onward.zone.transmit(packet, onward, this.#routes);
  }

  #translate(packet: Packet, nat: StaticNat, fromOutside: boolean, at: Attachment): void {
    const target = nat.insideOf(packet.dst);
    if (fromOutside) {
      const inward = target === undefined ? packet : this.#to(packet, target);
      if (this.#passes(inward, true, packet, at)) this.#onward(inward, true);
      return;
    }
    if (target !== undefined && !nat.hairpin) {
      lose(this.#simulation, packet, this.index, 'nat');
      return;
    }
    if (!this.#passes(packet, false, packet, at)) return;
    const source = nat.outsideOf(packet.src);
    const outward = source === undefined ? packet : this.#from(packet, source);
    if (target === undefined) {
      this.#onward(outward, false);
      return;
    }
    // Hairpin: as if it had left and come in again (RFC 4787 6, with the outside address as its source).
    const inward = this.#to(outward, target);
    if (this.#passes(inward, true, packet, at)) this.#onward(inward, true);
  }

  #from(packet: Packet, src: Address): Packet {
    this.#simulation.enter(EventKind.translate, this.index, packet.id, src | 0, packet.sport, 0);
    return { ...packet, src };
  }

  #to(packet: Packet, dst: Address): Packet {
    this.#simulation.enter(EventKind.translate, this.index, packet.id, dst | 0, packet.dport, 1);
    return { ...packet, dst };
  }

  /**
   * Does the filter let it pass? If not, its way ends here.
   * @param sent the packet as its sender knows it, and where it came in
   */
  #passes(packet: Packet, fromOutside: boolean, sent: Packet, at: Attachment): boolean {
    const simulation = this.#simulation;
    if (this.mode === 'open') {
      simulation.enter(EventKind.verdict, this.index, packet.id, RULE_NONE, REASON.open, -1);
      return true;
    }
    const verdict = this.#filter.decide(packet, fromOutside, simulation.now);
    const reason = REASON[verdict.reason];
    if (verdict.action === 'accept') {
      simulation.enter(EventKind.verdict, this.index, packet.id, verdict.rule, reason, verdict.connection);
      return true;
    }
    const { action, rule } = verdict;
    const closed = this.#filter.closedRule(packet, fromOutside);
    simulation.trace.end(packet.id, Disposition[action === 'drop' ? 'dropped' : 'rejected']);
    simulation.enter(EventKind.verdict, this.index, packet.id, rule, reason, closed);
    if (action === 'reject') this.#refuse(sent, at);
    return false;
  }

  /**
   * Tells the sender: a RST for TCP (RFC 793 3.4), from the address that it wanted to reach. For UDP an ICMP message
   * would go back; ICMP is not modelled yet, so the sender learns nothing.
   */
  #refuse(packet: Packet, at: Attachment): void {
    if (packet.protocol !== Protocol.tcp || packet.flags & Flag.rst) return;
    const { trace, scheduler } = this.#simulation;
    const reset = {
      src: packet.dst,
      dst: packet.src,
      protocol: Protocol.tcp,
      sport: packet.dport,
      dport: packet.sport,
      flags: Flag.rst | Flag.ack,
      seq: packet.flags & Flag.ack ? packet.ack : 0,
      ack: (packet.seq + (packet.payload?.length ?? 0) + (packet.flags & Flag.syn ? 1 : 0)) >>> 0,
      payload: null,
    };
    const cause = scheduler.cause;
    const id = trace.packet(reset);
    this.#simulation.enter(EventKind.send, this.index, id, -1);
    at.zone.transmit({ ...reset, id }, at, this.#routes);
    scheduler.cause = cause;
  }
}

const REASON = Object.fromEntries(VERDICT_REASONS.map((reason, index) => [reason, index])) as Record<
  (typeof VERDICT_REASONS)[number],
  number
>;

/** A home router: rewrites source addresses on the way out and finds the way back in. */
export class NatGateway implements Place {
  readonly index: number;
  outside!: Attachment;
  inside!: Attachment;
  readonly #simulation: Simulation;
  readonly #routes: Routes;
  readonly #table: NatTable;

  constructor(simulation: Simulation, routes: Routes, index: number, table: NatTable) {
    this.#simulation = simulation;
    this.#routes = routes;
    this.index = index;
    this.#table = table;
  }

  arrive(packet: Packet, at: Attachment): void {
    const simulation = this.#simulation;
    if (at === this.inside) {
      const port = this.#table.outbound(packet, simulation.now);
      const src = this.outside.address;
      simulation.enter(EventKind.translate, this.index, packet.id, src | 0, port, 0);
      this.outside.zone.transmit({ ...packet, src, sport: port }, this.outside, this.#routes);
      return;
    }
    const target = this.#table.inbound(packet, simulation.now);
    if (target === null) {
      lose(simulation, packet, this.index, 'nat');
      return;
    }
    simulation.enter(EventKind.translate, this.index, packet.id, target.address | 0, target.port, 1);
    const inward = { ...packet, dst: target.address, dport: target.port };
    this.inside.zone.transmit(inward, this.inside, this.#routes);
  }
}
