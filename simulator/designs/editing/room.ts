import type { AddressRange } from '../../model/address.ts';
import { formatAddress, inRange, parseAddress, parseRange, prefixLength } from '../../model/address.ts';
import type { Design, DesignZone } from '../../model/design.ts';
import type { EntryKind } from '../forms/things.ts';
import { ENTRY_KINDS, entriesOf, idOf } from '../forms/things.ts';

/** Blocks within which more addresses like a zone's are looked for (RFC 1918 3); else the world's. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map((text) => parseRange(text)!);
/** Below those that are no host's (RFC 1112 4). */
const WORLD: AddressRange = { first: parseAddress('1.0.0.0')!, last: parseAddress('223.255.255.255')! };
/** More are not tried one by one. */
const MOST = 1_000_000;

/** Kinds whose ids must differ from one another's. */
const PLACES: ReadonlySet<EntryKind> = new Set(['zone', 'host', 'firewall', 'nat']);

/** What is still free in a design; what it gives out is taken from then on. */
export class Room {
  readonly #ids = new Map<string, Set<string>>();
  readonly #zones: Map<string, DesignZone>;
  readonly #addresses = new Set<string>();
  readonly #ranges: { readonly range: AddressRange; readonly shared: boolean }[] = [];
  /** Addresses on the Internet: no new prefix may hold one. */
  readonly #loose: number[] = [];
  /** Where looking on goes on. */
  readonly #reached = new Map<string, number>();

  constructor(design: Design) {
    this.#zones = new Map(design.zones.map((zone) => [zone.id, zone]));
    for (const kind of ENTRY_KINDS)
      for (const entry of entriesOf(design, kind)) this.#idsOf(kind).add(idOf(entry));
    for (const { rules } of design.firewalls) for (const { id } of rules) this.#idsOf('rule').add(id);
    for (const zone of design.zones)
      for (const text of zone.prefixes)
        this.#ranges.push({ range: parseRange(text)!, shared: !zone.private });
    for (const { interfaces } of design.hosts)
      for (const { zone, address } of interfaces) this.take(zone, address);
    for (const { outside, address } of design.nats) this.take(outside, address);
    for (const wall of design.firewalls) for (const { outside } of wall.nat) this.take(wall.outside, outside);
  }

  /** The id itself, or with the first number behind it that makes it free: "edge-2". */
  id(kind: EntryKind | 'rule', wanted: string): string {
    const taken = this.#idsOf(kind);
    // The loader's names for "no rule", and what means all addresses.
    const free = (id: string) => !taken.has(id) && !['default', 'null', 'any'].includes(id);
    const base = wanted.replace(/-\d+$/, '').slice(0, 56);
    let id = wanted;
    const key = `id ${kind} ${base}`;
    for (let number = this.#reached.get(key) ?? 2; !free(id); number++) {
      id = `${base}-${number}`;
      this.#reached.set(key, number + 1);
    }
    taken.add(id);
    return id;
  }

  /** Like `id` for accounts: the number goes behind the name. */
  uri(wanted: string): string {
    const at = wanted.indexOf('@');
    const taken = this.#idsOf('account');
    let uri = wanted;
    for (let number = 2; taken.has(uri); number++)
      uri = `${wanted.slice(0, at)}-${number}${wanted.slice(at)}`;
    taken.add(uri);
    return uri;
  }

