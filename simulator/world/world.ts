import type { Engine } from '../firewall/engine/engine.ts';
import { parseAddress } from '../model/address.ts';
import type { Design } from '../model/design.ts';
import type { AskedRule, Change } from '../model/run.ts';
import { seconds } from '../model/time.ts';
import type { Attachment } from '../network/fabric.ts';
import { NatGateway } from '../network/gateways.ts';
import { Host } from '../network/host.ts';
import { serviceMachine } from '../network/host-machine.ts';
import { NatTable } from '../network/nat.ts';
import type { Machine } from '../network/simulation.ts';
import { Simulation } from '../network/simulation.ts';
import { codecOf } from '../protocols/registry.ts';
import { Directory } from '../roles/directory.ts';
import { ROLES } from '../roles/registry.ts';
import type { Service } from '../roles/role.ts';
import { Ground, NO_DELAY } from './ground.ts';
import { strayMessage } from './strays.ts';

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
  readonly #services: RunningService[] = [];
  /** Of hosts and NATs, by their ids. */
  readonly #cables = new Map<string, readonly { readonly id: string; readonly attachment: Attachment }[]>();
  readonly #ground: Ground;

  /** @param stream name that sets this run's random numbers apart */
  constructor(design: Design, seed: number, stream: string) {
    this.simulation = new Simulation(design, seed, stream);
    this.directory = new Directory(this.simulation);
    this.#ground = new Ground(this.simulation, design);
    for (const nat of design.nats) this.#addNat(nat);
    for (const host of design.hosts) this.#addHost(host);
    for (const host of this.hosts.values()) this.#startRoles(host);
  }

  /** Rules of which it came to matter whether they are switched on, in that order. */
  get asked(): readonly AskedRule[] {
    return this.#ground.asked;
  }

  /** What a firewall decides by, with the connections that it knows now. */
  engine(firewall: string): Engine | undefined {
    return this.#ground.walls.get(firewall)?.engine;
  }

  /** Applies a change while the run goes on. Unknown names were refused before the run. */
  apply(change: Change): void {
    switch (change.kind) {
      case 'rule':
        for (const [id, { engine }] of this.#ground.walls)
          if (change.firewall === undefined || change.firewall === id)
            engine.rules.rules.forEach((rule, index) => {
              if (rule.id === change.rule) this.#reload(id, () => engine.rules.enable(index, change.enabled));
            });
        return;
      case 'zone':
        this.#ground.zones.get(change.zone)?.connect(change.connected);
        return;
      case 'link':
        for (const { id, attachment } of this.#cables.get(change.host) ?? [])
          if (change.interface === undefined || change.interface === id)
            attachment.connected = change.connected;
        return;
      case 'firewall': {
        const firewall = this.#ground.walls.get(change.firewall);
        if (!firewall) return;
        firewall.gateway.mode = change.mode;
        firewall.machine.send({ type: FIREWALL_EVENTS[change.mode] });
        return;
      }
      case 'expire': {
        const wall = this.#ground.walls.get(change.firewall);
        const { now } = this.simulation;
        const gone = wall?.engine.tracker.connections.forgetSerial(change.connection, now);
        for (const connection of gone ?? []) wall?.gateway.forgot(connection);
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
    const { machine } = this.#ground.walls.get(id)!;
    machine.send({ type: 'RELOAD' });
    take();
    machine.send({ type: 'RELOADED' });
  }

  #switch(one: RunningService, running: boolean): void {
    one.machine.send({ type: running ? 'START' : 'STOP' });
    if (running) one.service.start();
    else one.service.stop();
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
    const gateway = new NatGateway(this.simulation, this.#ground.routes, index, table);
    gateway.outside = this.#ground.attach(
      gateway,
      nat.outside,
      parseAddress(nat.address)!,
      nat.link,
      `${nat.id}.outside`,
    );
    this.#cables.set(nat.id, [{ id: 'outside', attachment: gateway.outside }]);
    gateway.inside = this.#ground.attach(gateway, nat.inside, -1, NO_DELAY, `${nat.id}.inside`);
    this.#ground.join(gateway.outside, gateway.inside);
  }

  #addHost(design: Design['hosts'][number]): void {
    const host = new Host(this.simulation, this.#ground.routes, design);
    this.hosts.set(host.id, host);
    const cables = design.interfaces.map(({ id, zone, address, link }) => ({
      id,
      attachment: this.#ground.attach(host, zone, parseAddress(address)!, link, `${host.id}.${id}`),
    }));
    host.attachments.push(...cables.map(({ attachment }) => attachment));
    this.#cables.set(host.id, cables);
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
