import { escapeMarkup } from '../clean.ts';
import { markDrawing } from '../figures/marks.ts';
import type { Block, Cell, Column, Figure, Report, Section, Table } from '../report.ts';
import type { ReportFormat } from './format.ts';
import { STYLE } from './html-style.ts';

/** One file that needs nothing else: no script, no request; light or dark as the reader's system is, and for paper. */
export const html: ReportFormat = { id: 'html', title: 'HTML', extension: 'html', write: page };

function page({ title, subtitle, date, sections }: Report): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeMarkup(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escapeMarkup(title)}</h1>
<p>${escapeMarkup(subtitle)}</p>
<p>Design of <time datetime="${escapeMarkup(date)}">${escapeMarkup(date.slice(0, 10))}</time></p>
<nav aria-label="Sections"><ol>${sections.map(({ title: name }, index) => `<li><a href="#s${index + 1}">${escapeMarkup(name)}</a></li>`).join('')}</ol></nav>
</header>
<main>
${sections.map(section).join('\n')}
</main>
</body>
</html>
`;
}

function section({ title, blocks }: Section, index: number): string {
  const id = `s${index + 1}`;
  return `<section aria-labelledby="${id}">\n<h2 id="${id}">${escapeMarkup(title)}</h2>\n${blocks.map(block).join('\n')}\n</section>`;
}

function block(one: Block): string {
  switch (one.kind) {
    case 'paragraph':
      return `<p>${escapeMarkup(one.text)}</p>`;
    case 'list':
      return `<ul>${one.items.map((item) => `<li>${escapeMarkup(item)}</li>`).join('')}</ul>`;
    case 'table':
      return table(one);
    case 'figure':
      return figure(one);
  }
}

function figure({ caption, drawing: { svg } }: Figure): string {
  const words = escapeMarkup(caption);
  return `<figure><div class="wide" tabindex="0" role="img" aria-label="${words}">${svg}</div><figcaption>${words}</figcaption></figure>`;
}

function table({ caption, columns, rows }: Table): string {
  const words = escapeMarkup(caption);
  const whole = columns.reduce((sum, { width }) => sum + width, 0);
  const widths = columns
    .map(({ width }) => `<col style="width:${((100 * width) / whole).toFixed(2)}%">`)
    .join('');
  const head = columns.map((one) => `<th scope="col"${end(one)}>${escapeMarkup(one.title)}</th>`).join('');
  return `<div class="wide" tabindex="0" role="region" aria-label="${words}"><table>
<caption>${words}</caption>
<colgroup>${widths}</colgroup>
<thead><tr>${head}</tr></thead>
<tbody>
${rows.map((row) => rowOf(row, columns)).join('\n')}
</tbody>
</table></div>`;
}

function rowOf(row: readonly Cell[], columns: readonly Column[]): string {
  const cells = row.map((one, index) => {
    const name = index === 0 ? 'th scope="row"' : 'td';
    return `<${name}${end(columns[index]!)}>${content(one)}</${name.slice(0, 2)}>`;
  });
  return `<tr>${cells.join('')}</tr>`;
}

function content(one: Cell): string {
  if (typeof one === 'string') return escapeMarkup(one);
  return `<span class="mark" aria-hidden="true">${markDrawing(one.mark).svg}</span> ${escapeMarkup(one.text)}`;
}

const end = ({ align }: Column) => (align === 'end' ? ' class="end"' : '');
