/** A state's box, in the machine's own directions: u along the layers, v beside. */
export interface Cell {
  readonly id: string;
  readonly depth: number;
  readonly row: number;
  readonly u: number;
  readonly v: number;
  readonly along: number;
  readonly beside: number;
}

export interface Side {
  readonly x: number;
  readonly y: number;
}

type Spot = readonly [u: number, v: number];

interface Route {
  readonly points: readonly Spot[];
  /** `up`: how far above that spot, in pixels of the sheet. */
  readonly label: {
    readonly u: number;
    readonly v: number;
    readonly up: number;
    readonly anchor: 'start' | 'middle';
  } | null;
}

const TIP = 7;
const SLOT = 10;
const LANE = 20;
const FIRST_LANE = 30;
const EACH = 5.8;

/** Finds ways between states: each side of a box has places, so that no two ways share one. */
export class Router {
  readonly #cells: ReadonlyMap<string, Cell>;
  readonly #across: boolean;
  readonly #taken = new Map<string, number>();
  readonly #lanes = { before: 0, behind: 0 };
  /** Ways that already run between two layers, by the layer before. */
  readonly #channels = new Map<number, number>();
  /** Where words stand already. */
  readonly #worded: Spot[] = [];
  readonly #wide: number;

  constructor(cells: readonly Cell[], across: boolean) {
    this.#cells = new Map(cells.map((cell) => [cell.id, cell]));
    this.#across = across;
    this.#wide = Math.max(...cells.map((cell) => cell.v + cell.beside));
  }

  /** Room that the ways outside took, before the first row and behind the last. */
  get lanes(): { readonly before: number; readonly behind: number } {
    const room = (count: number) => (count === 0 ? 0 : FIRST_LANE + (count - 1) * LANE + 8);
    return { before: room(this.#lanes.before), behind: room(this.#lanes.behind) };
  }

  /** In which order ways choose their places: the straight ones first. */
  rank({ from, to }: { from: string; to: string }): number {
    const [a, b] = [this.#cells.get(from)!, this.#cells.get(to)!];
    if (a === b) return 4;
    if (a.row === b.row) return b.depth === a.depth + 1 ? 0 : 3 + Math.abs(b.depth - a.depth) / 100;
    return a.depth === b.depth && Math.abs(a.row - b.row) === 1 ? 1 : 2;
  }

  route(from: string, to: string, words: string): Route {
    const [a, b] = [this.#cells.get(from)!, this.#cells.get(to)!];
    if (a === b) return this.#loop(a, words);
    if (a.row === b.row) return b.depth === a.depth + 1 ? this.#straight(a, b) : this.#outside(a, b, words);
    if (a.depth === b.depth) return Math.abs(a.row - b.row) === 1 ? this.#between(a, b) : this.#aside(a, b);
    const cornered = this.#isFree(a, b, [a.u + a.along / 2, b.v + b.beside / 2]);
    const turned = this.#isFree(a, b, [b.u + b.along / 2, a.v + a.beside / 2]);
    // Down first, and up last: so the ways run on the sides away from the first row.
    if (cornered && (b.row > a.row || !turned)) return this.#corner(a, b, words);
    if (turned) return this.#turned(a, b, words);
    return Math.abs(a.depth - b.depth) === 1 ? this.#channel(a, b) : this.#outside(a, b, words);
  }

  /** Does no box stand on the way from one state to another that turns at a corner? */
  #isFree(a: Cell, b: Cell, corner: Spot): boolean {
    const points: Spot[] = [
      [a.u + a.along / 2, a.v + a.beside / 2],
      corner,
      [b.u + b.along / 2, b.v + b.beside / 2],
    ];
    return [...this.#cells.values()].every((cell) => {
      if (cell === a || cell === b) return true;
      return points.slice(1).every(([u2, v2], i) => {
        const [u1, v1] = points[i]!;
        return (
          Math.max(u1, u2) < cell.u - 4 ||
          Math.min(u1, u2) > cell.u + cell.along + 4 ||
          Math.max(v1, v2) < cell.v - 4 ||
          Math.min(v1, v2) > cell.v + cell.beside + 4
        );
      });
    });
  }

  /** The next free place on a side of a box: its middle, then to both sides of it. */
  #slot(cell: Cell, side: 'start' | 'end' | 'before' | 'behind'): number {
    const key = `${cell.id}/${side}`;
    const used = this.#taken.get(key) ?? 0;
    this.#taken.set(key, used + 1);
    const step = Math.ceil(used / 2) * SLOT * (used % 2 === 1 ? 1 : -1);
    const most = (side === 'start' || side === 'end' ? cell.beside : cell.along) / 2 - 6;
    return Math.max(-most, Math.min(most, step));
  }

  #straight(a: Cell, b: Cell): Route {
    const v = a.v + a.beside / 2;
    this.#slot(a, 'end');
    this.#slot(b, 'start');
    const middle = (a.u + a.along + b.u) / 2;
    const label = this.#across
      ? { u: middle, v, up: -9, anchor: 'middle' as const }
      : { u: middle, v: v + 7, up: -1, anchor: 'start' as const };
    return {
      points: [
        [a.u + a.along, v],
        [b.u - TIP, v],
      ],
      label,
    };
  }

