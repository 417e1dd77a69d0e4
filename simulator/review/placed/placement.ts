import { Duplicates } from '../../capture/recording/duplicates.ts';
import type { NamedPacket, RecordedFlow, Recording } from '../../capture/recording/recording.ts';
import type { Address } from '../../model/address.ts';
import type { IcmpError } from '../../model/icmp.ts';
import type { Message, Packet } from '../../model/packet.ts';
import { Flag, Protocol, SINGLE } from '../../model/packet.ts';
import type { Instant } from '../../model/time.ts';
import type { Trace } from '../../model/trace.ts';
import type { Attachment } from '../../network/fabric.ts';
import { recorded } from '../../protocols/recorded/message.ts';
import type { Ends } from './ends.ts';
import type { Said } from './stand.ts';
import { Stand } from './stand.ts';

/** Flags that a firewall looks at: all but urgent data and congestion. */
const FLAGS = Flag.fin | Flag.syn | Flag.rst | Flag.psh | Flag.ack;

/** One conversation of a recording on the design. */
export interface FlowPlace {
  /** Its flows in the recording: several where it was captured on both sides of a NAT. */
  readonly flows: ReadonlySet<RecordedFlow>;
  /** Numbers of its packets in the trace, in order. */
  readonly packets: readonly number[];
  /** Did it begin before the capture did, and was its beginning taken as passed? */
  readonly assumed: boolean;
  /** What stopped its beginning, where it began before the capture and no rule would let that pass. */
  readonly stopped: Said | null;
}

export interface Placement {
  readonly trace: Trace;
  readonly flows: readonly FlowPlace[];
  /** Frame numbers of the file by packet of the trace; 0 for what a firewall sent. */
  readonly frames: Uint32Array;
  /** Packets that were seen on both sides of a NAT, and count once. */
  readonly copies: number;
}

interface Progress {
  readonly flows: Set<RecordedFlow>;
  readonly packets: number[];
  assumed: boolean;
  stopped: Said | null;
  last: number;
}

/** Puts each packet of a recording on the design, at its time, and lets the firewalls judge it. */
export class Placer {
  readonly #recording: Recording;
  readonly #ends: Ends;
  readonly #stand: Stand;
  readonly #duplicates = new Duplicates();
  readonly #flows = new Map<string, Progress>();
  /** Packet of the trace by packet of the recording. */
  readonly #placed: Int32Array;
  /** For each address inside that has one outside: that, and the zones on the firewall's outer side of it. */
  readonly #outward = new Map<Address, { readonly outside: Address; readonly inner: ReadonlySet<string> }>();
  #copies = 0;

  constructor(recording: Recording, ends: Ends) {
    this.#recording = recording;
    this.#ends = ends;
    this.#stand = new Stand(ends);
    this.#placed = new Int32Array(recording.packets.length).fill(-1);
    const { design } = ends;
    for (const [id, { engine }] of this.#stand.ground.walls) {
      const wall = design.firewalls.find((one) => one.id === id)!;
      const inner = zonesBehind(ends, wall.id, wall.inside);
      for (const { outside, inside } of engine.policy.nat) this.#outward.set(inside, { outside, inner });
    }
  }

