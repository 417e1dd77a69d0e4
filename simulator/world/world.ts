import type { EndpointNames } from '../designs/endpoints.ts';
import { endpointNames } from '../designs/endpoints.ts';
import { policyOf } from '../designs/policies.ts';
import { Engine } from '../firewall/engine/engine.ts';
import { firewallMachine } from '../firewall/firewall-machine.ts';
import { formatAddress, parseAddress, parseRange } from '../model/address.ts';
import type { Design, DesignFirewall } from '../model/design.ts';
import type { Change } from '../model/run.ts';
import { milliseconds, seconds } from '../model/time.ts';
import type { LinkValues, Place } from '../network/fabric.ts';
import { Attachment, Routes, Zone } from '../network/fabric.ts';
import { FilterGateway, NatGateway } from '../network/gateways.ts';
import { Host } from '../network/host.ts';
import { serviceMachine } from '../network/host-machine.ts';
import { NatTable } from '../network/nat.ts';
import type { Machine } from '../network/simulation.ts';
import { Simulation } from '../network/simulation.ts';
import { codecOf, write } from '../protocols/registry.ts';
import { Directory } from '../roles/directory.ts';
import { ROLES } from '../roles/registry.ts';
import type { Service } from '../roles/role.ts';
import { strayMessage } from './strays.ts';

/** Where a gateway stands in a zone itself. */
const NO_DELAY: LinkValues = { delay_ms: 0, jitter_ms: 0, loss: 0 };

const FIREWALL_EVENTS = { enforcing: 'ENFORCE', open: 'OPEN', failed: 'FAIL' } as const;

interface RunningService {
  readonly host: Host;
  readonly role: string;
  readonly service: Service;
  readonly machine: Machine<typeof serviceMachine>;
}

/** A design come to life: zones, gateways and hosts with their roles, all on one simulation. */
export class World {
  readonly simulation: Simulation;
  readonly directory: Directory;
  readonly hosts = new Map<string, Host>();
  readonly #zones = new Map<string, Zone>();
  readonly #engines = new Map<string, Engine>();
  readonly #firewalls = new Map<
    string,
    { gateway: FilterGateway; machine: Machine<typeof firewallMachine> }
  >();
  readonly #services: RunningService[] = [];
  readonly #routes: Routes;

