import type { AddressRange } from '../../../simulator/model/address.ts';
import { inRange, parseAddress, parseRange } from '../../../simulator/model/address.ts';
import type { Design, DesignFirewall, DesignHost, DesignRule } from '../../../simulator/model/design.ts';
import { gatedRules, type ChosenGates } from './chosen-gates.ts';
import { columnsOf } from './columns.ts';
import type { Crowd } from './crowds.ts';
import { HEADER, LEAST_GATE, MARGIN, placeGates, units } from './gates.ts';
import { placeStack, stackHeight } from './stack.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Gate extends Box {
  readonly firewall: string;
  readonly index: number;
  readonly rule: DesignRule;
}

export interface Wall extends Box {
  readonly firewalls: readonly DesignFirewall[];
  /** Column on its less trusted side. */
  readonly after: number;
  readonly gates: readonly Gate[];
}

export interface Column extends Box {
  /** The zone that a host would come to here, if there is one that is no home and no site of others. */
  readonly zone: string | null;
  readonly title: string;
  readonly subtitle: string;
}

/** One of a host's feet: the part of its box that stands beside the gates that lead to it. */
export interface Foot extends Box {
  readonly title: string;
  readonly address: string;
}

export interface Card extends Box {
  readonly host: DesignHost;
  readonly column: number;
  readonly person: string | null;
  /** Whom it stands for, when that is many. */
  readonly crowd: Crowd | null;
  /** Address of the home router, drawn inside the card. */
  readonly nat: { readonly id: string; readonly address: string } | null;
  /** For hosts that stand between two walls. */
  readonly feet: readonly Foot[];
  readonly inner: string | null;
  /** Free height under it, for what its person sees. */
  readonly below: number;
}

export interface Group extends Box {
  readonly title: string;
}

export interface MapLayout {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly Column[];
  readonly walls: readonly Wall[];
  readonly cards: readonly Card[];
  readonly groups: readonly Group[];
}

/** What the sites of others are called, by their zones. */
export type Sites = ReadonlyMap<string, string>;

const LEAST_FOOT = 34;
const MOST_HEIGHT = 20_000;

/**
 * Places a design on a sheet of that size: zones as columns from the least to the most trusted, a wall for each
 * firewall with a gate for each rule in order, hosts beside the gates that name them. Laid out anew for each size.
 */
export function layoutMap(
  design: Design,
  width: number,
  height: number,
  sites: Sites = new Map(),
  chosen: ChosenGates = new Map(),
  crowds: ReadonlyMap<string, Crowd> = new Map(),
): MapLayout {
  const { depth, count } = columnsOf(design);
  const most = Math.max(
    0,
    ...design.firewalls.map((one) => units(gatedRules(one, chosen).map(({ rule }) => rule))),
  );
  const hostsIn = (index: number) =>
    design.hosts.filter((host) => depth.get(host.interfaces[0]!.zone) === index);
  const stacks = [0, count - 1].map((index) => stackHeight(hostsIn(index), design, { sites, crowds }));
  const tall = Math.max(height, HEADER + MARGIN + most * LEAST_GATE, ...stacks);
  const wallWidth = Math.max(112, Math.min(132, width * 0.145));
  const free = Math.max(count * 120, width - (count - 1) * wallWidth);
  const shares = Array.from({ length: count }, (_, i) => (i === 0 ? 1.75 : i === count - 1 ? 1.3 : 0.92));
  const total = shares.reduce((sum, share) => sum + share, 0);

  const columns: Column[] = [];
  const walls: Wall[] = [];
  let x = 0;
  shares.forEach((share, index) => {
    const own = (free * share) / total;
    columns.push({ ...titleOf(design, depth, index, own, sites), x, y: 0, width: own, height: tall });
    x += own;
    if (index < count - 1) {
      const firewalls = design.firewalls.filter(
        (one) => depth.get(one.outside) === index && depth.get(one.inside) === index + 1,
      );
      const box = { x, y: 0, width: wallWidth, height: tall };
      walls.push({
        ...box,
        firewalls,
        after: index,
        gates: placeGates(firewalls, box, walls.at(-1)?.gates ?? [], chosen),
      });
      x += wallWidth;
    }
  });

  const cards: Card[] = [];
  const groups: Group[] = [];
  columns.forEach((column, index) => {
    const hosts = hostsIn(index);
    if (index > 0 && index < count - 1)
      cards.push(...placeBetween(hosts, column, index, walls[index - 1]!, design));
    else {
      const placed = placeStack(hosts, column, index, design, { sites, crowds });
      cards.push(...placed.cards);
      groups.push(...placed.groups);
    }
  });
  // Hosts between the walls that no rule names can need more: once more on a longer sheet.
  const lowest = Math.max(0, ...cards.map((card) => card.y + card.height)) + 4;
  if (lowest > tall + 1 && height < MOST_HEIGHT)
    return layoutMap(design, width, lowest, sites, chosen, crowds);
  return { width: x, height: tall, columns, walls, cards, groups };
}

