import type { Recording } from '../../capture/recording/recording.ts';
import type { Address, AddressRange } from '../../model/address.ts';
import { formatAddress, inRange, parseAddress, parseRange } from '../../model/address.ts';
import type { Design, DesignHost, DesignZone } from '../../model/design.ts';

/** Whose address of a capture is which of the design's. */
export interface Renamed {
  /** An address, or all of a prefix. */
  readonly from: AddressRange;
  readonly to: Address;
}

/** Where packets to and from an address are sent and taken. */
export interface End {
  /** The host that has it, or stands for it. */
  readonly id: string;
  readonly zone: string;
  readonly address: Address;
}

/** Hosts that are shown for addresses that the design does not name; further ones share one. */
const FOREIGN_MAX = 24;
const OTHERS = 'other-addresses';
/** RFC 5771, RFC 919: what is sent to these reaches those near the sender, and passes no firewall. */
const MULTICAST = 0xe0000000;

/**
 * Who has which address of a capture: the design's hosts, and a host of its own for each that is foreign. A home is seen
 * from outside: its router is a host, and what is behind it is the router's.
 */
export class Ends {
  /** The design with hosts for foreign addresses and for homes' routers. */
  readonly design: Design;
  /** Foreign addresses that have a host of their own, and those that share one. */
  readonly foreign: readonly Address[];
  readonly others: readonly Address[];
  readonly #renamed: readonly Renamed[];
  /** What stands for something inside (one-to-one NAT), and homes for their router. */
  readonly #inside = new Map<Address, Address>();
  readonly #ends = new Map<Address, End>();
  readonly #zones: readonly { readonly zone: DesignZone; readonly ranges: readonly AddressRange[] }[];

  /** @param names what the capture calls addresses */
  constructor(
    { addresses }: Pick<Recording, 'addresses'>,
    design: Design,
    renamed: readonly Renamed[] = [],
    names: ReadonlyMap<Address, string> = new Map(),
  ) {
    // A single address counts before a prefix that holds it.
    this.#renamed = [...renamed].sort((a, b) => size(a.from) - size(b.from));
    this.#zones = design.zones.map((zone) => ({
      zone,
      ranges: zone.prefixes.map((text) => parseRange(text)!),
    }));
    for (const firewall of design.firewalls)
      for (const { outside, inside } of firewall.nat)
        this.#inside.set(parseAddress(outside)!, parseAddress(inside)!);
    this.#placeDesign(design);
    const counts = new Map<Address, number>();
    for (const [address, packets] of addresses) {
      const known = this.known(address);
      if (!this.#ends.has(known) && known < MULTICAST) counts.set(known, (counts.get(known) ?? 0) + packets);
    }
    const order = [...counts].sort(([a, x], [b, y]) => y - x || a - b).map(([address]) => address);
    this.foreign = order.slice(0, FOREIGN_MAX);
    this.others = order.slice(FOREIGN_MAX);
    const homes = new Set(design.nats.map(({ inside }) => inside));
    const hosts = design.hosts.filter(({ interfaces }) => !interfaces.some(({ zone }) => homes.has(zone)));
    const routers = design.nats.map(({ id, title, outside, address }) =>
      hostOf(id, title, [{ zone: outside, address: parseAddress(address)! }]),
    );
    this.design = {
      ...design,
      nats: [],
      hosts: [...routers, ...hosts, ...this.#foreignHosts(names)],
      people: design.people.filter(({ host }) => hosts.some(({ id }) => id === host)),
    };
  }

  /** The address by which the design knows one of the capture. */
  known(address: Address): Address {
    const renamed = this.renamed(address);
    return this.#inside.get(renamed) ?? renamed;
  }

  /** The design's address for one of the capture, which may be one that a NAT stands for. */
  renamed(address: Address): Address {
    return this.#renamed.find(({ from }) => inRange(from, address))?.to ?? address;
  }

  /**
   * Who has an address, as `known` gives it; what is for everybody near is where its sender is.
   * @param near the sender's zone; null for the sender itself, whom only a damaged capture calls everybody
   */
  of(address: Address, near: string | null): End {
    if (near !== null && address >= MULTICAST) return { id: OTHERS, zone: near, address };
    return this.#ends.get(address) ?? { id: OTHERS, zone: this.#zoneOf(address), address };
  }

  #placeDesign(design: Design): void {
    const homes = new Map(design.nats.map((nat) => [nat.inside, parseAddress(nat.address)!]));
    for (const nat of design.nats) {
      const address = parseAddress(nat.address)!;
      this.#ends.set(address, { id: nat.id, zone: nat.outside, address });
    }
    for (const host of design.hosts)
      for (const one of host.interfaces) {
        const address = parseAddress(one.address)!;
        const home = homes.get(one.zone);
        if (home === undefined) this.#ends.set(address, { id: host.id, zone: one.zone, address });
        else this.#inside.set(address, home);
      }
  }

  #foreignHosts(names: ReadonlyMap<Address, string>): DesignHost[] {
    const hosts = this.foreign.map((address): DesignHost => {
      const text = formatAddress(address);
      const end = { id: `at-${text}`, zone: this.#zoneOf(address), address };
      this.#ends.set(address, end);
      return hostOf(end.id, names.get(address) ?? text, [end]);
    });
    const [first] = this.others;
    if (first === undefined) return hosts;
    const { length } = this.others;
    const end = { zone: this.#zoneOf(first), address: first };
    return [...hosts, hostOf(OTHERS, `${length} more ${length === 1 ? 'address' : 'addresses'}`, [end])];
  }

  /** The zone that has an address; the Internet has what no other zone has. */
  #zoneOf(address: Address): string {
    const holds = this.#zones.find(
      ({ zone, ranges }) => !zone.private && ranges.some((range) => inRange(range, address)),
    );
    const open = this.#zones.find(({ ranges }) => ranges.length === 0);
    return (holds ?? open ?? this.#zones[0]!).zone.id;
  }
}

function hostOf(id: string, title: string, ends: readonly Pick<End, 'zone' | 'address'>[]): DesignHost {
  return {
    id,
    title,
    system: 'windows',
    interfaces: ends.map(({ zone, address }) => ({
      id: 'net',
      zone,
      address: formatAddress(address),
      link: { delay_ms: 0, jitter_ms: 0, loss: 0 },
    })),
    dns: [],
    hostsFile: {},
    trusts: [],
    roles: [],
  };
}

function size({ first, last }: AddressRange): number {
  return last - first;
}
