import type { Interfaces, Refusal } from './format.ts';

/**
 * Refuses a file whose rules name interfaces of which none is ours: taken for those of other networks, its rules would
 * all be left out.
 */
export function strayInterfaces(seen: ReadonlySet<string>, { outside, inside }: Interfaces): Refusal | null {
  if (seen.size === 0 || seen.has(outside) || seen.has(inside)) return null;
  const names = [...seen].slice(0, 6).map((name) => name.slice(0, 40));
  return {
    problem:
      `its interfaces are ${names.join(', ')}, none of them "${outside}" or "${inside}": ` +
      'say which is which, as in --interfaces outside=NAME,inside=NAME',
    line: 1,
  };
}
