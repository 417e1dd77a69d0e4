import type { Random } from '../kernel/random.ts';
import type { Handle } from '../kernel/scheduler.ts';
import type { Address } from '../model/address.ts';
import type { DesignHost } from '../model/design.ts';
import { Disposition } from '../model/disposition.ts';
import type { FaultReason } from '../model/disposition.ts';
import type { IcmpError } from '../model/icmp.ts';
import { isHardError } from '../model/icmp.ts';
import type { Draft, Message, Packet } from '../model/packet.ts';
import { numbered, Protocol } from '../model/packet.ts';
import type { Duration } from '../model/time.ts';
import { EventKind } from '../model/trace.ts';
import type { Attachment, Place, Routes } from './fabric.ts';
import { lose } from './fabric.ts';
import type { Power } from './host-machine.ts';
import { hostMachine } from './host-machine.ts';
import type { Machine, Simulation } from './simulation.ts';
import { TcpStack } from './tcp-stack.ts';
import { UdpStack } from './udp.ts';

const FIRST_EPHEMERAL = 49152;
const LAST_EPHEMERAL = 65535;

/**
 * A computer: its attachments, its TCP and UDP, and what agents on it may do. Agents act only through their host:
 * send, set a timer, say a sentence.
 */
export class Host implements Place {
  readonly id: string;
  readonly title: string;
  readonly design: DesignHost;
  readonly index: number;
  readonly simulation: Simulation;
  readonly attachments: Attachment[] = [];
  readonly tcp: TcpStack;
  readonly udp: UdpStack;
  readonly machine: Machine<typeof hostMachine>;
  readonly random: Random;
  /** Called when its services are to start, or to stop: it has come up, shuts down, or is down. */
  onServing: ((serving: boolean) => void) | null = null;
  readonly #routes: Routes;
  readonly #ways = new Map<Address, Attachment | null>();
  readonly #shared = new Map<new (host: Host) => object, object>();
  #port: number;
  #strays = 0;
  #up = true;

  constructor(simulation: Simulation, routes: Routes, design: DesignHost) {
    this.simulation = simulation;
    this.design = design;
    this.id = design.id;
    this.title = design.title;
    this.#routes = routes;
    this.index = simulation.trace.addNode({ id: design.id, kind: 'host', title: design.title });
    this.random = simulation.random(`host/${design.id}`);
    this.#port = this.random.between(FIRST_EPHEMERAL, LAST_EPHEMERAL);
    this.tcp = new TcpStack(this);
    this.udp = new UdpStack(this);
    this.machine = simulation.spawn(hostMachine, {
      id: `${design.id}/host`,
      title: design.title,
      node: this.index,
      input: {
        boot_ms: simulation.knob('host.boot_s') * 1000,
        shutdown_ms: simulation.knob('host.shutdown_s') * 1000,
        entered: (now) => simulation.defer(() => this.#changed(now)),
      },
    });
  }

  get up(): boolean {
    return this.#up;
  }

  /** Gives it power, takes its power away (all that it held is gone, nobody is told), or shuts it down in order. */
  power(change: 'on' | 'off' | 'shutdown'): void {
    this.machine.send({ type: change === 'on' ? 'POWER_ON' : change === 'off' ? 'POWER_OFF' : 'SHUT_DOWN' });
  }

  /** The computer has come up, begins to shut down, or has gone down. */
  #changed({ up, serving }: Power): void {
    this.#up = up;
    if (!up) {
      this.tcp.forget();
      this.udp.forget();
    }
    this.onServing?.(serving);
  }

  /**
   * The one instance of a class that the programs on this computer share. (In a WeakMap by host, a whole world would
   * outlive every small garbage collection.)
   */
  shared<T extends object>(kind: new (host: Host) => T): T {
    const known = this.#shared.get(kind) as T | undefined;
    if (known) return known;
    const made = new kind(this);
    this.#shared.set(kind, made);
    return made;
  }

