import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { MANUAL } from '../files.ts';
import type { Page } from '../page.ts';
import { code, fenced, joined } from '../page.ts';
import { filled } from '../reference/regions.ts';
import type { Edit } from './examples.ts';
import { EXAMPLES, readExample } from './examples.ts';

/** How to extend the lab, in the order in which it is read: written by hand, with the examples quoted. */
export const EXTENDING_PAGES = ['overview', ...EXAMPLES, 'mark'].map((name) => `extending/${name}.md`);

/** Those pages, with the examples' files as they are now. */
export function extendingPages(paths: readonly string[] = EXTENDING_PAGES): readonly Page[] {
  return paths.map((path) => ({ path, text: filled(readFileSync(join(MANUAL, path), 'utf8'), quoted) }));
}

/** A part of a page: "edits of KIND", or "KIND: PATH" for a file of an example. */
function quoted(name: string): string {
  const [, edits, kind, path] = /^(?:edits of (.+)|(.+): (.+))$/.exec(name) ?? [];
  if (edits !== undefined) return joined(...readExample(edits).edits.map(editText));
  const file = readExample(kind ?? '').files.find((one) => one.path === path);
  if (!file) throw new Error(`no example has what "${name}" names`);
  return joined(code(file.path), fenced(file.text, languageOf(file.path)));
}

function editText(edit: Edit): string {
  const language = languageOf(edit.file);
  if ('find' in edit)
    return joined(
      `In ${code(edit.file)}, in place of`,
      fenced(edit.find, language),
      'stands',
      fenced(edit.with, language),
    );
  const [where, anchor] = 'below' in edit ? ['below', edit.below] : ['above', edit.above];
  return joined(`In ${code(edit.file)}, ${where} ${code(anchor.trim())}:`, fenced(edit.insert, language));
}

const LANGUAGES: Readonly<Record<string, string>> = { '.cjs': 'js', '.mjs': 'js' };

function languageOf(path: string): string {
  const extension = extname(path);
  return LANGUAGES[extension] ?? extension.slice(1);
}