  /** The first number from 2 on with which nobody is called: "carol-2", "fabrikam-2". */
  number(base: string): number {
    const key = `word ${base}`;
    let number = this.#reached.get(key) ?? 2;
    const taken = (id: string) =>
      (['person', 'organization'] as const).some((kind) => this.#idsOf(kind).has(id));
    while (taken(`${base}-${number}`)) number++;
    this.#reached.set(key, number + 1);
    return number;
  }

  /** A zone that was not there before may hold addresses from now on. */
  addZone(zone: DesignZone): void {
    this.#zones.set(zone.id, zone);
  }

  /**
   * The first prefix of the same length behind one, in the same block, that no zone has.
   * @returns null when there is none left
   */
  prefix(like: string): string | null {
    const range = parseRange(like);
    const length = range && prefixLength(range);
    if (!range || length === null) return null;
    const size = range.last - range.first + 1;
    const block = PRIVATE.find((one) => inRange(one, range.first)) ?? WORLD;
    const blockSize = block.last - block.first + 1;
    const key = `prefix ${like}`;
    let step = this.#reached.get(key) ?? 0;
    for (let tries = 0; step * size < blockSize && tries < MOST; step++, tries++) {
      const first = block.first + ((range.first - block.first + step * size) % blockSize);
      const candidate = { first, last: first + size - 1 };
      const clash =
        candidate.last > block.last ||
        this.#ranges.some((one) => overlap(one.range, candidate)) ||
        this.#loose.some((address) => inRange(candidate, address));
      if (clash) continue;
      this.#reached.set(key, step + 1);
      this.#ranges.push({ range: candidate, shared: true });
      return `${formatAddress(first)}/${length}`;
    }
    this.#reached.set(key, step);
    return null;
  }

  /**
   * The free address of a zone that is nearest to one that was wanted, by going up from it first.
   * @returns null when the zone has none left
   */
  address(zone: string, wanted: string): string | null {
    const found = this.#zones.get(zone);
    const near = parseAddress(wanted);
    if (!found) return null;
    const ranges = found.prefixes.map((text) => parseRange(text)!);
    const own = ranges.find((range) => near !== null && inRange(range, near)) ?? ranges[0];
    const from = near !== null && (!own || inRange(own, near)) ? near : (own?.first ?? WORLD.first);
    const address = this.#next(found, own ?? WORLD, from);
    if (address === null) return null;
    this.take(zone, address);
    return address;
  }

  /** From now on the address is somebody's. */
  take(zone: string, address: string): void {
    this.#addresses.add(this.#key(zone, address));
    if (this.#zones.get(zone)?.prefixes.length === 0) this.#loose.push(parseAddress(address)!);
  }

  #next(zone: DesignZone, range: AddressRange, from: number): string | null {
    const key = `address ${zone.id} ${from}`;
    const start = this.#reached.get(key) ?? from;
    const above = (at: number) => at <= range.last;
    for (let at = start, tries = 0; above(at) && tries < MOST; at++, tries++) {
      if (!this.#fits(zone, range, at)) continue;
      this.#reached.set(key, at);
      return formatAddress(at);
    }
    for (let at = from - 1, tries = 0; at >= range.first && tries < MOST; at--, tries++)
      if (this.#fits(zone, range, at)) return formatAddress(at);
    return null;
  }

  #fits(zone: DesignZone, range: AddressRange, at: number): boolean {
    // The network itself and its broadcast (RFC 1122 3.2.1.3), where it is large enough to have them.
    if (range.last - range.first >= 3 && (at === range.first || at === range.last)) return false;
    if (zone.prefixes.length === 0 && (at % 256 === 0 || at % 256 === 255)) return false;
    if (this.#addresses.has(this.#key(zone.id, formatAddress(at)))) return false;
    return zone.prefixes.length > 0 || !this.#ranges.some((one) => one.shared && inRange(one.range, at));
  }

  #key(zone: string, address: string): string {
    return `${this.#zones.get(zone)?.private ? zone : ''}/${address}`;
  }

  #idsOf(kind: EntryKind | 'rule'): Set<string> {
    const space = PLACES.has(kind as EntryKind) ? 'place' : kind;
    const ids = this.#ids.get(space) ?? new Set();
    this.#ids.set(space, ids);
    return ids;
  }
}

function overlap(one: AddressRange, other: AddressRange): boolean {
  return one.first <= other.last && other.first <= one.last;
}
