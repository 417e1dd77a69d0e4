import type { LedgerLine } from '../../model/policy.ts';
import type { Refusal } from './format.ts';
import { LONGEST_FILE, LONGEST_LINE, MOST_LINES } from './limits.ts';

/** Where a line ends. */
const LINE_END = /\r\n|\n|\r/;

/** The lines of a file, whatever ends them. */
export function linesOf(text: string): string[] {
  const lines = text.split(LINE_END);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/**
 * Why a text is not even tried, or null. It takes time in proportion to the text's length, and none to speak of for one
 * that is too long.
 * @param json whether it is taken for JSON, where a line may be long
 */
export function unreadable(text: string, json: boolean): Refusal | null {
  if (text.length > LONGEST_FILE)
    return { problem: `it has ${text.length} characters: must be at most ${LONGEST_FILE}` };
  if (text.trim() === '') return { problem: 'there is nothing in it: must be the rules of a firewall' };
  if (text.split(LINE_END, MOST_LINES + 2).length > MOST_LINES + 1)
    return { problem: `it has more than ${MOST_LINES} lines: must be at most that many` };
  const lines = linesOf(text);
  // A tab is the only control character of a text; U+FFFD stands where bytes were no UTF-8.
  const binary = lines.findIndex((line) => /(?!\t)\p{Cc}|\ufffd/u.test(line));
  if (binary >= 0) return { problem: 'this is no text: must be the rules of a firewall', line: binary + 1 };
  const long = json ? -1 : lines.findIndex((line) => line.length > LONGEST_LINE);
  if (long >= 0)
    return {
      problem: `the line has ${lines[long]!.length} characters: must have at most ${LONGEST_LINE}`,
      line: long + 1,
    };
  return null;
}

const ORDER = ['understood', 'approximated', 'ignored'] as const;
/** Of a line with thousands of rules in it, the first reasons say enough. */
const LONGEST_WHY = 1000;

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
    const said = this.#why[at]!;
    if (why === '' || said.length > LONGEST_WHY || said.includes(why)) return;
    const both = said === '' ? why : `${said}; ${why}`;
    this.#why[at] = both.length > LONGEST_WHY ? `${both}; and more` : both;
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
