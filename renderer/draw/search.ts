/**
 * How many things at the front of a row fulfil something, where none behind them does.
 * @param length of the whole row
 */
export function countFirst(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of these instants, which are in order, are not after a time. */
export function countUpTo(times: ArrayLike<number>, time: number): number {
  return countFirst(times.length, (index) => times[index]! <= time);
}
