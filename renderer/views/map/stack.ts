import type { Design, DesignHost } from '../../../simulator/model/design.ts';
import { HEADER, MARGIN } from './gates.ts';
import type { Crowd } from './crowds.ts';
import type { Box, Card, Group, Sites } from './layout.ts';
import { sharedTitle } from './titles.ts';

/** Room between a wall and the cards behind it, for ways from card to card. */
const LANE = 36;
const LEAST_GAP = 6;
const MOST_GAP = 128;
const FRAME_HEAD = 26;
const FRAME_FOOT = 8;

interface Entry {
  readonly host: DesignHost;
  readonly person: string | null;
  readonly nat: Card['nat'];
  readonly crowd: Crowd | null;
  /** What stands in one frame: a pool's servers, a site's hosts. */
  readonly pool: string | null;
  readonly site: boolean;
  readonly height: number;
}

/** What a map is made of beside the design. */
export interface Made {
  readonly sites: Sites;
  readonly crowds: ReadonlyMap<string, Crowd>;
}

/** Of a crowd: its title, and a line for each state that is told. */
const CROWD_HEIGHT = 108;

function entriesOf(hosts: readonly DesignHost[], design: Design, { sites, crowds }: Made): Entry[] {
  const entries = hosts.map((host): Entry => {
    const crowd = crowds.get(host.id) ?? null;
    const site = sites.get(host.interfaces[0]!.zone);
    const shared = { host, crowd, pool: site ?? poolOf(host), site: site !== undefined };
    if (crowd) return { ...shared, person: null, nat: null, height: CROWD_HEIGHT };
    const nat = design.nats.find((one) => one.inside === host.interfaces[0]!.zone);
    const person = design.people.find((one) => one.host === host.id)?.name ?? null;
    const height = (person !== null ? 66 : 44) + (nat ? 18 : 0);
    return { ...shared, person, nat: nat ? { id: nat.id, address: nat.address } : null, height };
  });
  // Pool members first, so that they stand together and high, where the walls' first gates are; sites of others last.
  const pools = [...new Set(entries.map((one) => one.pool).filter((pool) => pool !== null))];
  const rank = ({ pool, site }: Entry) =>
    pool === null ? pools.length : pools.indexOf(pool) + (site ? pools.length + 1 : 0);
  return entries.sort((a, b) => rank(a) - rank(b));
}

/** The height that a stack of hosts needs at least. */
export function stackHeight(hosts: readonly DesignHost[], design: Design, made: Made): number {
  return HEADER + MARGIN + used(entriesOf(hosts, design, made)) + hosts.length * LEAST_GAP;
}

function used(entries: readonly Entry[]): number {
  const pools = new Set(entries.map((one) => one.pool).filter((pool) => pool !== null));
  return entries.reduce((sum, one) => sum + one.height, 0) + pools.size * (FRAME_HEAD + FRAME_FOOT);
}

/** Hosts of an outermost column, one below the other; those of one pool in a frame. */
export function placeStack(
  hosts: readonly DesignHost[],
  column: Box,
  index: number,
  design: Design,
  made: Made,
): { cards: Card[]; groups: Group[] } {
  const width = Math.min(
    index === 0 ? 144 : 176,
    column.width * (index === 0 ? 0.56 : 1),
    column.width - MARGIN - LANE,
  );
  const x = index === 0 ? column.x + MARGIN : column.x + column.width - width - MARGIN;
  const entries = entriesOf(hosts, design, made);
  const room = column.height - HEADER - MARGIN - used(entries);
  const gap = Math.max(LEAST_GAP, Math.min(MOST_GAP, room / Math.max(1, entries.length)));
  const cards: Card[] = [];
  const groups: Group[] = [];
  let y = HEADER + Math.min(10, gap / 2);
  let frame = y;
  entries.forEach((one, i) => {
    const begins = one.pool !== null && entries[i - 1]?.pool !== one.pool;
    const ends = one.pool !== null && entries[i + 1]?.pool !== one.pool;
    const inset = one.pool === null ? 0 : LEAST_GAP;
    if (begins) {
      frame = y;
      y += FRAME_HEAD;
    }
    cards.push({
      host: one.host,
      crowd: one.crowd,
      column: index,
      person: one.person,
      nat: one.nat,
      x: x + inset,
      y,
      width: width - 2 * inset,
      height: one.height,
      feet: [],
      inner: null,
      below:
        one.pool !== null && !ends
          ? 0
          : i === entries.length - 1
            ? Math.max(0, column.height - 4 - y - one.height)
            : gap,
    });
    y += one.height;
    if (ends) {
      y += FRAME_FOOT;
      const members = entries.filter((other) => other.pool === one.pool).map((other) => other.host.title);
      const title = one.site ? one.pool : poolTitle(members, one.pool);
      groups.push({ title, x, y: frame, width, height: y - frame });
    }
    y += one.pool !== null && !ends ? LEAST_GAP : gap;
  });
  return { cards, groups };
}

/** "Front end pool" for "Front end 1" and "Front end 2"; the pool's own name where its hosts share none. */
function poolTitle(titles: readonly string[], pool: string): string {
  const shared = sharedTitle(titles);
  return shared.length > 2 ? `${shared} pool` : pool;
}

/** The pool that a host serves in, as its roles say. */
function poolOf(host: DesignHost): string | null {
  for (const role of host.roles) if (typeof role['pool'] === 'string') return role['pool'];
  return null;
}
