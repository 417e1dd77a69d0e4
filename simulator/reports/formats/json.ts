import type { Block, Report, Table } from '../report.ts';
import { textOf } from '../report.ts';
import type { ReportFormat } from './format.ts';

/** The report as data: each row of a table an object by the ids of its columns; figures as SVG. */
export const json: ReportFormat = {
  id: 'json',
  title: 'JSON',
  extension: 'json',
  write: (report) => `${JSON.stringify(told(report), null, 2)}\n`,
};

function told({ sections, main, ...about }: Report): unknown {
  return {
    ...about,
    sections: sections.map(({ title, blocks }) => ({ title, blocks: blocks.map(block) })),
    main: table(main),
  };
}

function block(one: Block): unknown {
  if (one.kind === 'table') return table(one);
  if (one.kind === 'figure') return { kind: one.kind, caption: one.caption, svg: one.drawing.svg };
  return one;
}

function table({ kind, caption, columns, rows }: Table): unknown {
  return {
    kind,
    caption,
    rows: rows.map((row) => Object.fromEntries(columns.map(({ id }, index) => [id, textOf(row[index]!)]))),
  };
}
