import { grouped } from '../../simulator/analysis/words.ts';

/** "13.420" */
export function seconds3(time_us: number): string {
  return (Math.round(time_us / 1000) / 1000).toFixed(3);
}

/** "1.3 s" of seconds */
export function seconds1(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}

/** "1,204" */
export const count = grouped;

/** "1 packet", "3 packets" */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** "5c1e…a90b" */
export function shortHash(hash: string): string {
  return hash.length <= 9 ? hash : `${hash.slice(0, 4)}…${hash.slice(-4)}`;
}
