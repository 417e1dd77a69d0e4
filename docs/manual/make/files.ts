import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Page } from './page.ts';

/** Scripts run in the project's root. */
export const MANUAL = resolve('docs/manual');

/** The version of the engine that pages name. */
export function engineVersion(): string {
  return (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;
}

/**
 * A page as its file has it: as Prettier writes it. Not those of features: padded, their wide tables would be twice as
 * large, and nobody edits them.
 */
export async function inForm({ path, text }: Page): Promise<string> {
  const file = join(MANUAL, path);
  if (path.endsWith('.svg') || path.startsWith('features/')) return text;
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

/** The text of a page's file; null when there is none. */
export function kept(path: string): string | null {
  const file = join(MANUAL, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** Writes a page. @returns whether its file was changed */
export async function keep(page: Page): Promise<boolean> {
  const text = await inForm(page);
  if (kept(page.path) === text) return false;
  const file = join(MANUAL, page.path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return true;
}
