import type { Lifeline } from './lifelines.ts';

const EACH_BOLD = 6.8;
const EACH_SMALL = 5.9;

/** A heading as it fits its room: a name in one line or two; an address whole, or by its last numbers, or not at all. */
export function headingOf({ title, subtitle, room }: Pick<Lifeline, 'title' | 'subtitle' | 'room'>): {
  readonly title: readonly string[];
  readonly subtitle: string;
} {
  return { title: inLines(title, room), subtitle: shortened(subtitle, room) };
}

/** Breaks at the blank that leaves the two lines most alike. */
function inLines(title: string, room: number): readonly string[] {
  if (title.length * EACH_BOLD <= room || !title.includes(' ')) return [title];
  const words = title.split(' ');
  const ways = words
    .slice(1)
    .map((_, at) => [words.slice(0, at + 1).join(' '), words.slice(at + 1).join(' ')]);
  const longest = (lines: readonly string[]) => Math.max(...lines.map((line) => line.length));
  return ways.reduce((best, lines) => (longest(lines) < longest(best) ? lines : best));
}

function shortened(subtitle: string, room: number): string {
  if (subtitle.length * EACH_SMALL <= room) return subtitle;
  const numbers = subtitle.split('.');
  if (numbers.length !== 4) return '';
  const end = `…${numbers.slice(2).join('.')}`;
  return end.length * EACH_SMALL <= room ? end : `…${numbers[3]!}`;
}
