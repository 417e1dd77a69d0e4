import type { LedgerLine } from '../../model/policy.ts';

/** Longest file that a reader takes on, and longest line unless it is JSON: what no firewall's rules come near. */
const LONGEST_FILE = 16_000_000;
const LONGEST_LINE = 100_000;
/** How deep JSON may be nested: readers go down as deep. */
const DEEPEST = 200;

/** The lines of a file, whatever ends them. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Does a text begin as JSON does, which may stand in one long line? */
export function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

/**
 * Why a text is not even tried, or null: every reader asks this first. It takes time in proportion to the text's length,
 * and none to speak of for one that is too long.
 * @param json whether it is taken for JSON, where a line may be long
 */
export function unreadable(
  text: string,
  json = looksLikeJson(text),
): { readonly problem: string; readonly line?: number } | null {
  if (text.length > LONGEST_FILE)
    return { problem: `it has ${text.length} characters: must be at most ${LONGEST_FILE}` };
  if (text.trim() === '') return { problem: 'there is nothing in it: must be the rules of a firewall' };
  const lines = linesOf(text);
  // A tab is the only control character of a text; U+FFFD stands where bytes were no UTF-8.
  const binary = lines.findIndex((line) => /(?!\t)\p{Cc}|\ufffd/u.test(line));
  if (binary >= 0) return { problem: 'this is no text: must be the rules of a firewall', line: binary + 1 };
  if (json) {
    const deep = tooDeep(lines);
    return deep === 0
      ? null
      : { problem: `it is nested in brackets deeper than ${DEEPEST} levels: no rules are`, line: deep };
  }
  const long = lines.findIndex((line) => line.length > LONGEST_LINE);
  if (long >= 0)
    return {
      problem: `the line has ${lines[long]!.length} characters: must have at most ${LONGEST_LINE}`,
      line: long + 1,
    };
  return null;
}

/** The line, from 1, in which brackets outside of strings are nested deeper than they may be, or 0. */
function tooDeep(lines: readonly string[]): number {
  let depth = 0;
  for (const [at, line] of lines.entries()) {
    // A string ends with its line at the latest.
    let quoted = false;
    for (let index = 0; index < line.length; index++) {
      const letter = line[index]!;
      if (letter === '"') quoted = !quoted;
      else if (quoted) index += letter === '\\' ? 1 : 0;
      else if (letter === '[' || letter === '{') depth++;
      else if (letter === ']' || letter === '}') depth = Math.max(0, depth - 1);
      if (depth > DEEPEST) return at + 1;
    }
  }
  return 0;
}

const ORDER = ['understood', 'approximated', 'ignored'] as const;

/** What becomes of each line of a file. A line that nobody speaks for is ignored, and says so: silence is no status. */
export class Ledger {
  readonly #lines: readonly string[];
  readonly #status: (LedgerLine['status'] | undefined)[];
  readonly #why: string[];

  constructor(lines: readonly string[]) {
    this.#lines = lines;
    this.#status = lines.map((line) => (line.trim() === '' ? 'understood' : undefined));
    this.#why = lines.map(() => '');
  }

  /**
   * Says what became of a line; said twice, the worse counts, and both reasons stand.
   * @param line from 1
   * @param why what it is when it is no rule, how it was approximated, or why it was ignored
   */
  mark(line: number, status: LedgerLine['status'], why = ''): void {
    const at = line - 1;
    const before = this.#status[at];
    if (before === undefined || ORDER.indexOf(status) > ORDER.indexOf(before)) this.#status[at] = status;
    if (why !== '' && !this.#why[at]!.includes(why))
      this.#why[at] = this.#why[at] === '' ? why : `${this.#why[at]!}; ${why}`;
  }

  /** Has anybody spoken for this line? */
  known(line: number): boolean {
    return this.#status[line - 1] !== undefined;
  }

  all(): LedgerLine[] {
    return this.#lines.map((text, at) => ({
      line: at + 1,
      text,
      status: this.#status[at] ?? 'ignored',
      why: this.#status[at] === undefined ? 'not known in this format' : this.#why[at]!,
    }));
  }
}
