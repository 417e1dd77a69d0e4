/** Numbers as runs, in ascending order, neither overlapping nor touching: first, last, first, last, ... */
export type Runs = readonly number[];

/** Have they a number in common? */
export function meet(a: Runs, b: Runs): boolean {
  if (a[0]! > b[b.length - 1]! || b[0]! > a[a.length - 1]!) return false;
  if (a.length === 2 && b.length === 2) return true;
  for (let x = 0, y = 0; x < a.length && y < b.length;) {
    if (a[x + 1]! < b[y]!) x += 2;
    else if (b[y + 1]! < a[x]!) y += 2;
    else return true;
  }
  return false;
}

/** The numbers that are in both. */
export function intersect(a: Runs, b: Runs): Runs {
  if (a.length === 2 && b.length === 2) {
    const [first, last] = [Math.max(a[0]!, b[0]!), Math.min(a[1]!, b[1]!)];
    return first <= last ? [first, last] : [];
  }
  const shared: number[] = [];
  for (let x = 0, y = 0; x < a.length && y < b.length;) {
    const first = Math.max(a[x]!, b[y]!);
    const last = Math.min(a[x + 1]!, b[y + 1]!);
    if (first <= last) shared.push(first, last);
    if (a[x + 1]! < b[y + 1]!) x += 2;
    else y += 2;
  }
  return shared;
}

/** The numbers of the first that are not in the second. */
export function without(a: Runs, b: Runs): Runs {
  const left: number[] = [];
  let y = 0;
  for (let x = 0; x < a.length; x += 2) {
    const last = a[x + 1]!;
    let first = a[x]!;
    while (y < b.length && b[y + 1]! < first) y += 2;
    while (y < b.length && b[y]! <= last) {
      if (b[y]! > first) left.push(first, b[y]! - 1);
      first = b[y + 1]! + 1;
      // A run that reaches further is looked at again for what follows.
      if (first > last) break;
      y += 2;
    }
    if (first <= last) left.push(first, last);
  }
  return left;
}

/** How many numbers are in both. */
export function shared(a: Runs, b: Runs): number {
  let count = 0;
  for (let x = 0, y = 0; x < a.length && y < b.length;) {
    const first = Math.max(a[x]!, b[y]!);
    const last = Math.min(a[x + 1]!, b[y + 1]!);
    if (first <= last) count += last - first + 1;
    if (a[x + 1]! < b[y + 1]!) x += 2;
    else y += 2;
  }
  return count;
}

/** How many numbers there are. */
export function sizeOf(runs: Runs): number {
  let count = 0;
  for (let at = 0; at < runs.length; at += 2) count += runs[at + 1]! - runs[at]! + 1;
  return count;
}
