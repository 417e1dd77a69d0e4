import type { Address } from '../../model/address.ts';
import { formatAddress } from '../../model/address.ts';
import type { Design } from '../../model/design.ts';
import { Disposition } from '../../model/disposition.ts';
import type { Packet } from '../../model/packet.ts';
import type { Instant } from '../../model/time.ts';
import { EventKind } from '../../model/trace.ts';
import type { Attachment, Place } from '../../network/fabric.ts';
import { Simulation } from '../../network/simulation.ts';
import { Ground, NO_DELAY } from '../../world/ground.ts';
import type { Ends } from './ends.ts';

/** What a firewall said about a packet that was only asked about. */
export interface Said {
  readonly firewall: string;
  readonly passes: boolean;
  /** Index of the rule, as a verdict has it, and of the switched-off rule that would let the packet pass, or -1. */
  readonly rule: number;
  readonly closed: number;
}

/** A host of a capture: it sends what the capture says, and takes whatever comes. */
class Witness implements Place {
  readonly index: number;
  readonly #simulation: Simulation;

  constructor(simulation: Simulation, index: number) {
    this.#simulation = simulation;
    this.index = index;
  }

  arrive(packet: Packet): void {
    this.#simulation.trace.end(packet.id, Disposition.delivered);
    this.#simulation.enter(EventKind.deliver, this.index, packet.id);
  }
}

/**
 * The ground of a design with the hosts of a capture on it, all of it without delay: a packet is where it goes at the
 * instant at which it was captured.
 */
export class Stand {
  readonly simulation: Simulation;
  readonly ground: Ground;
  readonly #witnesses = new Map<string, Witness>();
  readonly #attachments = new Map<string, Attachment>();
  readonly #ends: Ends;

  constructor(ends: Ends) {
    const design = withoutDelay(ends.design);
    this.#ends = ends;
    this.simulation = new Simulation(design, 1, 'capture');
    this.ground = new Ground(this.simulation, design);
    const { trace } = this.simulation;
    for (const { id, title } of design.hosts)
      this.#witnesses.set(id, new Witness(this.simulation, trace.addNode({ id, kind: 'host', title })));
  }

  /** Who has an address, plugged in; see `Ends.of`. */
  at(address: Address, near: string | null): Attachment {
    const { id, zone } = this.#ends.of(address, near);
    const name = `${zone}/${address}`;
    const known = this.#attachments.get(name);
    if (known) return known;
    const witness = this.#witnesses.get(id) ?? this.#stranger(id);
    const made = this.ground.attach(witness, zone, address, NO_DELAY, `${id}.${formatAddress(address)}`);
    this.#attachments.set(name, made);
    return made;
  }

  /** Sends a packet, and waits until it is where it goes. The last event on its way is its successor's cause. */
  send(
    draft: Omit<Packet, 'id'>,
    from: Attachment,
    at: Instant,
    cause: number,
    repeats: number,
  ): { packet: number; last: number } {
    const { scheduler, trace } = this.simulation;
    let packet = -1;
    scheduler.at(
      at,
      {
        due: () => {
          scheduler.cause = cause;
          packet = trace.packet(draft);
          this.simulation.enter(EventKind.send, from.place.index, packet, repeats);
          from.zone.transmit({ ...draft, id: packet }, from, this.ground.routes);
        },
      },
      null,
    );
    while (scheduler.step());
    return { packet, last: trace.length - 1 };
  }

  /**
   * Asks every firewall between two ends about a packet, which leaves its mark in their tables and none in the trace.
   * @returns what they said, up to the first that does not let it pass, and the packet as it arrives
   */
  ask(
    packet: Packet,
    from: Attachment,
    now: Instant,
  ): { readonly said: readonly Said[]; readonly arrives: Packet } {
    const said: Said[] = [];
    let { zone } = from;
    let moving = packet;
    for (;;) {
      const gate = this.ground.routes.gateway(zone, moving.dst);
      const wall = [...this.ground.walls].find(([, { gateway }]) => gateway === gate?.place);
      if (!gate || !wall) return { said, arrives: moving };
      const [firewall, { engine, gateway }] = wall;
      const fromOutside = gate !== gateway.inside;
      const { action, rule, out } = engine.decide(moving, fromOutside, now);
      const passes = action === 'accept';
      said.push({ firewall, passes, rule, closed: passes ? -1 : engine.closedRule(moving, fromOutside) });
      if (!passes) return { said, arrives: moving };
      const { src, dst, sport, dport } = out;
      moving = { ...moving, src, dst, sport, dport };
      zone = (fromOutside ? gateway.inside : gateway.outside).zone;
    }
  }

  #stranger(id: string): Witness {
    const { trace } = this.simulation;
    const witness = new Witness(
      this.simulation,
      trace.addNode({ id, kind: 'host', title: 'Everybody nearby' }),
    );
    this.#witnesses.set(id, witness);
    return witness;
  }
}

function withoutDelay(design: Design): Design {
  return { ...design, zones: design.zones.map((zone) => ({ ...zone, delay_ms: 0, jitter_ms: 0, loss: 0 })) };
}
