import { RE2JS } from 're2js';

/**
 * A pattern of `matches`, which takes no account of upper and lower case (wireshark-filter(4)). Filters come with files
 * that others wrote: RE2 takes a time that grows with the text and not with what the pattern could mean, so that none
 * can hold up the window. It knows neither references back nor what looks ahead.
 * @returns null for what is no pattern
 */
export function patternOf(text: string): { test(text: string): boolean } | null {
  try {
    return RE2JS.compile(text, RE2JS.CASE_INSENSITIVE);
  } catch {
    return null;
  }
}
