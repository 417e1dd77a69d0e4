const LONGEST = 60;

/**
 * A text of the user's, in quotes, for a message of one line: control characters, line separators and marks that turn
 * the direction of writing are escaped, and what is long is cut.
 */
export function quote(text: string): string {
  return printable(JSON.stringify(shortened(text)));
}

/** As much of a text of the user's as fits a line. */
export function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}

/** Escapes what a terminal or a line would not show as it stands. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  );
}
