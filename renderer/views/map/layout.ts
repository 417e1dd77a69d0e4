import type { AddressRange } from '../../../simulator/model/address.ts';
import { inRange, parseAddress, parseRange } from '../../../simulator/model/address.ts';
import type { Design, DesignFirewall, DesignHost, DesignRule } from '../../../simulator/model/design.ts';
import { columnsOf } from './columns.ts';

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
  /** Address of the home router, drawn inside the card. */
  readonly nat: { readonly id: string; readonly address: string } | null;
  /** For hosts that stand between two walls. */
  readonly feet: readonly Foot[];
  readonly inner: string | null;
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

const HEADER = 46;
const MARGIN = 12;
const LEAST_GATE = 19;
const ROLE_GAP = 0.32;
const LEAST_FOOT = 34;
/** Room between a wall and the cards behind it, for ways from card to card. */
const LANE = 36;

/**
 * Places a design on a sheet of that size: zones as columns from the least to the most trusted, a wall for each
 * firewall with a gate for each rule in order, hosts beside the gates that name them. Laid out anew for each size.
 */
export function layoutMap(design: Design, width: number, height: number): MapLayout {
  const { depth, count } = columnsOf(design);
  const most = Math.max(0, ...design.firewalls.map((one) => units(one.rules)));
  const tall = Math.max(height, HEADER + MARGIN + most * LEAST_GATE);
  const wallWidth = Math.max(112, Math.min(132, width * 0.145));
  const free = Math.max(count * 120, width - (count - 1) * wallWidth);
  const shares = Array.from({ length: count }, (_, i) => (i === 0 ? 1.75 : i === count - 1 ? 1.3 : 0.92));
  const total = shares.reduce((sum, share) => sum + share, 0);

  const columns: Column[] = [];
  const walls: Wall[] = [];
  let x = 0;
  shares.forEach((share, index) => {
    const own = (free * share) / total;
    columns.push({ ...titleOf(design, depth, index), x, y: 0, width: own, height: tall });
    x += own;
    if (index < count - 1) {
      const firewalls = design.firewalls.filter(
        (one) => depth.get(one.outside) === index && depth.get(one.inside) === index + 1,
      );
      const box = { x, y: 0, width: wallWidth, height: tall };
      walls.push({ ...box, firewalls, after: index, gates: placeGates(firewalls, box) });
      x += wallWidth;
    }
  });

  const cards: Card[] = [];
  const groups: Group[] = [];
  columns.forEach((column, index) => {
    const hosts = design.hosts.filter((host) => depth.get(host.interfaces[0]!.zone) === index);
    if (index > 0 && index < count - 1)
      cards.push(...placeBetween(hosts, column, index, walls[index - 1]!, design));
    else {
      const placed = placeStack(hosts, column, index, design);
      cards.push(...placed.cards);
      groups.push(...placed.groups);
    }
  });
  return { width: x, height: tall, columns, walls, cards, groups };
}

/** Heights of a wall's gates, in gates: a little more where the owner of the rules changes. */
function units(rules: readonly DesignRule[]): number {
  return rules.reduce(
    (sum, rule, index) => sum + (index > 0 && rules[index - 1]!.role !== rule.role ? 1 + ROLE_GAP : 1),
    0,
  );
}

function placeGates(firewalls: readonly DesignFirewall[], wall: Box): Gate[] {
  const all = firewalls.flatMap((firewall) =>
    firewall.rules.map((rule, index) => ({ firewall: firewall.id, index, rule })),
  );
  const unit = Math.min(44, (wall.height - HEADER - MARGIN) / Math.max(1, units(all.map((one) => one.rule))));
  const height = Math.max(16, Math.min(26, unit - 4));
  let at = HEADER;
  return all.map((one, i) => {
    if (i > 0 && all[i - 1]!.rule.role !== one.rule.role) at += unit * ROLE_GAP;
    const y = at + (unit - height) / 2;
    at += unit;
    return { ...one, x: wall.x + 7, y, width: wall.width - 14, height };
  });
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
    const y = Math.max(free, Number.isFinite(top) ? top : free);
    const height = Math.max(58, (Number.isFinite(bottom) ? bottom : y + 54) - y);
    free = y + height + 8;
    const x = column.x + pad;
    const width = column.width - 2 * pad;
    const inner = host.interfaces.find((one) => !feet.some((foot) => foot.one === one));
    const head = 36;
    const placed = feet.map(({ one, gates }, i): Foot => {
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
    });
    return {
      host,
      column: index,
      person: null,
      nat: null,
      x,
      y,
      width,
      height,
      feet: placed,
      inner: inner?.address ?? null,
    };
  });
}

/** Hosts of an outermost column, one below the other; those of one pool in a frame. */
function placeStack(
  hosts: readonly DesignHost[],
  column: Column,
  index: number,
  design: Design,
): { cards: Card[]; groups: Group[] } {
  const width = Math.min(index === 0 ? 138 : 176, column.width - MARGIN - LANE);
  const x = index === 0 ? column.x + MARGIN : column.x + column.width - width - MARGIN;
  const entries = hosts.map((host) => {
    const nat = design.nats.find((one) => one.inside === host.interfaces[0]!.zone) ?? null;
    const person = design.people.find((one) => one.host === host.id)?.name ?? null;
    return { host, nat, person, pool: poolOf(host), height: person !== null ? (nat ? 84 : 66) : 44 };
  });
  // Pool members first, so that they stand together and high, where the walls' first gates are.
  entries.sort((a, b) => Number(b.pool !== null) - Number(a.pool !== null));
  const pools = new Set(entries.map((one) => one.pool));
  const frames = [...pools].filter((pool) => pool !== null).length * 34;
  const used = entries.reduce((sum, one) => sum + one.height, 0) + frames;
  const gap = Math.max(
    6,
    Math.min(96, (column.height - HEADER - MARGIN - used) / Math.max(1, entries.length)),
  );
  const cards: Card[] = [];
  const groups: Group[] = [];
  let y = HEADER + Math.min(10, gap / 2);
  entries.forEach((one, i) => {
    const begins = one.pool !== null && entries[i - 1]?.pool !== one.pool;
    const ends = one.pool !== null && entries[i + 1]?.pool !== one.pool;
    const inset = one.pool === null ? 0 : 6;
    if (begins) {
      groups.push({ title: 'Front-end pool', x, y, width, height: 0 });
      y += 26;
    }
    cards.push({
      host: one.host,
      column: index,
      person: one.person,
      nat: one.nat && { id: one.nat.id, address: one.nat.address },
      x: x + inset,
      y,
      width: width - 2 * inset,
      height: one.height,
      feet: [],
      inner: null,
    });
    y += one.height;
    if (ends) {
      y += 8;
      const frame = groups.pop()!;
      groups.push({ ...frame, height: y - frame.y });
    }
    y += one.pool !== null && !ends ? 6 : gap;
  });
  return { cards, groups };
}

/** The pool that a host serves in, as its roles say. */
function poolOf(host: DesignHost): string | null {
  for (const role of host.roles) if (typeof role['pool'] === 'string') return role['pool'];
  return null;
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
): { title: string; subtitle: string } {
  const zones = design.zones.filter((zone) => depth.get(zone.id) === index && !zone.private);
  const titles = [...new Set(zones.map((zone) => zone.title.split(',')[0]!))];
  const prefixes = zones.flatMap((zone) => zone.prefixes);
  const short = prefixes.map((text) => (prefixes.length > 1 ? text.replace(/(\.0)+\/\d+$/, '') : text));
  return { title: titles.join(', '), subtitle: short.length > 0 ? short.join(' and ') : 'any other address' };
}
