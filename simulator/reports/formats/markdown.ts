import { clean } from '../clean.ts';
import type { Block, Figure, Table } from '../report.ts';
import { textOf } from '../report.ts';
import type { ReportFormat } from './format.ts';

/** GitHub's Markdown. Figures are images in the text itself, for readers that show such. */
export const markdown: ReportFormat = {
  id: 'markdown',
  title: 'Markdown',
  extension: 'md',
  write({ title, subtitle, date, sections }) {
    return [
      `# ${escaped(title)}`,
      `${escaped(subtitle)}. Design of ${escaped(date)}.`,
      ...sections.flatMap((section) => [`## ${escaped(section.title)}`, ...section.blocks.map(block)]),
      '',
    ].join('\n\n');
  },
};

function block(one: Block): string {
  switch (one.kind) {
    case 'paragraph':
      return escaped(one.text);
    case 'list':
      return one.items.map((item) => `- ${escaped(item)}`).join('\n');
    case 'table':
      return table(one);
    case 'figure':
      return figure(one);
  }
}

function table({ caption, columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  return [
    `**${escaped(caption)}**`,
    '',
    line(columns.map(({ title }) => title)),
    `| ${columns.map(({ align }) => (align === 'end' ? '---:' : '---')).join(' | ')} |`,
    ...rows.map((row) => line(row.map(textOf))),
  ].join('\n');
}

function figure({ caption, drawing }: Figure): string {
  return `![${escaped(caption)}](data:image/svg+xml,${encodeURIComponent(drawing.svg).replace(/[()']/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)})`;
}

/** A text without what Markdown or HTML would read in it. */
function escaped(text: string): string {
  return clean(text)
    .replace(/[&<>\\`*_[\]|~$!#]/g, (sign) => (/[&<>]/.test(sign) ? `&#${sign.charCodeAt(0)};` : `\\${sign}`))
    .replace(/^([-+]|\d+[.)])/, (start) => `${start.slice(0, -1)}\\${start.slice(-1)}`);
}
