/** How something went wrong, as somebody in front of a screen can tell. */
export type Manner =
  /** It took its time, then it was given up, or nothing ever came. */
  | 'waits'
  /** It was over as soon as it had begun. */
  | 'at once'
  /** A warning that the other side is not who it should be. */
  | 'unsafe'
  /** What was asked for is not known. */
  | 'unknown'
  /** No network at all. */
  | 'offline'
  /** An answer that tells of an error at the other side. */
  | 'error'
  /** It was there, and was cut off. */
  | 'cut off'
  /** It is there, and not as good. */
  | 'poor';

/** What screens say, and what that means to who reads it. What stands in brackets is for their help desk. */
const SIGHTS: readonly (readonly [RegExp, Manner])[] = [
  [/certificate/, 'unsafe'],
  [/could not reach the network|No name server/, 'offline'],
  [/could not find a server|does not exist|no server of/, 'unknown'],
  [/disconnected/, 'cut off'],
  [/go over TCP/, 'poor'],
  [/\b5\d\d\b/, 'error'],
];

/** People take it for at once up to here (assumption). */
const AT_ONCE_S = 2;

/**
 * How a step went wrong.
 * @param sight what was seen at its end
 * @param seconds how long it took
 */
export function mannerOf(sight: string, seconds: number): Manner {
  const read = sight.replace(/ ?\([^)]*\)/g, '');
  const found = SIGHTS.find(([words]) => words.test(read));
  return found?.[1] ?? (seconds < AT_ONCE_S ? 'at once' : 'waits');
}

const NUMBERS = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ');
const FIVES = 'five ten fifteen twenty twenty-five thirty thirty-five forty forty-five fifty'.split(' ');

/** "ten seconds", "about twenty seconds", "more than a minute": as people count them. */
export function roughly(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole === 1) return 'a second';
  if (whole < NUMBERS.length) return `${NUMBERS[whole]!} seconds`;
  if (whole < 53) return `about ${FIVES[Math.round(whole / 5) - 1]!} seconds`;
  if (whole < 66) return 'about a minute';
  return whole < 120 ? 'more than a minute' : 'minutes';
}
