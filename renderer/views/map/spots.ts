import type { Address } from '../../../simulator/model/address.ts';
import type { Design } from '../../../simulator/model/design.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { sitesOf } from './scene.ts';

/** A place that packets pass: a host with one of its addresses, a home's router, or a firewall with one of its gates. */
export interface Spot {
  readonly node: number;
  /** Id of what stands on the map: the host, the host behind the router, or the firewall. */
  readonly home: string;
  readonly kind: 'host' | 'nat' | 'firewall';
  readonly firewall: string | null;
  /** Index of the rule whose gate is meant, or -1. */
  readonly gate: number;
  /** The host's own; where no gate is meant, the one that the packet wants to come to. */
  readonly address: Address;
}

/** Apart from all indexes of rules, so that both fit into one number. */
const ADDRESSES = 0x1_0000_0000;

export function gateKey(firewall: string, index: number): string {
  return `${firewall}/${index}`;
}

/** The spots of a run, each once. */
export class Spots {
  readonly all: Spot[] = [];
  readonly #reader: TraceReader;
  readonly #known: (Map<number, number> | undefined)[];
  /** The host whose card shows each router: of those behind it, one that takes part. */
  readonly #homes = new Map<string, string>();
  /** Firewalls of others' sites are not drawn. */
  readonly #open = new Set<string>();

  constructor(reader: TraceReader, design: Design, active: ReadonlySet<string>) {
    this.#reader = reader;
    this.#known = new Array<undefined>(reader.trace.nodes.length);
    const taking = design.hosts.filter(({ id }) => active.has(id));
    const behind = new Map(taking.map(({ id, interfaces }) => [interfaces[0]?.zone ?? '', id]));
    for (const nat of design.nats) {
      const host = behind.get(nat.inside);
      if (host !== undefined) this.#homes.set(nat.id, host);
    }
    const sites = sitesOf(design);
    for (const { id, inside } of design.firewalls) if (sites.has(inside)) this.#open.add(id);
  }

  /**
   * The spot of an event of a packet, or -1 where nothing is drawn.
   * @param src as the packet has it there; and `dst`
   * @param lost does the packet's way end before its host?
   */
  at(event: number, src: Address, dst: Address, lost: boolean): number {
    const { events } = this.#reader.trace;
    const node = events.node[event]!;
    const what = events.kind[event];
    const { id, kind } = this.#reader.node(node);
    if (kind === 'zone') return -1;
    if (kind === 'host') return this.#spot(node, -1, what === EventKind.send ? src : dst, id, kind);
    if (kind === 'nat') {
      const home = this.#homes.get(id);
      return home === undefined ? -1 : this.#spot(node, -1, 0, home, kind);
    }
    // What a firewall rewrites, it has judged: the verdict says by which gate.
    if (this.#open.has(id) || what === EventKind.translate) return -1;
    const [rule, closed] = what === EventKind.verdict ? [events.a[event]!, events.c[event]!] : [-1, -1];
    const gate = rule >= 0 ? rule : lost ? closed : -1;
    return this.#spot(node, gate, gate < 0 ? dst : 0, id, kind);
  }

  #spot(node: number, gate: number, address: Address, home: string, kind: Spot['kind']): number {
    const known = (this.#known[node] ??= new Map<number, number>());
    const key = gate < 0 ? address : ADDRESSES + gate;
    let index = known.get(key);
    if (index === undefined) {
      const firewall = kind === 'firewall' ? home : null;
      index = this.all.push({ node, home, kind, firewall, gate, address }) - 1;
      known.set(key, index);
    }
    return index;
  }
}
