import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COLUMNS, HEADINGS } from '../../../../simulator/firewall/formats/csv/columns.ts';
import { REPORT_FORMATS } from '../../../../simulator/reports/formats/registry.ts';
import { REPORT_KINDS } from '../../../../simulator/reports/registry.ts';
import { MANUAL } from '../files.ts';
import type { Page } from '../page.ts';
import { code, table } from '../page.ts';
import { commandSections, commandTable } from './command-line.ts';
import type { FileForm } from './file-forms.ts';
import { FILE_FORMS } from './file-forms.ts';
import type { JsonSchema } from './json-schema.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { jsonOutputs, traceLines } from './outputs.ts';
import { filled } from './regions.ts';
import { fieldTables } from './tables.ts';

/** Pages of file forms and of the command line: written by hand, with parts that are made. */
export const FORM_PAGES = [
  'command-line',
  'designs',
  'shows',
  'lessons',
  'work',
  'policies',
  'rules-csv',
  'reports',
  'captures',
].map((name) => `reference/${name}.md`);

/** Pages of what commands print, which takes calling them. */
export const OUTPUT_PAGES = ['reference/json.md', 'reference/trace.md'];

/** What stands in the made parts, by name. */
const MADE: Readonly<Record<string, () => string>> = {
  commands: commandTable,
  'each command': commandSections,
  ...Object.fromEntries(
    Object.values(FILE_FORMS).map((form: FileForm) => [
      `fields of a ${form.id}`,
      () => fieldTables(jsonSchemaOf(form), form.id),
    ]),
  ),
  columns: columnTable,
  reports: reportTables,
  outputs: jsonOutputs,
  events: traceLines,
};

/**
 * Some pages with their made parts as they are now, and the JSON Schemas beside them.
 * @param paths of `FORM_PAGES` and `OUTPUT_PAGES`
 */
export function referencePages(paths: readonly string[] = [...FORM_PAGES, ...OUTPUT_PAGES]): readonly Page[] {
  return paths.map((path) => ({ path, text: filled(readFileSync(join(MANUAL, path), 'utf8'), madePart) }));
}

function madePart(name: string): string {
  const make = MADE[name];
  if (!make) throw new Error(`nothing makes the part "${name}"`);
  return make();
}

/** The JSON Schemas of the forms that people write by hand: for their editors. */
export function schemaFiles(): readonly Page[] {
  return Object.values(FILE_FORMS).flatMap((form: FileForm) =>
    form.published === null
      ? []
      : [{ path: `reference/${form.published}`, text: JSON.stringify(plain(jsonSchemaOf(form))) }],
  );
}

/** Words without what only Markdown shows: editors show them as they stand. */
function plain(schema: JsonSchema): unknown {
  return JSON.parse(JSON.stringify(schema), (name, value: unknown) =>
    name === 'description' && typeof value === 'string'
      ? value.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1').replaceAll('`', '"')
      : value,
  );
}

function columnTable(): string {
  return table(
    ['Column', 'Other headings that are known'],
    COLUMNS.map((column) => {
      const [own, ...others] = HEADINGS[column];
      return [code(own!), others.map(code).join(', ')];
    }),
  );
}

function reportTables(): string {
  const kinds = table(
    ['Report', 'What it tells', 'Of'],
    REPORT_KINDS.map(({ id, title, description, about }) => [
      `${title} (${code(`lab report ${id}`)})`,
      description,
      { design: 'a design', sweep: 'a design whose rules are closed in turn', proposal: 'two designs' }[
        about
      ],
    ]),
  );
  const forms = table(
    ['Form', 'Name for `--as`', 'Ending'],
    [...REPORT_FORMATS, { id: 'pdf', title: 'PDF', extension: 'pdf' }].map(({ id, title, extension }) => [
      title,
      code(id),
      code(`.${extension}`),
    ]),
  );
  return `${kinds}\n\n${forms}`;
}
