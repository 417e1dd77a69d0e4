/** Members that are not worth another cut. */
const LEAF = 8;
/** Trees after which what is left stays one list: more of them cost more than they save. */
const MOST_TREES = 4;
/** A cut that leaves more than this share of the members on one side is none. */
const WORTH = 7 / 8;
/** Members that are looked at to find the middle of many. */
const SAMPLE = 1024;

/** One part of what is searched (an address, a port, ...): by member, the run of values that it takes. */
export interface Part {
  readonly first: ArrayLike<number>;
  readonly last: ArrayLike<number>;
}

/** In place of a part: a list of members. */
export const LIST = 255;

interface Node {
  part: number;
  value: number;
  below: number;
  above: number;
  readonly lowest: number;
}

/**
 * Many products of runs (rules, boxes), arranged so that few need to be looked at. Each node of a tree cuts one part in
 * two, as in HiCuts (Gupta, McKeown 1999). Members that reach across a cut are not doubled but go into a tree of their
 * own, which cuts other parts (as EffiCuts parts wide rules from narrow ones; Vamanan et al. 2010), so that the trees
 * together hold each member once. Prefixes of any length and ranges of ports are cut alike.
 */
export class CutTrees {
  readonly roots: readonly number[];
  /** Of each node, which part is cut; or `LIST`. */
  readonly part: Uint8Array;
  /** Where: lower values are below, this one and higher ones above. */
  readonly value: Uint32Array;
  /** The nodes below and above; of a list, where it begins in `listed` and where it ends. */
  readonly below: Int32Array;
  readonly above: Int32Array;
  /** The lowest member under a node. */
  readonly lowest: Int32Array;
  /** Members of all lists, ascending in each. */
  readonly listed: Int32Array;
  readonly #parts: readonly Part[];

  /** @param from the first member that it holds; those before are searched by somebody else */
  constructor(parts: readonly Part[], from: number, count: number) {
    this.#parts = parts;
    const nodes: Node[] = [];
    const listed: number[] = [];
    const roots: number[] = [];
    let left = Array.from({ length: count - from }, (_, index) => from + index);
    while (left.length > 0) {
      const across: number[] = [];
      roots.push(this.#grow(left, roots.length < MOST_TREES ? across : null, nodes, listed));
      left = across.sort((a, b) => a - b);
    }
    this.roots = roots;
    this.part = Uint8Array.from(nodes, ({ part }) => part);
    this.value = Uint32Array.from(nodes, ({ value }) => value);
    this.below = Int32Array.from(nodes, ({ below }) => below);
    this.above = Int32Array.from(nodes, ({ above }) => above);
    this.lowest = Int32Array.from(nodes, ({ lowest }) => lowest);
    this.listed = Int32Array.from(listed);
  }

  /**
   * Makes the node of a tree that holds these members.
   * @param across takes what reaches across a cut; null: nothing is cut any more
   */
  #grow(members: readonly number[], across: number[] | null, nodes: Node[], listed: number[]): number {
    const number = nodes.length;
    const cut = across && members.length > LEAF ? this.#cut(members) : null;
    const lowest = members[0] ?? 0x7fffffff;
    const node: Node = { part: LIST, value: 0, below: listed.length, above: 0, lowest };
    nodes.push(node);
    if (!across || !cut) {
      for (const member of members) listed.push(member);
      node.above = listed.length;
      return number;
    }
    const { first, last } = this.#parts[cut.part]!;
    const [below, above]: [number[], number[]] = [[], []];
    for (const member of members)
      (last[member]! < cut.value ? below : first[member]! >= cut.value ? above : across).push(member);
    node.part = cut.part;
    node.value = cut.value;
    node.below = this.#grow(below, across, nodes, listed);
    node.above = this.#grow(above, across, nodes, listed);
    return number;
  }

  /** The cut that leaves the fewest on a side and across it, or null when none is worth it. */
  #cut(members: readonly number[]): { readonly part: number; readonly value: number } | null {
    let best: { readonly part: number; readonly value: number } | null = null;
    let least = Infinity;
    for (const [part, { first, last }] of this.#parts.entries())
      for (const value of [
        middle(members, (member) => first[member]!),
        middle(members, (member) => last[member]! + 1),
      ]) {
        let below = 0;
        let above = 0;
        for (const member of members)
          if (last[member]! < value) below++;
          else if (first[member]! >= value) above++;
        const side = Math.max(below, above);
        const cost = side + 4 * (members.length - below - above);
        if (side === 0 || side > members.length * WORTH || cost >= least) continue;
        least = cost;
        best = { part, value };
      }
    return best;
  }
}

/** The value that stands in the middle when all are in order; where they are many, of some of them. */
function middle(members: readonly number[], valueOf: (member: number) => number): number {
  const step = Math.ceil(members.length / SAMPLE);
  const values = new Float64Array(Math.ceil(members.length / step));
  for (let at = 0; at < values.length; at++) values[at] = valueOf(members[at * step]!);
  return values.sort()[values.length >> 1]!;
}