  place(): Placement {
    const { packets } = this.#recording;
    const start = packets[0]?.time ?? 0;
    packets.forEach((packet, index) => this.#one(packet, index, packet.time - start));
    const trace = this.#stand.simulation.trace.finish();
    const frames = new Uint32Array(trace.packets.src.length);
    this.#placed.forEach((packet, index) => {
      if (packet >= 0) frames[packet] = packets[index]!.number;
    });
    return { trace, flows: [...this.#flows.values()], frames, copies: this.#copies };
  }

  #one(packet: NamedPacket, index: number, at: Instant): void {
    const { headers } = packet;
    const [src, dst] = [this.#ends.known(headers.src), this.#ends.known(headers.dst)];
    // Behind a NAT it has other addresses and ports; what stays is who it is from and for.
    if (this.#duplicates.isCopy(packet, `${src} ${dst}`)) {
      this.#copies++;
      return;
    }
    const from = this.#stand.at(src, null);
    const draft = { ...this.#draft(packet), src, dst: this.#called(dst, from) };
    this.#stand.at(dst, from.zone.id);
    const flow = this.#flowOf(packet, draft, from, at);
    const repeats = packet.repeats < 0 ? -1 : this.#placed[packet.repeats]!;
    const { packet: placed, last } = this.#stand.send(draft, from, at, flow.last, repeats);
    this.#placed[index] = placed;
    flow.packets.push(placed);
    flow.last = last;
  }

  /** By which address somebody in that zone calls one: by that outside, when a NAT stands between. */
  #called(dst: Address, { zone }: Attachment): Address {
    const known = this.#outward.get(dst);
    return known && !known.inner.has(zone.id) ? known.outside : dst;
  }

  #draft({ headers, message, offset, length, size }: NamedPacket): Omit<Packet, 'id'> {
    const { src, dst, protocol, sport, dport, seq, ack } = headers;
    const carried =
      message ?? (length > 0 ? recorded(`${length} bytes, not captured`, 'tls', new Uint8Array()) : null);
    return {
      src,
      dst,
      protocol,
      sport,
      dport,
      flags: headers.flags & FLAGS,
      seq,
      ack,
      payload: carried && { message: this.#renamed(carried), offset, length, size, counted: SINGLE },
    };
  }

  /** An ICMP error quotes a packet, whose addresses the design may know by other names. */
  #renamed(message: Message): Message {
    if (message.protocol !== 'icmp') return message;
    const { quoted } = message as IcmpError;
    const [src, dst] = [this.#ends.renamed(quoted.src), this.#ends.renamed(quoted.dst)];
    if (src === quoted.src && dst === quoted.dst) return message;
    return { ...message, quoted: { ...quoted, src, dst } } as IcmpError;
  }

  #flowOf(packet: NamedPacket, draft: Omit<Packet, 'id'>, from: Attachment, at: Instant): Progress {
    const flow = this.#recording.flows[packet.flow]!;
    const ends = [`${draft.src} ${draft.sport}`, `${this.#ends.known(draft.dst)} ${draft.dport}`].sort();
    const key =
      draft.protocol === Protocol.icmp ? `icmp ${flow.number}` : `${draft.protocol} ${ends.join(' ')}`;
    let known = this.#flows.get(key);
    if (!known) {
      known = { flows: new Set(), packets: [], assumed: false, stopped: null, last: -1 };
      this.#flows.set(key, known);
      if (!flow.whole) this.#assume(known, flow, draft, from, at);
    }
    known.flows.add(flow);
    return known;
  }

  /**
   * A flow that began before the capture: its beginning is taken as passed where the rules would let it pass, from the
   * end that looks like the caller, else from the other.
   */
  #assume(
    into: Progress,
    flow: RecordedFlow,
    draft: Omit<Packet, 'id'>,
    from: Attachment,
    now: Instant,
  ): void {
    const callerSent = this.#ends.known(flow.src) === draft.src && flow.sport === draft.sport;
    const to = this.#stand.at(this.#ends.known(draft.dst), from.zone.id);
    const ways = [
      { caller: from, callee: to, sport: draft.sport, dport: draft.dport },
      { caller: to, callee: from, sport: draft.dport, dport: draft.sport },
    ];
    for (const way of callerSent ? ways : ways.reverse()) {
      const stopped = this.#open(draft.protocol, way, now);
      if (stopped === null) {
        into.assumed = true;
        into.stopped = null;
        return;
      }
      into.stopped ??= stopped;
    }
  }

  /** Lets a conversation begin in the tables of the firewalls; what stops it, or null. */
  #open(protocol: number, { caller, callee, sport, dport }: Way, now: Instant): Said | null {
    const tcp = protocol === Protocol.tcp;
    const first: Packet = {
      id: 0,
      src: caller.address,
      dst: this.#called(callee.address, caller),
      protocol,
      sport,
      dport,
      flags: tcp ? Flag.syn : 0,
      seq: 0,
      ack: 0,
      payload: null,
    };
    const { said, arrives } = this.#stand.ask(first, caller, now);
    const stopped = said.find(({ passes }) => !passes);
    if (stopped || !tcp) return stopped ?? null;
    const { src, dst } = arrives;
    const answer = { ...arrives, src: dst, dst: src, sport: arrives.dport, dport: arrives.sport };
    this.#stand.ask({ ...answer, flags: Flag.syn | Flag.ack }, callee, now);
    this.#stand.ask({ ...first, flags: Flag.ack }, caller, now);
    return null;
  }
}

interface Way {
  readonly caller: Attachment;
  readonly callee: Attachment;
  readonly sport: number;
  readonly dport: number;
}

/** The zones that one reaches from a firewall's inside without passing it. */
function zonesBehind({ design }: Ends, firewall: string, inside: string): ReadonlySet<string> {
  const found = new Set([inside]);
  const others = design.firewalls.filter(({ id }) => id !== firewall);
  for (const zone of found)
    for (const one of others) {
      if (one.outside === zone) found.add(one.inside);
      if (one.inside === zone) found.add(one.outside);
    }
  return found;
}
