/** A line of the grid with its words. */
export interface AxisTick {
  readonly time: number;
  readonly text: string;
}

export interface Axis {
  readonly ticks: readonly AxisTick[];
  /** The unit, and what is to be added to each number: "ms", "8.749 s + µs". */
  readonly unit: string;
}

const MS = 1000;
const S = 1000 * MS;
const MIN = 60 * S;
const H = 60 * MIN;

/** Distances between lines, microseconds, that people count in. */
const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((step) => step * MS),
  ...[1, 2, 5, 10, 15, 30].map((step) => step * S),
  ...[1, 2, 5, 10, 15, 30].map((step) => step * MIN),
  ...[1, 2, 3, 6, 12, 24, 48, 96].map((step) => step * H),
];

/**
 * The lines of a time axis: in the unit that a person would use for what is in sight, from microseconds to hours.
 * @param from first time in sight, @param to last one (microseconds)
 * @param most how many lines there is room for
 */
export function axisOf(from: number, to: number, most: number): Axis {
  const span = Math.max(1, to - from);
  const step = STEPS.find((one) => span / one <= most) ?? STEPS.at(-1)!;
  const ticks: number[] = [];
  for (let time = Math.ceil(Math.max(0, from) / step) * step; time <= to; time += step) ticks.push(time);
  const { unit, base, text } = scaleFor(span, step, Math.max(0, from));
  return { ticks: ticks.map((time) => ({ time, text: text(time - base) })), unit };
}

function scaleFor(
  span: number,
  step: number,
  from: number,
): { unit: string; base: number; text: (time: number) => string } {
  const plus = (base: number, digits: number, unit: string) =>
    base > 0 ? `${(base / S).toFixed(digits)} s + ${unit}` : unit;
  if (span < 4 * MS) {
    const base = Math.floor(from / MS) * MS;
    return { unit: plus(base, 3, 'µs'), base, text: (time) => String(time) };
  }
  if (span < 2 * S) {
    const base = Math.floor(from / S) * S;
    return { unit: plus(base, 0, 'ms'), base, text: (time) => String(time / MS) };
  }
  if (span < 4 * MIN) {
    const digits = step >= S ? 0 : step >= 100 * MS ? 1 : 2;
    return { unit: 's', base: 0, text: (time) => (time / S).toFixed(digits) };
  }
  const [big, small, unit] = span < 4 * H ? ([MIN, S, 'min:s'] as const) : ([H, MIN, 'h:min'] as const);
  return {
    unit,
    base: 0,
    text: (time) => `${Math.floor(time / big)}:${String(Math.floor((time % big) / small)).padStart(2, '0')}`,
  };
}
