import type { Random } from '../kernel/random.ts';
import type { Due } from '../kernel/scheduler.ts';
import type { Address, AddressRange } from '../model/address.ts';
import { inRange } from '../model/address.ts';
import type { DispositionId } from '../model/disposition.ts';
import { Disposition } from '../model/disposition.ts';
import type { Packet } from '../model/packet.ts';
import type { Duration } from '../model/time.ts';
import { milliseconds } from '../model/time.ts';
import { EventKind } from '../model/trace.ts';
import type { Machine, Simulation } from './simulation.ts';
import { zoneMachine } from './zone-machine.ts';

/** Something that packets reach: a host or a gateway. */
export interface Place {
  /** Its number among the trace's nodes. */
  readonly index: number;
  /** A packet comes in at one of its attachments. */
  arrive(packet: Packet, at: Attachment): void;
}

/** What a link does to packets, as the design has it. */
export interface LinkValues {
  readonly delay_ms: number;
  readonly jitter_ms: number;
  readonly loss: number;
}

/** Where a place is plugged into a zone. */
export class Attachment implements Due<Packet> {
  readonly place: Place;
  readonly zone: Zone;
  readonly address: Address;
  readonly delay: Duration;
  readonly jitter: Duration;
  readonly loss: number;
  readonly random: Random;
  /** Is the cable in? */
  connected = true;

  constructor(place: Place, zone: Zone, address: Address, link: LinkValues, random: Random) {
    this.place = place;
    this.zone = zone;
    this.address = address;
    this.delay = milliseconds(link.delay_ms);
    this.jitter = milliseconds(link.jitter_ms);
    this.loss = link.loss;
    this.random = random;
  }

  /** What the link adds to a packet's delay by chance. */
  get wobble(): Duration {
    return this.jitter > 0 ? this.random.between(0, this.jitter) : 0;
  }

  /** The packet comes out of the link. */
  due(packet: Packet): void {
    this.place.arrive(packet, this);
  }
}

/** A gateway's way from one zone into another. */
interface Way {
  readonly out: Attachment;
  readonly into: Zone;
}

/**
 * A network in which everyone reaches everyone: a wire with a delay. Gateways (firewalls, NATs) lead to others.
 * Left out on purpose: switches, ARP, bandwidth; a packet takes the delays of the two links and of the zone.
 */
export class Zone {
  readonly id: string;
  readonly index: number;
  readonly ranges: readonly AddressRange[];
  readonly private: boolean;
  readonly delay: Duration;
  readonly jitter: Duration;
  readonly loss: number;
  readonly machine: Machine<typeof zoneMachine>;
  readonly ways: Way[] = [];
  readonly #simulation: Simulation;
  readonly #random: Random;
  readonly #local = new Map<Address, Attachment>();
  readonly #next = new Map<Address, Attachment | null>();
  #connected = true;

  constructor(
    simulation: Simulation,
    zone: {
      id: string;
      title: string;
      ranges: readonly AddressRange[];
      private: boolean;
      delay: Duration;
      jitter: Duration;
      loss: number;
    },
  ) {
    this.#simulation = simulation;
    this.id = zone.id;
    this.ranges = zone.ranges;
    this.private = zone.private;
    this.delay = zone.delay;
    this.jitter = zone.jitter;
    this.loss = zone.loss;
    this.index = simulation.trace.addNode({ id: zone.id, kind: 'zone', title: zone.title });
    this.#random = simulation.random(`zone/${zone.id}`);
    this.machine = simulation.spawn(zoneMachine, {
      id: `${zone.id}/zone`,
      title: zone.title,
      node: this.index,
      input: { impaired: zone.loss > 0 },
    });
  }

  /** Plugs a place in. */
  attach(attachment: Attachment): void {
    this.#local.set(attachment.address, attachment);
  }

  /** Cuts the zone off, or connects it again. */
  connect(connected: boolean): void {
    this.#connected = connected;
    this.machine.send({ type: connected ? 'CONNECT' : 'CUT' });
  }