  /** @param stream name that sets this run's random numbers apart */
  constructor(design: Design, seed: number, stream: string) {
    this.simulation = new Simulation(design, seed, stream);
    this.directory = new Directory(this.simulation);
    for (const zone of design.zones)
      this.#zones.set(
        zone.id,
        new Zone(this.simulation, {
          ...zone,
          ranges: zone.prefixes.map((text) => parseRange(text)!),
          delay: milliseconds(zone.delay_ms),
          jitter: milliseconds(zone.jitter_ms),
        }),
      );
    this.#routes = new Routes([...this.#zones.values()]);
    const names = endpointNames(design);
    for (const firewall of design.firewalls) this.#addFirewall(design, firewall, names);
    for (const nat of design.nats) this.#addNat(nat);
    for (const host of design.hosts) this.#addHost(host);
    for (const host of this.hosts.values()) this.#startRoles(host);
  }

  /** What a firewall decides by, with the connections that it knows now. */
  engine(firewall: string): Engine | undefined {
    return this.#engines.get(firewall);
  }

  /** Applies a change while the run goes on. Unknown names were refused before the run. */
  apply(change: Change): void {
    switch (change.kind) {
      case 'rule':
        for (const [id, engine] of this.#engines)
          if (change.firewall === undefined || change.firewall === id)
            engine.rules.rules.forEach((rule, index) => {
              if (rule.id === change.rule) this.#reload(id, () => engine.rules.enable(index, change.enabled));
            });
        return;
      case 'zone':
        this.#zones.get(change.zone)?.connect(change.connected);
        return;
      case 'firewall': {
        const firewall = this.#firewalls.get(change.firewall);
        if (!firewall) return;
        firewall.gateway.mode = change.mode;
        firewall.machine.send({ type: FIREWALL_EVENTS[change.mode] });
        return;
      }
      case 'expire': {
        const gone = this.#engines
          .get(change.firewall)
          ?.tracker.connections.forgetSerial(change.connection, this.simulation.now);
        for (const connection of gone ?? []) this.#firewalls.get(change.firewall)?.gateway.forgot(connection);
        return;
      }
      case 'host':
        this.hosts.get(change.host)?.power(change.power);
        return;
      case 'service':
        for (const one of this.#services)
          if (one.host.id === change.host && one.role === change.role) this.#switch(one, change.running);
        return;
      case 'inject': {
        const message = strayMessage(change.message);
        const size = codecOf(message).size(message);
        this.hosts.get(change.host)?.tcp.sayOnAll(message, size);
        this.hosts.get(change.host)?.udp.sayOnAll(message, size);
      }
    }
  }

  /** A firewall takes new rules at one instant; what it knows of conversations stays. */
  #reload(id: string, take: () => void): void {
    const { machine } = this.#firewalls.get(id)!;
    machine.send({ type: 'RELOAD' });
    take();
    machine.send({ type: 'RELOADED' });
  }

  #switch(one: RunningService, running: boolean): void {
    one.machine.send({ type: running ? 'START' : 'STOP' });
    if (running) one.service.start();
    else one.service.stop();
  }

  #attach(place: Place, zoneId: string, address: number, link: LinkValues, name: string): Attachment {
    const zone = this.#zones.get(zoneId)!;
    const random = this.simulation.random(`link/${name}`);
    const attachment = new Attachment(place, zone, address, link, random);
    if (address >= 0) zone.attach(attachment);
    return attachment;
  }

  #addFirewall(design: Design, firewall: DesignFirewall, names: EndpointNames): void {
    const index = this.simulation.trace.addNode({ id: firewall.id, kind: 'firewall', title: firewall.title });
    const policy = policyOf(design, firewall, names);
    const engine = new Engine(policy, (message) => write(message).result());
    this.#engines.set(firewall.id, engine);
    const gateway = new FilterGateway(this.simulation, this.#routes, index, engine);
    // A firewall routes: it has no address of its own that anyone writes to, but those that stand for others.
    for (const outside of engine.translator.addresses)
      this.#attach(gateway, firewall.outside, outside, NO_DELAY, `${firewall.id}.${formatAddress(outside)}`);
    gateway.outside = this.#attach(gateway, firewall.outside, -1, NO_DELAY, `${firewall.id}.outside`);
    gateway.inside = this.#attach(gateway, firewall.inside, -1, NO_DELAY, `${firewall.id}.inside`);
    this.#join(gateway.outside, gateway.inside);
    const machine = this.simulation.spawn(firewallMachine, {
      id: `${firewall.id}/firewall`,
      title: firewall.title,
      node: index,
    });
    this.#firewalls.set(firewall.id, { gateway, machine });
  }

  #addNat(nat: Design['nats'][number]): void {
    const index = this.simulation.trace.addNode({ id: nat.id, kind: 'nat', title: nat.title });
    const table = new NatTable(
      {
        mapping: nat.mapping,
        filtering: nat.filtering,
        udpTimeout: seconds(nat.udpTimeout_s),
        tcpTimeout: seconds(nat.tcpTimeout_s),
      },
      this.simulation.random(`nat/${nat.id}`),
    );
    const gateway = new NatGateway(this.simulation, this.#routes, index, table);
    gateway.outside = this.#attach(
      gateway,
      nat.outside,
      parseAddress(nat.address)!,
      nat.link,
      `${nat.id}.outside`,
    );
    gateway.inside = this.#attach(gateway, nat.inside, -1, NO_DELAY, `${nat.id}.inside`);
    this.#join(gateway.outside, gateway.inside);
  }

  #join(outside: Attachment, inside: Attachment): void {
    outside.zone.ways.push({ out: outside, into: inside.zone });
    inside.zone.ways.push({ out: inside, into: outside.zone });
  }

  #addHost(design: Design['hosts'][number]): void {
    const host = new Host(this.simulation, this.#routes, design);
    this.hosts.set(host.id, host);
    for (const one of design.interfaces)
      host.attachments.push(
        this.#attach(host, one.zone, parseAddress(one.address)!, one.link, `${host.id}.${one.id}`),
      );
  }

  #startRoles(host: Host): void {
    host.onServing = (serving) => {
      for (const one of this.#services) if (one.host === host) this.#switch(one, serving);
    };
    for (const config of host.design.roles) {
      const role = ROLES[config.role]!;
      const service = role.create(config, { host, directory: this.directory });
      this.directory.register(host.id, service);
      const machine = this.simulation.spawn(serviceMachine, {
        id: `${host.id}/${config.role}`,
        title: `${host.title}: ${role.title}`,
        node: host.index,
      });
      this.#services.push({ host, role: config.role, service, machine });
    }
  }
}