  /** The attachment by its id in the design. */
  attachment(id: string): Attachment {
    const index = this.design.interfaces.findIndex((one) => one.id === id);
    return this.attachments[index]!;
  }

  /** The attachment that leads to an address over the fewest gateways; null when none does. */
  towards(address: Address): Attachment | null {
    let best = this.#ways.get(address);
    if (best === undefined) {
      best = null;
      let nearest = Infinity;
      for (const attachment of this.attachments) {
        const distance = this.#routes.distance(attachment.zone, address);
        if (distance < nearest) {
          nearest = distance;
          best = attachment;
        }
      }
      this.#ways.set(address, best);
    }
    return best;
  }

  /** A source port that was not given out lately. */
  ephemeralPort(): number {
    this.#port = this.#port >= LAST_EPHEMERAL ? FIRST_EPHEMERAL : this.#port + 1;
    return this.#port;
  }

  /**
   * Sends a packet.
   * @param repeats the packet that this one sends again, or -1
   * @returns the number of the event: the cause of timers that wait for the answer
   */
  send(from: Attachment, draft: Draft, repeats = -1): { event: number; packet: number } {
    const { scheduler, trace } = this.simulation;
    const cause = scheduler.cause;
    const packet = numbered(draft, trace.packet(draft));
    const event = this.simulation.enter(EventKind.send, this.index, packet.id, repeats);
    // A program's timer may still run out on a computer that was switched off: nothing leaves it.
    if (this.#up) from.zone.transmit(packet, from, this.#routes);
    else lose(this.simulation, packet, this.index, 'host-down');
    scheduler.cause = cause;
    return { event, packet: packet.id };
  }

  arrive(packet: Packet, at: Attachment): void {
    if (!this.#up) {
      lose(this.simulation, packet, this.index, 'host-down');
      return;
    }
    if (packet.dst !== at.address) {
      // It came for an address of this zone that nobody has.
      lose(this.simulation, packet, this.index, 'no-route');
      return;
    }
    if (packet.protocol === Protocol.tcp) this.tcp.receive(packet, at);
    else if (packet.protocol === Protocol.icmp) this.#told(packet);
    else this.udp.receive(packet, at);
  }

  /** An ICMP error: whoever sent the packet that it quotes hears of it. */
  #told(packet: Packet): void {
    this.accept(packet);
    const message = packet.payload?.message;
    if (message?.protocol !== 'icmp') return;
    const { quoted } = message as IcmpError;
    const hard = isHardError(packet.dport);
    if (quoted.protocol === Protocol.tcp) this.tcp.unreachable(quoted, hard);
    else this.udp.unreachable(quoted, hard);
  }

  /** Takes the arrival down and makes it the cause of what follows. */
  accept(packet: Packet): void {
    this.simulation.trace.end(packet.id, Disposition.delivered);
    this.simulation.enter(EventKind.deliver, this.index, packet.id);
  }

  /** Nobody here wants the packet. */
  refuse(packet: Packet): void {
    this.simulation.scheduler.cause = lose(this.simulation, packet, this.index, 'no-listener');
  }

  timer(name: string, delay: Duration, action: () => void, background = false): Handle {
    return this.simulation.timer(this.index, name, delay, action, background);
  }

  cancel(handle: Handle): void {
    this.simulation.cancel(handle);
  }

  log(text: string): number {
    return this.simulation.log(this.index, text);
  }

  /** What came in and belongs to nothing: counted, written down, thrown away. */
  stray(what: string | Message): void {
    this.#strays++;
    const text =
      typeof what === 'string' ? what : `${what.protocol.toUpperCase()} that was not expected here`;
    this.log(`${text}: thrown away (stray message ${this.#strays} at ${this.title})`);
  }

  fault(reason: FaultReason, text: string, packet?: number): number {
    return this.simulation.fault(this.index, reason, text, packet);
  }
}
