import type { Content, CustomTableLayout, TDocumentDefinitions } from 'pdfmake/interfaces';
import { clean } from './clean.ts';
import { LIGHT } from './colours.ts';
import { markDrawing } from './figures/marks.ts';
import type { Block, Cell, Column, Report, Section, Table } from './report.ts';

/** Points: a lying A4 page within its margins. */
const WIDTH = 770;
const HEIGHT = 440;

/**
 * A report as pdfmake's document: A4 lying, heads of tables on each page, pages numbered. Its font must be called "Roboto". The
 * same report gives the same document: its date is the design's.
 */
export function pdfDocument({ title, subtitle, date, sections }: Report): TDocumentDefinitions {
  return {
    info: { title: text(title), creator: 'Edge Lab', producer: 'Edge Lab', creationDate: new Date(date) },
    pageSize: 'A4',
    pageOrientation: 'landscape',
    pageMargins: [36, 44, 36, 44],
    defaultStyle: { font: 'Roboto', fontSize: 9, lineHeight: 1.15, color: LIGHT.ink },
    header: (page) =>
      page === 1 ? null : { text: text(title), color: LIGHT['ink-3'], fontSize: 8, margin: [36, 22, 36, 0] },
    footer: (page, pages) => ({
      columns: [
        { text: `Design of ${text(date.slice(0, 10))}` },
        { text: `Page ${page} of ${pages}`, alignment: 'right' },
      ],
      color: LIGHT['ink-3'],
      fontSize: 8,
      margin: [36, 14, 36, 0],
    }),
    content: [
      { text: text(title), fontSize: 20, bold: true },
      { text: text(subtitle), color: LIGHT['ink-2'], margin: [0, 2, 0, 6] },
      ...sections.flatMap(section),
    ],
    // No heading at the foot of a page.
    pageBreakBefore: ({ headlineLevel, startPosition }) =>
      headlineLevel === 1 && startPosition.verticalRatio > 0.78,
  };
}

function section({ title, blocks }: Section): Content[] {
  const heading = { text: text(title), fontSize: 13, bold: true, margin: [0, 14, 0, 6] } satisfies Content;
  const [first, ...others] = blocks.map((one) => ({ whole: one.kind !== 'table', content: block(one) }));
  const whole = (content: Content[]): Content => ({ stack: content, unbreakable: true });
  const rest = others.flatMap((one) => (one.whole ? [whole(one.content)] : one.content));
  if (first === undefined) return [heading];
  // What is no table fits on a page together with its heading.
  return first.whole
    ? [whole([heading, ...first.content]), ...rest]
    : [{ ...heading, headlineLevel: 1 }, ...first.content, ...rest];
}

function block(one: Block): Content[] {
  switch (one.kind) {
    case 'paragraph':
      return [{ text: text(one.text), margin: [0, 0, 0, 6] }];
    case 'list':
      return [{ ul: one.items.map(text), margin: [0, 0, 0, 6] }];
    case 'table':
      return table(one);
    case 'figure': {
      const { svg, width, height } = one.drawing;
      return [
        { svg: withGlyphs(svg), width: width * Math.min(WIDTH / width, HEIGHT / height) },
        { text: text(one.caption), color: LIGHT['ink-2'], margin: [0, 4, 0, 6] },
      ];
    }
  }
}

const LAYOUT: CustomTableLayout = {
  hLineWidth: (line) => (line === 0 ? 0 : 0.5),
  vLineWidth: () => 0,
  hLineColor: () => LIGHT.hairline,
  fillColor: (row) => (row === 0 ? LIGHT['surface-3'] : row % 2 === 0 ? LIGHT['surface-2'] : null),
  paddingLeft: () => 4,
  paddingRight: () => 4,
  paddingTop: () => 3,
  paddingBottom: () => 3,
};

function table({ caption, columns, rows }: Table): Content[] {
  const whole = columns.reduce((sum, { width }) => sum + width, 0);
  return [
    { text: text(caption), color: LIGHT['ink-2'], margin: [0, 0, 0, 4] },
    {
      table: {
        headerRows: 1,
        keepWithHeaderRows: 1,
        dontBreakRows: true,
        widths: columns.map(({ width }) => `${(100 * width) / whole}%`),
        body: [
          columns.map((one) => ({ text: text(one.title), bold: true, ...aligned(one) })),
          ...rows.map((row) => row.map((one, index) => cell(one, columns[index]!, index))),
        ],
      },
      layout: LAYOUT,
      fontSize: 7.5,
      margin: [0, 0, 0, 8],
    },
  ];
}

function cell(one: Cell, column: Column, index: number): Content {
  if (typeof one === 'string') return { text: text(one), bold: index === 0, ...aligned(column) };
  return {
    columns: [{ svg: markDrawing(one.mark).svg, width: 9 }, { text: text(one.text) }],
    columnGap: 3,
  };
}

const aligned = ({ align }: Column) => (align === 'end' ? { alignment: 'right' as const } : {});
const text = (of: string) => withGlyphs(clean(of));

/** The font has no such arrow. */
const withGlyphs = (of: string) => of.replaceAll('↔', '–');