  /** Is the address one of this zone's own? The zone without ranges is the Internet: it has what is nowhere else. */
  holds(address: Address): boolean {
    return this.ranges.some((range) => inRange(range, address));
  }

  /** Sends a packet from one attachment towards its destination. The event that is being handled is its cause. */
  transmit(packet: Packet, from: Attachment, routes: Routes): void {
    const to = this.#towards(packet.dst, routes);
    if (to === null) return this.#lose(packet, 'no-route');
    if (!this.#connected) return this.#lose(packet, 'zone-cut');
    if (!from.connected || !to.connected)
      return void lose(this.#simulation, packet, (from.connected ? to : from).place.index, 'link-cut');
    if (from.loss > 0 && from.random.fraction() < from.loss) return this.#lose(packet, 'link-loss');
    if (this.loss > 0 && this.#random.fraction() < this.loss) return this.#lose(packet, 'link-loss');
    if (to.loss > 0 && to.random.fraction() < to.loss) return this.#lose(packet, 'link-loss');
    let delay = from.delay + this.delay + to.delay;
    if (from.jitter + this.jitter + to.jitter > 0)
      delay += from.wobble + to.wobble + (this.jitter > 0 ? this.#random.between(0, this.jitter) : 0);
    this.#simulation.scheduler.after(delay, to, packet);
  }

  #towards(address: Address, routes: Routes): Attachment | null {
    let to = this.#next.get(address);
    if (to === undefined) {
      to = this.#local.get(address) ?? routes.gateway(this, address);
      this.#next.set(address, to);
    }
    return to;
  }

  #lose(packet: Packet, how: DispositionId): void {
    lose(this.#simulation, packet, this.index, how);
  }
}

/** A packet's way ends before its host. `b`: see `EventKind.lose`. */
export function lose(
  simulation: Simulation,
  packet: Packet,
  node: number,
  how: DispositionId,
  b = 0,
): number {
  simulation.trace.end(packet.id, Disposition[how]);
  return simulation.record(EventKind.lose, node, packet.id, Disposition[how], b);
}

/** Which way leads where: static, computed from how gateways join the zones. Private zones are no way through. */
export class Routes {
  readonly #zones: readonly Zone[];

  constructor(zones: readonly Zone[]) {
    this.#zones = zones;
  }

  /** The zone that an address belongs to, seen from a zone. */
  zoneOf(address: Address, from: Zone): Zone | null {
    if (from.holds(address)) return from;
    let open: Zone | null = null;
    for (const zone of this.#zones) {
      if (zone.private) continue;
      if (zone.holds(address)) return zone;
      if (zone.ranges.length === 0) open = zone;
    }
    return open;
  }

  /** The attachment, in `from`, of the gateway that leads to an address; null when nothing does. */
  gateway(from: Zone, address: Address): Attachment | null {
    const goal = this.zoneOf(address, from);
    return goal === null || goal === from ? null : (this.#search(from, goal)?.first ?? null);
  }

  /** Gateways to pass from one zone to an address, or Infinity. */
  distance(from: Zone, address: Address): number {
    const goal = this.zoneOf(address, from);
    if (goal === null) return Infinity;
    return goal === from ? 0 : (this.#search(from, goal)?.steps ?? Infinity);
  }

  #search(from: Zone, goal: Zone): { first: Attachment; steps: number } | null {
    let edge: { zone: Zone; first: Attachment }[] = from.ways.map((way) => ({
      zone: way.into,
      first: way.out,
    }));
    const seen = new Set<Zone>([from]);
    for (let steps = 1; edge.length > 0; steps++) {
      const next: typeof edge = [];
      for (const { zone, first } of edge) {
        if (zone === goal) return { first, steps };
        if (seen.has(zone) || zone.private) continue;
        seen.add(zone);
        for (const way of zone.ways) next.push({ zone: way.into, first });
      }
      edge = next;
    }
    return null;
  }
}
