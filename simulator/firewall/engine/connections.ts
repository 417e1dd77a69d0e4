import { icmpCounterpart } from '../../model/icmp.ts';
import type { FiveTuple } from '../../model/packet.ts';
import { Protocol } from '../../model/packet.ts';

const FIRST_CAPACITY = 32;
const EMPTY = -1;

/** Marks of a connection. */
export const Mark = {
  /** A packet came the other way. */
  answered: 1,
  /** TCP: somebody sent a FIN. */
  closing: 4,
  simultaneous: 8,
  challenge: 16,
  /** TCP: who began has acknowledged something; the other end has. */
  acknowledged: 32,
  otherAcknowledged: 64,
  /** TCP: the last segment came from the other end. */
  lastFromOther: 128,
  /** Both ends are inside. */
  hairpin: 256,
} as const;

/** The same values with the two ends exchanged. Takes and fills an object, because it is needed for every new connection. */
export interface Tuple {
  src: number;
  dst: number;
  sport: number;
  dport: number;
  protocol: number;
}

/** What the answer to a packet looks like; an ICMP packet that nothing answers has none, which is `false`. */
export function invert(tuple: FiveTuple, into: Tuple): boolean {
  const { src, dst, sport, dport, protocol } = tuple;
  into.src = dst;
  into.dst = src;
  into.protocol = protocol;
  if (protocol === Protocol.icmp) {
    const answer = icmpCounterpart(dport);
    into.sport = sport;
    into.dport = answer;
    return answer >= 0;
  }
  into.sport = dport;
  into.dport = sport;
  return true;
}

/**
 * The conversations that a firewall knows. Each has two tuples, that of packets from who began and that of their
 * answers, which differ by more than their ends where addresses are translated. An open-addressed hash table over typed
 * arrays; what has expired is left behind when it grows. "Slot" is the number of a connection times two, plus one for
 * the way of answers.
 */
export class Connections {
  /** Number that a connection keeps as long as it lives, for people and traces; from 0 in the order of opening. */
  serial = new Uint32Array(FIRST_CAPACITY);
  /** Rule that let the first packet pass. */
  rule = new Int32Array(FIRST_CAPACITY);
  /** `TcpState`; of other protocols 0. */
  state = new Uint8Array(FIRST_CAPACITY);
  /** Sum of `Mark`s. */
  marks = new Uint16Array(FIRST_CAPACITY);
  /** Instants: when it is forgotten, and when it began. */
  expires = new Float64Array(FIRST_CAPACITY);
  began = new Float64Array(FIRST_CAPACITY);
  /** TCP: last segment and its end; highest acknowledgement of who began and of the other end. */
  last = new Uint8Array(FIRST_CAPACITY);
  lastEnd = new Uint32Array(FIRST_CAPACITY);
  highest = new Uint32Array(FIRST_CAPACITY * 2);
  #src = new Uint32Array(FIRST_CAPACITY * 2);
  #dst = new Uint32Array(FIRST_CAPACITY * 2);
  #ports = new Uint32Array(FIRST_CAPACITY * 2);
  #protocol = new Uint8Array(FIRST_CAPACITY * 2);
  #count = 0;
  #opened = 0;
  #table = new Int32Array(FIRST_CAPACITY * 4).fill(EMPTY);

  /** The slot of a packet, or -1: only connections that have not expired are found. */
  find(src: number, dst: number, sport: number, dport: number, protocol: number, now: number): number {
    const ports = ((sport << 16) | dport) >>> 0;
    const mask = this.#table.length - 1;
    for (let at = mix(src, dst, ports, protocol) & mask; ; at = (at + 1) & mask) {
      const slot = this.#table[at]!;
      if (slot === EMPTY) return EMPTY;
      if (
        this.#src[slot] === src &&
        this.#dst[slot] === dst &&
        this.#ports[slot] === ports &&
        this.#protocol[slot] === protocol &&
        this.expires[slot >> 1]! > now
      )
        return slot;
    }
  }

