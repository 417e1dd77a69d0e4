import { bisectRight } from 'd3';

/** Something that is so from one time to the next: written down once, looked up by binary search. */
export class Changes<T> {
  readonly times: number[] = [];
  readonly values: T[] = [];

  /** Adds what is so from a time on; times do not go back. Of several at one time the last counts. */
  add(time: number, value: T): void {
    if (this.times.at(-1) === time) this.values[this.values.length - 1] = value;
    else {
      this.times.push(time);
      this.values.push(value);
    }
  }

  /** How many changes there were up to a time. */
  countAt(time: number): number {
    return bisectRight(this.times, time);
  }

  /** What is so at a time; undefined before the first change. */
  at(time: number): T | undefined {
    return this.values[this.countAt(time) - 1];
  }

  /** Since when it is so; undefined before the first change. */
  since(time: number): number | undefined {
    return this.times[this.countAt(time) - 1];
  }
}
