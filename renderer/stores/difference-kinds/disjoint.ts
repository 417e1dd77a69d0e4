/** Numbers from 0 that are joined to groups. */
export interface Disjoint {
  join(one: number, other: number): void;
  /** The groups, in the order of their first numbers. */
  groups(): readonly (readonly number[])[];
}

/** Each number alone at first (a union-find forest with path halving). */
export function disjoint(count: number): Disjoint {
  const parent = Array.from({ length: count }, (_, at) => at);
  const find = (at: number): number => {
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  return {
    join(one, other) {
      const [a, b] = [find(one), find(other)];
      parent[Math.max(a, b)] = Math.min(a, b);
    },
    groups() {
      const members = new Map<number, number[]>();
      for (let at = 0; at < count; at++) {
        const root = find(at);
        members.set(root, [...(members.get(root) ?? []), at]);
      }
      return [...members.values()];
    },
  };
}