  /** Opens a connection. Its tuples must not be those of one that lives. */
  open(first: FiveTuple, answer: FiveTuple, rule: number, expires: number, now: number): number {
    if (this.#count === this.rule.length) this.#grow(now);
    const entry = this.#count++;
    this.#set(entry * 2, first);
    this.#set(entry * 2 + 1, answer);
    this.#insert(entry * 2);
    this.#insert(entry * 2 + 1);
    this.serial[entry] = this.#opened++;
    this.rule[entry] = rule;
    this.expires[entry] = expires;
    this.began[entry] = now;
    this.state[entry] = 0;
    this.marks[entry] = 0;
    this.last[entry] = 0;
    this.lastEnd[entry] = 0;
    this.highest[entry * 2] = 0;
    this.highest[entry * 2 + 1] = 0;
    return entry;
  }

  /** The tuple of a slot. */
  read(slot: number, into: Tuple): void {
    into.src = this.#src[slot]!;
    into.dst = this.#dst[slot]!;
    into.sport = this.#ports[slot]! >>> 16;
    into.dport = this.#ports[slot]! & 0xffff;
    into.protocol = this.#protocol[slot]!;
  }

  /** Forgets a connection. */
  forget(entry: number): void {
    this.expires[entry] = -Infinity;
  }

  /**
   * Forgets the connection of a number, or all of them.
   * @returns the numbers of those that were alive
   */
  forgetSerial(serial: number | null, now: number): number[] {
    const gone: number[] = [];
    for (let entry = 0; entry < this.#count; entry++)
      if (this.expires[entry]! > now && (serial === null || this.serial[entry] === serial)) {
        this.forget(entry);
        gone.push(this.serial[entry]!);
      }
    return gone;
  }

  /** Are there as many as may be? */
  full(most: number, now: number): boolean {
    if (this.#count < most) return false;
    let alive = 0;
    for (let entry = 0; entry < this.#count; entry++) if (this.expires[entry]! > now) alive++;
    return alive >= most;
  }

  #set(slot: number, { src, dst, sport, dport, protocol }: FiveTuple): void {
    this.#src[slot] = src;
    this.#dst[slot] = dst;
    this.#ports[slot] = (sport << 16) | dport;
    this.#protocol[slot] = protocol;
  }

  #insert(slot: number): void {
    const mask = this.#table.length - 1;
    let at = mix(this.#src[slot]!, this.#dst[slot]!, this.#ports[slot]!, this.#protocol[slot]!) & mask;
    while (this.#table[at] !== EMPTY) at = (at + 1) & mask;
    this.#table[at] = slot;
  }

  /** Keeps what is alive; doubles when that is more than half. Places change only here, serial numbers never. */
  #grow(now: number): void {
    const alive: number[] = [];
    for (let i = 0; i < this.#count; i++) if (this.expires[i]! > now) alive.push(i);
    const capacity = alive.length * 2 > this.rule.length ? this.rule.length * 2 : this.rule.length;
    const kept = <T extends Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array>(
      from: T,
      to: T,
    ): T => {
      alive.forEach((old, index) => (to[index] = from[old]!));
      return to;
    };
    const pairs = <T extends Uint8Array | Uint32Array>(from: T, to: T): T => {
      alive.forEach((old, index) => {
        to[index * 2] = from[old * 2]!;
        to[index * 2 + 1] = from[old * 2 + 1]!;
      });
      return to;
    };
    this.serial = kept(this.serial, new Uint32Array(capacity));
    this.rule = kept(this.rule, new Int32Array(capacity));
    this.state = kept(this.state, new Uint8Array(capacity));
    this.marks = kept(this.marks, new Uint16Array(capacity));
    this.expires = kept(this.expires, new Float64Array(capacity));
    this.began = kept(this.began, new Float64Array(capacity));
    this.last = kept(this.last, new Uint8Array(capacity));
    this.lastEnd = kept(this.lastEnd, new Uint32Array(capacity));
    this.highest = pairs(this.highest, new Uint32Array(capacity * 2));
    this.#src = pairs(this.#src, new Uint32Array(capacity * 2));
    this.#dst = pairs(this.#dst, new Uint32Array(capacity * 2));
    this.#ports = pairs(this.#ports, new Uint32Array(capacity * 2));
    this.#protocol = pairs(this.#protocol, new Uint8Array(capacity * 2));
    this.#count = alive.length;
    this.#table = new Int32Array(capacity * 4).fill(EMPTY);
    for (let slot = 0; slot < this.#count * 2; slot++) this.#insert(slot);
  }
}

function mix(a: number, b: number, ports: number, protocol: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77) ^ Math.imul(ports, 0xc2b2ae3d) ^ protocol;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}
