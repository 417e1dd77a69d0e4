import type { Interfaces, Refusal } from './format.ts';

/**
 * Refuses a file whose rules name interfaces of which none is ours: taken for those of other networks, its rules would
 * all be left out.
 */
export function strayInterfaces(seen: ReadonlySet<string>, { outside, inside }: Interfaces): Refusal | null {
  // "eth+" and "eth*" name every interface that begins so.
  const ours = (name: string) =>
    [outside, inside].some((own) => (/[+*]$/.test(name) ? own.startsWith(name.slice(0, -1)) : own === name));
  if (seen.size === 0 || [...seen].some(ours)) return null;
  const names = [...seen].slice(0, 6).map((name) => name.slice(0, 40));
  return {
    problem:
      `its interfaces are ${names.join(', ')}, none of them "${outside}" or "${inside}": ` +
      'say which is which, as in --interfaces outside=NAME,inside=NAME',
    line: 1,
  };
}
