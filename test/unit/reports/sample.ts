import fc from 'fast-check';
import { barsDrawing } from '../../../simulator/reports/figures/bars.ts';
import { gridDrawing } from '../../../simulator/reports/figures/grid.ts';
import type { Report, Table } from '../../../simulator/reports/report.ts';

/** A report in which a text stands everywhere that a design's texts may stand. */
export function sample(text: string, rows = 2): Report {
  const table: Table = {
    kind: 'table',
    caption: `c${text}`,
    columns: [
      { id: 'name', title: `t${text}`, width: 30 },
      { id: 'number', title: 'Number', width: 10, align: 'end' },
      { id: 'status', title: 'Status', width: 20 },
    ],
    rows: Array.from({ length: rows }, (_, row) => [text, `${row}`, { mark: 'broken', text: `m${text}` }]),
  };
  return {
    kind: 'matrix',
    title: `h${text}`,
    subtitle: `s${text}`,
    date: '2011-03-01T09:00:00Z',
    sections: [
      {
        title: `n${text}`,
        blocks: [
          { kind: 'paragraph', text: `p${text}` },
          { kind: 'list', items: [`l${text}`, 'plain'] },
          {
            kind: 'figure',
            caption: `f${text}`,
            drawing: gridDrawing(
              [{ name: text, group: text }],
              [{ name: text, about: text, group: text, cells: ['degraded'] }],
              text,
            ),
          },
          {
            kind: 'figure',
            caption: 'Bars',
            drawing: barsDrawing([{ name: text, text, parts: [1] }], [{ name: text, fill: 'ink' }]),
          },
        ],
      },
      { title: 'Table', blocks: [table] },
    ],
    main: table,
  };
}

/** Texts that somebody may have put into a design to do harm, or that no form expects. */
export const HOSTILE: readonly string[] = [
  '<script>alert(1)</script>',
  '</title></style></svg><img src=x onerror=alert(1)>',
  '" onload="alert(1)',
  "' style='x",
  ']]>&amp;&lt;<!-- -->',
  '| a | b |',
  '\n\n# heading\n\n- item',
  '![x](javascript:alert(1)) [y](http://example.com) `code` **bold** ~~gone~~',
  '=1+1',
  '+1',
  '-2+3',
  '@SUM(A1)',
  '\t=cmd|calc',
  '＝1',
  'a,"b";c\r\nd',
  '\u0000\u0007\u202e\u2028\ud800',
  '\\',
  '中文 العربية Łódź ↔ 😀',
];

/** Hostile texts, and any others. */
export const anyText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...Array.from('<>&"\'|`*_[]()!#~\\=+-@, \n\r\ta1')), maxLength: 12 }),
);
