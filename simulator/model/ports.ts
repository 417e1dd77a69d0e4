import { Flag } from './packet.ts';
import type { FlagTest } from './policy.ts';

/** A run of ports (or of other 16-bit numbers), both ends included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** Every port. */
export const ANY_PORT: PortRange = { first: 0, last: 65535 };

/**
 * Reads "any", "443", "50000-59999", or several with commas between them.
 * @returns null when it is none of them, or a range is inverted
 */
export function parsePorts(text: string): readonly PortRange[] | null {
  if (text === 'any') return [ANY_PORT];
  const ranges: PortRange[] = [];
  for (const part of text.split(',')) {
    const match = /^ *(\d{1,5})(?: *- *(\d{1,5}))? *$/.exec(part);
    if (!match) return null;
    const first = Number(match[1]);
    const last = match[2] === undefined ? first : Number(match[2]);
    if (first > last || last > 65535) return null;
    ranges.push({ first, last });
  }
  return ranges;
}

/** "any", "443", "80, 50000-59999". */
export function formatPorts(ranges: readonly PortRange[]): string {
  if (ranges.some(({ first, last }) => first === 0 && last === 65535)) return 'any';
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}

/**
 * Reads types of ICMP, "8", "3/4" or several with commas, or "any".
 * @returns type * 256 + code, or null when it is none
 */
export function parseIcmp(text: string): readonly PortRange[] | null {
  if (text === 'any') return [ANY_PORT];
  const ranges: PortRange[] = [];
  for (const part of text.split(',')) {
    const match = /^ *(\d{1,3})(?:\/(\d{1,3}))? *$/.exec(part);
    if (!match || Number(match[1]) > 255 || Number(match[2] ?? 0) > 255) return null;
    const base = Number(match[1]) * 256;
    ranges.push(
      match[2] === undefined
        ? { first: base, last: base + 255 }
        : { first: base + Number(match[2]), last: base + Number(match[2]) },
    );
  }
  return ranges;
}

/** "any", "8", "3/4, 0": what `parseIcmp` reads; several types in a row are written one by one. */
export function formatIcmp(ranges: readonly PortRange[]): string {
  if (ranges.some(({ first, last }) => first === 0 && last === 65535)) return 'any';
  return ranges
    .flatMap(({ first, last }) => {
      const parts: string[] = [];
      for (let at = first; at <= last;) {
        const whole = at % 256 === 0 && at + 255 <= last;
        parts.push(whole ? `${at / 256}` : `${Math.floor(at / 256)}/${at % 256}`);
        at += whole ? 256 : 1;
      }
      return parts;
    })
    .join(', ');
}

const FLAG_LETTERS = { F: Flag.fin, S: Flag.syn, R: Flag.rst, P: Flag.psh, A: Flag.ack } as const;

/**
 * Reads tests of TCP flags, "S/SA", or several with commas; nothing before the slash: none of them set.
 * @returns null when it is none, or a flag is to be set that is not looked at
 */
export function parseFlags(text: string): readonly FlagTest[] | null {
  const tests: FlagTest[] = [];
  for (const part of text.split(',')) {
    const match = /^ *([FSRPA]*)\/([FSRPA]+) *$/.exec(part);
    if (!match) return null;
    const [set, mask] = [flagBits(match[1]!), flagBits(match[2]!)];
    if ((set & ~mask) !== 0) return null;
    tests.push({ set, mask });
  }
  return tests;
}

/** "S/SA, R/R": what `parseFlags` reads. */
export function formatFlagTests(tests: readonly FlagTest[]): string {
  const letters = (bits: number) =>
    Object.entries(FLAG_LETTERS)
      .filter(([, bit]) => bits & bit)
      .map(([letter]) => letter)
      .join('');
  return tests.map(({ set, mask }) => `${letters(set)}/${letters(mask)}`).join(', ');
}

function flagBits(letters: string): number {
  return Object.entries(FLAG_LETTERS).reduce(
    (bits, [letter, bit]) => (letters.includes(letter) ? bits | bit : bits),
    0,
  );
}
