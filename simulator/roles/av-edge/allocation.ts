import type { Handle } from '../../kernel/scheduler.ts';
import { NONE } from '../../kernel/scheduler.ts';
import type { Address } from '../../model/address.ts';
import { formatAddress } from '../../model/address.ts';
import type { Message } from '../../model/packet.ts';
import type { Instant } from '../../model/time.ts';
import { seconds } from '../../model/time.ts';
import type { Host } from '../../network/host.ts';
import type { Machine } from '../../network/simulation.ts';
import type { RtpMessage } from '../../protocols/rtp/message.ts';
import type { StunMessage, TransportAddress } from '../../protocols/stun/message.ts';
import { endpointText } from '../../protocols/turn/client.ts';
import type { Passing } from './passing.ts';
import { passing } from './passing.ts';
import { allocationMachine } from '../../protocols/turn/machines.ts';

/** The way back to a client: a control message, or data without wrapping. */
export interface ClientLink {
  readonly transport: 'UDP' | 'TCP';
  /** The client as the Edge sees it. */
  readonly client: TransportAddress;
  control(message: StunMessage): void;
  raw(message: Message): void;
}

/** A peer that may send to an allocation's owner. */
interface Permission {
  until: Instant;
  /** Of its end, or of a time at which it was to end before it was prolonged. */
  timer: Handle;
}

/** A relayed address that a client holds ([MS-TURN] 3.1.1.1), of the transport that it asked over. */
export class Allocation {
  readonly link: ClientLink;
  readonly relayed: TransportAddress;
  readonly username: string;
  /** Connection id of MS-SEQUENCE-NUMBER. */
  readonly connection: string;
  active: TransportAddress | null = null;
  /** What passes it now, to its owner and from its owner. */
  readonly #passing: { in: Passing | null; out: Passing | null } = { in: null, out: null };
  readonly #host: Host;
  readonly #machine: Machine<typeof allocationMachine>;
  /** Peers that may send. */
  readonly #permissions = new Map<Address, Permission>();
  readonly #ended: () => void;
  #expiry: Handle = NONE;
  #over = false;

  constructor(host: Host, link: ClientLink, relayed: TransportAddress, username: string, ended: () => void) {
    this.#host = host;
    this.link = link;
    this.relayed = relayed;
    this.username = username;
    this.connection = host.random.hex(40);
    this.#ended = ended;
    this.#machine = host.simulation.spawn(allocationMachine, {
      id: `${host.id}/allocation/${host.simulation.nextId()}`,
      title: `${link.transport} relay ${endpointText(relayed)}`,
      node: host.index,
      about: { relayed: endpointText(relayed), client: endpointText(link.client), transport: link.transport },
    });
  }

  /** What goes on of a message that passes it. */
  pass(way: 'in' | 'out', message: Message): Message {
    const passed = passing(message, this.#host.simulation.now);
    if (!passed) return message;
    this.#passing[way] = passed;
    return passed.message;
  }

  /** Prolongs it. */
  refresh(lifetime_s: number): void {
    this.#host.cancel(this.#expiry);
    this.#expiry = this.#host.timer('allocation', seconds(lifetime_s), () => this.end('EXPIRED'), true);
    this.#row();
  }

  /**
   * The owner has sent to a peer: from now on the peer may send.
   * @param message what it sent; the last packet of several in one counts at its own time
   */
  permit(peer: Address, message?: Message): void {
    const { simulation } = this.#host;
    const media = message?.protocol === 'rtp' ? (message as RtpMessage) : null;
    const last = simulation.now + (media ? (media.count - 1) * media.spacing : 0);
    const until = last + seconds(simulation.knob('turn.permission_s'));
    const known = this.#permissions.get(peer);
    if (known) known.until = until;
    else {
      this.#permissions.set(peer, { until, timer: this.#forgetAfter(peer, until) });
      this.#permissionRow(peer, [
        `${this.link.transport} ${endpointText(this.relayed)}`,
        formatAddress(peer),
      ]);
    }
  }

  /** Looks, when a permission was to end, whether it was prolonged meanwhile. */
  #forgetAfter(peer: Address, until: Instant): Handle {
    const { now } = this.#host.simulation;
    const look = () => {
      const known = this.#permissions.get(peer)!;
      if (this.permits(peer)) known.timer = this.#forgetAfter(peer, known.until);
      else {
        this.#permissions.delete(peer);
        this.#permissionRow(peer, null);
      }
    };
    return this.#host.timer('permission', Math.max(0, until - now), look, true);
  }

  permits(peer: Address): boolean {
    return (this.#permissions.get(peer)?.until ?? -1) > this.#host.simulation.now;
  }

  activate(peer: TransportAddress): void {
    this.active = peer;
    this.permit(peer.address);
    this.#machine.send({ type: 'ACTIVATED' });
    this.#row();
  }

  end(event: 'EXPIRED' | 'RELEASED' | 'LOST'): void {
    if (this.#over) return;
    this.#over = true;
    const { simulation, index } = this.#host;
    this.#passing.in?.end(simulation.now);
    this.#passing.out?.end(simulation.now);
    this.#host.cancel(this.#expiry);
    this.#machine.send({ type: event });
    const own = endpointText(this.relayed);
    simulation.row(index, 'Allocations', `${this.link.transport} ${own}`, null);
    for (const [peer, { timer }] of this.#permissions) {
      this.#host.cancel(timer);
      this.#permissionRow(peer, null);
    }
    this.#ended();
  }

  #permissionRow(peer: Address, columns: readonly string[] | null): void {
    const key = `${this.link.transport} ${endpointText(this.relayed)} ${peer}`;
    this.#host.simulation.row(this.#host.index, 'Permissions', key, columns);
  }

  #row(): void {
    const own = endpointText(this.relayed);
    this.#host.simulation.row(this.#host.index, 'Allocations', `${this.link.transport} ${own}`, [
      this.link.transport,
      own,
      endpointText(this.link.client),
      this.active ? endpointText(this.active) : '',
    ]);
  }
}
