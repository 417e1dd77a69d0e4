import { clean } from '../clean.ts';
import type { Block, Table } from '../report.ts';
import { textOf } from '../report.ts';
import type { ReportFormat } from './format.ts';

/** Plain text, for a terminal or a ticket: tables in columns of blanks, figures by their captions. */
export const text: ReportFormat = {
  id: 'text',
  title: 'Plain text',
  extension: 'txt',
  write({ title, subtitle, date, sections }) {
    const parts = sections.flatMap((section) => [headed(section.title), ...section.blocks.map(block)]);
    return `${[headed(title), `${clean(subtitle)}. Design of ${clean(date)}.`, ...parts].join('\n\n')}\n`;
  },
};

function headed(title: string): string {
  const line = clean(title);
  return `${line}\n${'='.repeat(line.length)}`;
}

function block(one: Block): string {
  switch (one.kind) {
    case 'paragraph':
      return clean(one.text);
    case 'list':
      return one.items.map((item) => `- ${clean(item)}`).join('\n');
    case 'table':
      return table(one);
    case 'figure':
      return `[${clean(one.caption)}]`;
  }
}

function table({ columns, rows }: Table): string {
  const cells = [
    columns.map(({ title }) => clean(title)),
    ...rows.map((row) => row.map((cell) => clean(textOf(cell)))),
  ];
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
