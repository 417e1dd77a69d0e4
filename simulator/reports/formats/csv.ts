import { quoteCell } from '../../firewall/formats/csv/columns.ts';
import { clean } from '../clean.ts';
import { textOf } from '../report.ts';
import type { ReportFormat } from './format.ts';

/** Signs with which spreadsheets take a text for a formula, whatever blanks stand before (OWASP, CSV injection). */
const FORMULA = /^[=+\-@＝＋－＠]/;

/**
 * The report's main table as spreadsheets read it: RFC 4180, UTF-8 with its mark, without which Excel takes it for
 * another encoding. What would be a formula gets an apostrophe in front.
 */
export const csv: ReportFormat = {
  id: 'csv',
  title: 'CSV',
  extension: 'csv',
  write({ main: { columns, rows } }) {
    const lines = [columns.map(({ title }) => title), ...rows.map((row) => row.map(textOf))];
    return `\ufeff${lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')}`;
  },
};

function cell(text: string): string {
  const plain = clean(text);
  return quoteCell(FORMULA.test(plain) ? `'${plain}` : plain);
}
