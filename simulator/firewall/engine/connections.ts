import type { FiveTuple } from '../../model/packet.ts';

/** How far a conversation has come. UDP knows only `opened` and `answered`. */
export const ConnectionState = { opened: 0, answered: 1, established: 2, closing: 3, closed: 4 } as const;

const FIRST_CAPACITY = 256;
const EMPTY = -1;

/**
 * The conversations that a firewall knows, found by their five-tuple whichever way a packet goes: an open-addressed
 * hash table over typed arrays. Entries are never taken out one by one; those that have expired are left behind
 * when the table grows, or are opened anew when their tuple comes back.
 */
export class Connections {
  /** Rule that let the first packet pass. */
  rule = new Int32Array(FIRST_CAPACITY);
  state = new Uint8Array(FIRST_CAPACITY);
  /** Instant at which it is forgotten. */
  expires = new Float64Array(FIRST_CAPACITY);
  /** 1 when the lower end of the tuple began. */
  #lowBegan = new Uint8Array(FIRST_CAPACITY);
  #lowAddress = new Uint32Array(FIRST_CAPACITY);
  #highAddress = new Uint32Array(FIRST_CAPACITY);
  #ports = new Uint32Array(FIRST_CAPACITY);
  #protocol = new Uint8Array(FIRST_CAPACITY);
  #count = 0;
  #table = new Int32Array(FIRST_CAPACITY * 2).fill(EMPTY);

  /** The entry of a packet's conversation, or -1; it may have expired. */
  find(packet: FiveTuple): number {
    const { src, dst, sport, dport, protocol } = packet;
    const low = isLow(src, sport, dst, dport);
    const lowAddress = low ? src : dst;
    const highAddress = low ? dst : src;
    const ports = low ? ((sport << 16) | dport) >>> 0 : ((dport << 16) | sport) >>> 0;
    const mask = this.#table.length - 1;
    for (let at = mix(lowAddress, highAddress, ports, protocol) & mask; ; at = (at + 1) & mask) {
      const entry = this.#table[at]!;
      if (entry === EMPTY) return EMPTY;
      if (
        this.#lowAddress[entry] === lowAddress &&
        this.#highAddress[entry] === highAddress &&
        this.#ports[entry] === ports &&
        this.#protocol[entry] === protocol
      )
        return entry;
    }
  }

  /** Is this packet going the way of the first one? */
  forward(entry: number, packet: FiveTuple): boolean {
    return (this.#lowBegan[entry] === 1) === isLow(packet.src, packet.sport, packet.dst, packet.dport);
  }

  /** Opens the packet's conversation (again), begun by its sender. */
  open(packet: FiveTuple, rule: number, expires: number, now: number): number {
    let entry = this.find(packet);
    if (entry === EMPTY) {
      if (this.#count === this.rule.length) this.#grow(now);
      entry = this.#count++;
      const low = isLow(packet.src, packet.sport, packet.dst, packet.dport);
      this.#lowAddress[entry] = low ? packet.src : packet.dst;
      this.#highAddress[entry] = low ? packet.dst : packet.src;
      this.#ports[entry] = low ? (packet.sport << 16) | packet.dport : (packet.dport << 16) | packet.sport;
      this.#protocol[entry] = packet.protocol;
      this.#insert(entry);
    }
    this.#lowBegan[entry] = isLow(packet.src, packet.sport, packet.dst, packet.dport) ? 1 : 0;
    this.rule[entry] = rule;
    this.state[entry] = ConnectionState.opened;
    this.expires[entry] = expires;
    return entry;
  }

  #insert(entry: number): void {
    const mask = this.#table.length - 1;
    let at =
      mix(this.#lowAddress[entry]!, this.#highAddress[entry]!, this.#ports[entry]!, this.#protocol[entry]!) &
      mask;
    while (this.#table[at] !== EMPTY) at = (at + 1) & mask;
    this.#table[at] = entry;
  }

  /** Keeps what is alive; doubles when that is more than half. Entry numbers change only here. */
  #grow(now: number): void {
    const alive: number[] = [];
    for (let i = 0; i < this.#count; i++) if (this.expires[i]! > now) alive.push(i);
    const capacity = alive.length * 2 > this.rule.length ? this.rule.length * 2 : this.rule.length;
    const kept = <T extends Uint8Array | Uint32Array | Int32Array | Float64Array>(from: T, to: T): T => {
      alive.forEach((old, index) => (to[index] = from[old]!));
      return to;
    };
    this.rule = kept(this.rule, new Int32Array(capacity));
    this.state = kept(this.state, new Uint8Array(capacity));
    this.expires = kept(this.expires, new Float64Array(capacity));
    this.#lowBegan = kept(this.#lowBegan, new Uint8Array(capacity));
    this.#lowAddress = kept(this.#lowAddress, new Uint32Array(capacity));
    this.#highAddress = kept(this.#highAddress, new Uint32Array(capacity));
    this.#ports = kept(this.#ports, new Uint32Array(capacity));
    this.#protocol = kept(this.#protocol, new Uint8Array(capacity));
    this.#count = alive.length;
    this.#table = new Int32Array(capacity * 2).fill(EMPTY);
    for (let i = 0; i < this.#count; i++) this.#insert(i);
  }
}

function isLow(src: number, sport: number, dst: number, dport: number): boolean {
  return src < dst || (src === dst && sport <= dport);
}

function mix(a: number, b: number, ports: number, protocol: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77) ^ Math.imul(ports, 0xc2b2ae3d) ^ protocol;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}