  /** Within a layer, to the next row. */
  #between(a: Cell, b: Cell): Route {
    const forth = b.v > a.v;
    const offset = this.#slot(a, forth ? 'behind' : 'before');
    this.#slot(b, forth ? 'before' : 'behind');
    const u = a.u + a.along / 2 + offset;
    const [v1, v2] = forth ? [a.v + a.beside, b.v - TIP] : [a.v, b.v + b.beside + TIP];
    const label = this.#across ? { u: u + 6, v: (v1 + v2) / 2, up: 0, anchor: 'start' as const } : null;
    return {
      points: [
        [u, v1],
        [u, v2],
      ],
      label,
    };
  }

  /** Within a layer, past another row: out at its end and back. */
  #aside(a: Cell, b: Cell): Route {
    const va = a.v + a.beside / 2 + this.#slot(a, 'end');
    const vb = b.v + b.beside / 2 + this.#slot(b, 'end');
    const u = a.u + a.along + 16 + this.#inChannel(a.depth) * 7;
    return {
      points: [
        [a.u + a.along, va],
        [u, va],
        [u, vb],
        [b.u + b.along + TIP, vb],
      ],
      label: null,
    };
  }

  /** To another row of the next layer, or of the one before: between the two. */
  #channel(a: Cell, b: Cell): Route {
    const forth = b.depth > a.depth;
    const va = a.v + a.beside / 2 + this.#slot(a, forth ? 'end' : 'start');
    const vb = b.v + b.beside / 2 + this.#slot(b, forth ? 'start' : 'end');
    const left = forth ? a : b;
    const u = left.u + left.along + 16 + this.#inChannel(left.depth) * 7;
    return {
      points: [
        [forth ? a.u + a.along : a.u, va],
        [u, va],
        [u, vb],
        [forth ? b.u - TIP : b.u + b.along + TIP, vb],
      ],
      label: null,
    };
  }

  #inChannel(depth: number): number {
    const used = this.#channels.get(depth) ?? 0;
    this.#channels.set(depth, used + 1);
    return used;
  }

  /** Out of the side towards it, then along into its near end. */
  #corner(a: Cell, b: Cell, words: string): Route {
    const down = b.row > a.row;
    const forth = b.depth > a.depth;
    const u = a.u + a.along / 2 + this.#slot(a, down ? 'behind' : 'before');
    const v = b.v + b.beside / 2 + this.#slot(b, forth ? 'start' : 'end');
    const end = forth ? b.u - TIP : b.u + b.along + TIP;
    return {
      points: [
        [u, down ? a.v + a.beside : a.v],
        [u, v],
        [end, v],
      ],
      label: this.#alongside(u, end, v, words),
    };
  }

  /** Along, out of the near end, then into the side towards it. */
  #turned(a: Cell, b: Cell, words: string): Route {
    const down = b.row > a.row;
    const forth = b.depth > a.depth;
    const v = a.v + a.beside / 2 + this.#slot(a, forth ? 'end' : 'start');
    const u = b.u + b.along / 2 + this.#slot(b, down ? 'before' : 'behind');
    const start = forth ? a.u + a.along : a.u;
    return {
      points: [
        [start, v],
        [u, v],
        [u, down ? b.v - TIP : b.v + b.beside + TIP],
      ],
      label: this.#alongside(u, start, v, words),
    };
  }

  /** Words on the piece along, where that is long enough; a way that is not the first there has them below. */
  #alongside(u: number, end: number, v: number, words: string): Route['label'] {
    if (!this.#across || Math.abs(end - u) < Math.min(words.length, 18) * EACH) return null;
    const middle = (u + end) / 2;
    const first = this.#worded.every(([u1, v1]) => Math.abs(u1 - middle) > 50 || Math.abs(v1 - v) > 16);
    this.#worded.push([middle, v]);
    return { u: (u + end) / 2, v, up: first ? -8 : 9, anchor: 'middle' };
  }

  /** Past a layer, or back: round outside, before the first row or behind the last. */
  #outside(a: Cell, b: Cell, words: string): Route {
    const before = a.row === 0;
    const side = before ? 'before' : 'behind';
    const lane = this.#lanes[side]++;
    const ua = a.u + a.along / 2 + this.#slot(a, side);
    const ub = b.u + b.along / 2 + this.#slot(b, side);
    const v = before ? -FIRST_LANE - lane * LANE : this.#wide + FIRST_LANE + lane * LANE;
    const near = before ? a.v : a.v + a.beside;
    const end = before ? b.v - TIP : b.v + b.beside + TIP;
    const fits = this.#across && Math.abs(ua - ub) > Math.min(words.length, 18) * EACH;
    return {
      points: [
        [ua, near],
        [ua, v],
        [ub, v],
        [ub, end],
      ],
      label: fits ? { u: (ua + ub) / 2, v, up: -8, anchor: 'middle' } : null,
    };
  }

  /** From a state to itself. */
  #loop(a: Cell, words: string): Route {
    const before = a.row === 0;
    this.#lanes[before ? 'before' : 'behind'] ||= 1;
    const u = a.u + a.along * 0.78;
    const v = before ? a.v : a.v + a.beside;
    const out = before ? v - 12 : v + 12;
    const fits = this.#across && words.length < 24;
    return {
      points: [
        [u - 10, v],
        [u - 10, out],
        [u + 12, out],
        [u + 12, before ? v - TIP : v + TIP],
      ],
      label: fits ? { u: u + 17, v: out, up: before ? 2 : 0, anchor: 'start' } : null,
    };
  }
}
