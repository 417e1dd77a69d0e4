import { policyOf } from '../designs/policies.ts';
import { Engine } from '../firewall/engine/engine.ts';
import { firewallMachine } from '../firewall/firewall-machine.ts';
import type { Address } from '../model/address.ts';
import { formatAddress, parseRange } from '../model/address.ts';
import type { Design, DesignFirewall } from '../model/design.ts';
import type { Policy } from '../model/policy.ts';
import type { AskedRule } from '../model/run.ts';
import { milliseconds } from '../model/time.ts';
import type { LinkValues, Place } from '../network/fabric.ts';
import { Attachment, Routes, Zone } from '../network/fabric.ts';
import { FilterGateway } from '../network/gateways.ts';
import type { Machine, Simulation } from '../network/simulation.ts';
import { bytesOf } from '../protocols/registry.ts';
import { opaque } from '../protocols/tls/codec.ts';
import type { TlsMessage } from '../protocols/tls/message.ts';

/** Where a gateway stands in a zone itself. */
export const NO_DELAY: LinkValues = { delay_ms: 0, jitter_ms: 0, loss: 0 };

/** A firewall of a design on the ground. */
export interface Wall {
  readonly engine: Engine;
  readonly gateway: FilterGateway;
  readonly machine: Machine<typeof firewallMachine>;
}

/** What a design's hosts stand on: its zones, and the firewalls between them. */
export class Ground {
  /** Rules of which it came to matter whether they are switched on, in that order. */
  readonly asked: AskedRule[] = [];
  readonly zones: ReadonlyMap<string, Zone>;
  readonly walls: ReadonlyMap<string, Wall>;
  readonly routes: Routes;
  readonly #simulation: Simulation;

  constructor(simulation: Simulation, design: Design) {
    this.#simulation = simulation;
    this.zones = new Map(
      design.zones.map((zone) => [
        zone.id,
        new Zone(simulation, {
          id: zone.id,
          title: zone.title,
          private: zone.private,
          loss: zone.loss,
          ranges: zone.prefixes.map((text) => parseRange(text)!),
          delay: milliseconds(zone.delay_ms),
          jitter: milliseconds(zone.jitter_ms),
        }),
      ]),
    );
    this.routes = new Routes([...this.zones.values()]);
    this.walls = new Map(
      design.firewalls.map((firewall) => [firewall.id, this.#wall(firewall, policyOf(design, firewall))]),
    );
  }

  /**
   * Plugs a place into a zone.
   * @param address -1 for a place to which nobody writes
   * @param name unique in the design
   */
  attach(place: Place, zoneId: string, address: Address, link: LinkValues, name: string): Attachment {
    const zone = this.zones.get(zoneId)!;
    const attachment = new Attachment(place, zone, address, link, this.#simulation.random(`link/${name}`));
    if (address >= 0) zone.attach(attachment);
    return attachment;
  }

  /** Makes a way from one zone into another, both ways. */
  join(outside: Attachment, inside: Attachment): void {
    outside.zone.ways.push({ out: outside, into: inside.zone });
    inside.zone.ways.push({ out: inside, into: outside.zone });
  }

  #wall({ id, title, outside, inside }: DesignFirewall, policy: Policy): Wall {
    const simulation = this.#simulation;
    const index = simulation.trace.addNode({ id, kind: 'firewall', title });
    const engine = new Engine(
      policy,
      (message) => bytesOf(message.protocol === 'tls' ? opaque(message as TlsMessage) : message),
      (rule) => this.asked.push({ firewall: id, rule }),
    );
    const gateway = new FilterGateway(simulation, this.routes, index, engine);
    // A firewall routes: it has no address of its own that anyone writes to, but those that stand for others.
    for (const address of engine.translator.addresses)
      this.attach(gateway, outside, address, NO_DELAY, `${id}.${formatAddress(address)}`);
    gateway.outside = this.attach(gateway, outside, -1, NO_DELAY, `${id}.outside`);
    gateway.inside = this.attach(gateway, inside, -1, NO_DELAY, `${id}.inside`);
    this.join(gateway.outside, gateway.inside);
    const machine = simulation.spawn(firewallMachine, { id: `${id}/firewall`, title, node: index });
    return { engine, gateway, machine };
  }
}
