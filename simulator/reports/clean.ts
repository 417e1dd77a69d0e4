import { printable } from '../designs/quote.ts';

/**
 * A text of a design as it may stand in a report: one line, without characters that no document may hold or that turn
 * the direction of writing.
 */
export function clean(text: string): string {
  // Halves of surrogate pairs are no characters.
  return printable(text.replace(/\s+/g, ' ').trim()).replace(/\p{Cs}/gu, '\ufffd');
}

/** A text as it may stand in HTML, SVG and their attributes. */
export function escapeMarkup(text: string): string {
  return clean(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
