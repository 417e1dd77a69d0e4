import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';

/*
 * Worked examples of all that can be added: `examples/KIND/files/` has the new files at the places where they go, and
 * `examples/KIND/edits.yaml` the lines that join them to the rest.
 */

/** Every example, in the order in which they build on one another. */
export const EXAMPLES = [
  'protocol',
  'knob',
  'role',
  'design',
  'feature',
  'fault',
  'message',
  'diagnostic',
  'medium',
  'format',
  'report',
  'report-form',
  'policy-rule',
  'step',
  'question',
  'lesson',
  'filter-field',
  'condition',
  'view',
  'command',
  'channel',
  'language',
] as const;

const text = v.pipe(v.string(), v.minLength(1));
const file = text;

const EditForm = v.union([
  /** Lines put below, or above, the one line of the file that is this one. */
  v.strictObject({ file, below: text, insert: text }),
  v.strictObject({ file, above: text, insert: text }),
  /** The one place at which a text stands, with another one in its place. */
  v.strictObject({ file, find: text, with: text }),
]);
export type Edit = v.InferOutput<typeof EditForm>;

/** A file that an example brings along. */
export interface NewFile {
  /** From the project's root. */
  readonly path: string;
  readonly text: string;
}

export interface Example {
  readonly id: string;
  readonly edits: readonly Edit[];
  readonly files: readonly NewFile[];
}

/**
 * Reads an example of the project.
 * @throws Error when its edits are none
 */
export function readExample(id: string): Example {
  const folder = resolve('examples', id);
  const files = join(folder, 'files');
  return {
    id,
    edits: v.parse(v.array(EditForm), parse(readFileSync(join(folder, 'edits.yaml'), 'utf8'))),
    files: existsSync(files)
      ? readdirSync(files, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .sort()
          .map((path) => ({ path: relative(files, path), text: readFileSync(path, 'utf8') }))
      : [],
  };
}

/**
 * A file's text with an edit made.
 * @throws Error when the place of the edit is gone, or there are several
 */
export function edited(before: string, edit: Edit): string {
  if ('find' in edit) {
    const parts = before.split(edit.find);
    requireOne(parts.length - 1, edit.file, edit.find);
    return parts.join(edit.with.trimEnd());
  }
  const lines = before.split('\n');
  const anchor = 'below' in edit ? edit.below : edit.above;
  const at = lines.indexOf(anchor);
  requireOne(lines.filter((line) => line === anchor).length, edit.file, anchor);
  return lines.toSpliced('below' in edit ? at + 1 : at, 0, edit.insert.replace(/\n$/, '')).join('\n');
}

function requireOne(found: number, path: string, anchor: string): void {
  if (found !== 1)
    throw new Error(
      `${path}: ${found === 0 ? 'there is no' : `there are ${found} times`} "${anchor}": the example must name one place`,
    );
}
