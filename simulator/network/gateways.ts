import { packVerdict } from '../model/connection.ts';
import type { Verdict } from '../model/disposition.ts';
import { Disposition } from '../model/disposition.ts';
import type { PacketFilter } from '../model/filter.ts';
import type { FiveTuple, Packet } from '../model/packet.ts';
import { formatFlow, numbered } from '../model/packet.ts';
import type { RejectWith } from '../model/policy.ts';
import { EventKind, NO_PACKET, VERDICT_REASONS } from '../model/trace.ts';
import type { Attachment, Place, Routes } from './fabric.ts';
import { lose } from './fabric.ts';
import type { NatTable } from './nat.ts';
import { refusal } from './refusal.ts';
import type { Simulation } from './simulation.ts';

/**
 * A firewall between two zones: asks its filter about each packet, and passes it on, translated where the filter says
 * so, or not.
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

  constructor(simulation: Simulation, routes: Routes, index: number, filter: PacketFilter) {
    this.#simulation = simulation;
    this.#routes = routes;
    this.index = index;
    this.#filter = filter;
  }

  arrive(packet: Packet, at: Attachment): void {
    if (this.mode === 'failed') {
      lose(this.#simulation, packet, this.index, 'host-down');
      return;
    }
    // What is sent to an address of the NAT comes in at an attachment of its own, which is outside too.
    const fromOutside = at !== this.inside;
    const simulation = this.#simulation;
    const verdict = this.#filter.decide(packet, fromOutside, simulation.now, this.mode === 'open');
    const { action, rule, reason, out } = verdict;
    // The rules are asked about what comes in as it is called inside.
    if (fromOutside) this.#redirect(packet, out);
    const code = packVerdict(REASON[reason], verdict.phase, verdict.expires - simulation.now, fromOutside);
    if (verdict.back) this.#turn(packet, verdict, code);
    if (verdict.log) this.#write(packet, action);
    if (action === 'accept') {
      simulation.enter(EventKind.verdict, this.index, packet.id, rule, code, verdict.connection);
      this.#onward(packet, out, fromOutside, verdict.back);
      return;
    }
    if (reason === 'nat') {
      lose(simulation, packet, this.index, 'nat', fromOutside ? 1 : 0);
      return;
    }
    const closed = this.#filter.closedRule(packet, fromOutside);
    const { rejectWith: how, connection } = verdict;
    simulation.trace.end(packet.id, Disposition[action === 'drop' ? 'dropped' : 'rejected']);
    simulation.enter(EventKind.verdict, this.index, packet.id, rule, code, closed);
    // A connection is lost with its packet when an inspection refuses what it carries.
    if (reason === 'inspection') this.forgot(connection);
    if (action === 'reject') this.#refuse(packet, at, how);
  }

  /** Takes down that the filter has forgotten a connection before its time. */
  forgot(connection: number): void {
    this.#simulation.record(EventKind.forget, this.index, NO_PACKET, connection);
  }

  /** Sends a packet on as the filter wants it. */
  #onward(packet: Packet, out: FiveTuple, fromOutside: boolean, back: boolean): void {
    const { src, dst, sport, dport } = out;
    if (!back) this.#rename(packet, out);
    const same = src === packet.src && sport === packet.sport && dst === packet.dst && dport === packet.dport;
    const onward = same ? packet : { ...packet, src, dst, sport, dport };
    const towards = fromOutside !== back ? this.inside : this.outside;
    towards.zone.transmit(onward, towards, this.#routes);
  }

  /** Hairpin: it leaves by one rule, as if it came from outside, and comes in again by another (RFC 4787 6). */
  #turn(packet: Packet, verdict: Readonly<Verdict>, state: number): void {
    const { outward, out, action, connection } = verdict;
    const code = action === 'accept' ? state : packVerdict(REASON.rule, 0, 0, false);
    this.#simulation.enter(EventKind.verdict, this.index, packet.id, outward, code, connection);
    this.#rename(packet, out);
    this.#redirect(packet, out);
  }

  /** Takes down that the packet comes from elsewhere. */
  #rename(packet: Packet, { src, sport }: FiveTuple): void {
    if (src !== packet.src || sport !== packet.sport)
      this.#simulation.enter(EventKind.translate, this.index, packet.id, src | 0, sport, 0);
  }

  /** Takes down that the packet goes elsewhere. */
  #redirect(packet: Packet, { dst, dport }: FiveTuple): void {
    if (dst !== packet.dst || dport !== packet.dport)
      this.#simulation.enter(EventKind.translate, this.index, packet.id, dst | 0, dport, 1);
  }

  /** Writes a packet about which a rule was asked into the firewall's log, for a rule that wants it. */
  #write(packet: Packet, action: Verdict['action']): void {
    this.#simulation.log(this.index, `${LOGGED[action]} ${formatFlow(packet)}`);
  }

  /** Tells the sender, from the address that it wanted to reach. */
  #refuse(packet: Packet, at: Attachment, how: RejectWith | null): void {
    const told = refusal(packet, how);
    if (!told) return;
    const { trace, scheduler } = this.#simulation;
    const cause = scheduler.cause;
    const id = trace.packet(told);
    this.#simulation.enter(EventKind.send, this.index, id, -1);
    at.zone.transmit(numbered(told, id), at, this.#routes);
    scheduler.cause = cause;
  }
}

const LOGGED = { accept: 'passed', drop: 'dropped', reject: 'rejected' } as const;

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