/** Hosts between two walls, each foot beside the gates of the outer wall that name its address. */
function placeBetween(
  hosts: readonly DesignHost[],
  column: Column,
  index: number,
  outer: Wall,
  design: Design,
): Card[] {
  const pad = Math.max(8, column.width * 0.09);
  const wanted = hosts.map((host) => {
    const feet = host.interfaces
      .filter((one) => outer.firewalls.some((firewall) => firewall.inside === one.zone))
      .map((one) => ({ one, gates: outer.gates.filter((gate) => names(gate.rule, one.address, design)) }));
    const gates = feet.flatMap((foot) => foot.gates);
    const top = gates.length > 0 ? Math.min(...gates.map((gate) => gate.y)) - 4 : Infinity;
    const bottom = gates.length > 0 ? Math.max(...gates.map((gate) => gate.y + gate.height)) + 4 : -Infinity;
    return { host, feet, top, bottom };
  });
  wanted.sort((a, b) => a.top - b.top);
  let free = HEADER - 2;
  return wanted.map(({ host, feet, top, bottom }) => {
    const level = Math.max(free, Number.isFinite(top) ? top : free);
    const height = Math.max(58, (Number.isFinite(bottom) ? bottom : level + 54) - level);
    // The last one may stand a little above its gates rather than below the ground.
    const y = Math.max(free, Math.min(level, column.height - 4 - height));
    free = y + height + 8;
    const x = column.x + pad;
    const width = column.width - 2 * pad;
    const inner = host.interfaces.find((one) => !feet.some((foot) => foot.one === one));
    const head = 36;
    const placed = apart(
      feet.map(({ one, gates }, i): Foot => {
        const from = gates.length > 0 ? Math.min(...gates.map((gate) => gate.y)) - 2 : y + head + i * 34;
        const to = gates.length > 0 ? Math.max(...gates.map((gate) => gate.y + gate.height)) + 2 : from + 30;
        // A foot of a single gate is as high as its two lines of text need, around that gate.
        const low = Math.min(Math.max(to, (from + to) / 2 + LEAST_FOOT / 2), y + height - 6);
        const high = Math.max(y + head, Math.min(from, (from + to) / 2 - LEAST_FOOT / 2));
        return {
          title: one.title ?? one.id,
          address: one.address,
          x: x + 6,
          y: high,
          width: width - 26,
          height: Math.max(LEAST_FOOT, low - high),
        };
      }),
    );
    return {
      host,
      column: index,
      person: null,
      crowd: null,
      nat: null,
      x,
      y,
      width,
      height,
      feet: placed,
      inner: inner?.address ?? null,
      below: 0,
    };
  });
}

/** Feet whose gates are mixed share the height: none covers another. */
function apart(feet: readonly Foot[]): readonly Foot[] {
  const sorted = [...feet].sort((a, b) => a.y - b.y);
  let free = -Infinity;
  return sorted.map((foot, i) => {
    const y = Math.max(foot.y, free);
    const next = Math.max(sorted[i + 1]?.y ?? Infinity, y + LEAST_FOOT + 4);
    const bottom = Math.max(y + LEAST_FOOT, Math.min(foot.y + foot.height, next - 4));
    free = bottom + 4;
    return { ...foot, y, height: bottom - y };
  });
}

/** Does a rule name this very address (and not just "any")? */
function names(rule: DesignRule, address: string, design: Design): boolean {
  const value = parseAddress(address);
  if (value === null) return false;
  return [rule.src, rule.dst].some((text) =>
    text.split(',').some((part) => {
      const name = part.trim();
      if (name === 'any') return false;
      const range: AddressRange | null = parseRange(name);
      if (range) return inRange(range, value);
      return design.hosts.some((host) =>
        host.interfaces.some(
          (one) => one.address === address && (name === host.id || name === `${host.id}.${one.id}`),
        ),
      );
    }),
  );
}

function titleOf(
  design: Design,
  depth: ReadonlyMap<string, number>,
  index: number,
  width: number,
  sites: Sites,
): Pick<Column, 'zone' | 'title' | 'subtitle'> {
  const zones = design.zones.filter(
    (zone) => depth.get(zone.id) === index && !zone.private && !sites.has(zone.id),
  );
  const titles = [...new Set(zones.map((zone) => zone.title.split(',')[0]!))];
  const prefixes = zones.flatMap((zone) => zone.prefixes);
  const short = prefixes.map((text) => (prefixes.length > 1 ? text.replace(/(\.0)+\/\d+$/, '') : text));
  const joined = short.join(short.join(' and ').length * 5.9 > width ? ', ' : ' and ');
  return {
    zone: zones[0]?.id ?? null,
    title: titles.join(', '),
    subtitle: joined === '' ? 'any other address' : joined,
  };
}
