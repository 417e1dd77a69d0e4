import { quoted } from './block.ts';

/** The parameters of a command, by name in small letters, and what is wrong with them, or null. */
export interface Arguments {
  readonly words: ReadonlyMap<string, { readonly label: string; readonly value: string }>;
  readonly problem: string | null;
}

/**
 * Reads "-DisplayName 'E3: web' -LocalPort 80, 443 | Out-Null" (PowerShell's about_Parsing and about_Quoting_Rules).
 * Variables and expressions stay as they are written, and are no values.
 */
export function argumentsOf(text: string): Arguments {
  const { words, rest, open } = wordsOf(text);
  let problem = open ? 'a quotation mark does not end' : null;
  if (rest !== '' && !/^out-null$/i.test(rest)) problem ??= `${quoted(rest)} is not known`;
  const found = new Map<string, { label: string; value: string }>();
  for (let at = 0; at < words.length; at++) {
    const { text: word, plain } = words[at]!;
    const [, label, joined = ''] = (plain && /^-([A-Za-z]{1,40})(?::(.*))?$/s.exec(word)) || [];
    if (label === undefined) {
      problem ??= `${quoted(word)} is not known`;
      continue;
    }
    const next = words[at + 1];
    const taken = joined === '' && next && !(next.plain && next.text.startsWith('-'));
    if (taken) at++;
    const value = taken ? next.text : joined === '' ? 'True' : joined;
    const name = label.toLowerCase();
    if (found.has(name)) problem ??= `-${label} is said twice`;
    found.set(name, { label, value: value.replace(/^@?\((.*)\)$/s, '$1') });
  }
  return { words: found, problem };
}

interface Word {
  readonly text: string;
  /** Without quotation marks. */
  readonly plain: boolean;
}

/** Words with blanks between them; a comma joins those beside it. */
function wordsOf(text: string): {
  readonly words: readonly Word[];
  readonly rest: string;
  readonly open: boolean;
} {
  const words: Word[] = [];
  let word = '';
  // Kept aside, since to look at the end of a long word each time takes long.
  let last = '';
  let plain = true;
  let begun = false;
  const add = (more: string) => {
    word += more;
    last = more.at(-1) ?? last;
  };
  const end = () => {
    if (begun) words.push({ text: word, plain });
    [word, last, plain, begun] = ['', '', true, false];
  };
  let at = 0;
  for (; at < text.length; at++) {
    const sign = text[at]!;
    if (/\s/.test(sign)) {
      if (begun && last === ',') continue;
      while (/\s/.test(text[at + 1] ?? '')) at++;
      if (text[at + 1] !== ',') end();
    } else if (sign === '|' || sign === ';' || (sign === '#' && !begun)) break;
    else if (sign === "'" || sign === '"') {
      const close = quotedEnd(text, at);
      if (close < 0) return { words, rest: '', open: true };
      add(unquoted(text.slice(at + 1, close), sign));
      [plain, begun] = [false, true];
      at = close;
    } else {
      if (sign === '`') at++;
      add(text[at] ?? '');
      begun = true;
    }
  }
  end();
  const rest = text[at] === '#' ? '' : text.slice(at + 1).trim();
  return { words, rest, open: false };
}

/** Where a quotation ends that begins at a place, or -1. */
function quotedEnd(text: string, from: number): number {
  const mark = text[from]!;
  for (let at = from + 1; at < text.length; at++) {
    if (mark === '"' && text[at] === '`') at++;
    else if (text[at] === mark) {
      if (text[at + 1] !== mark) return at;
      at++;
    }
  }
  return -1;
}

function unquoted(text: string, mark: string): string {
  const whole = text.replaceAll(mark + mark, mark);
  return mark === '"' ? whole.replace(/`(.)/gs, '$1') : whole;
}
