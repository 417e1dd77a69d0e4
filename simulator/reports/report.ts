import type { Status } from '../model/run.ts';

/*
 * A report is data first: what it says, without how it looks. Each kind is made by one builder (`kinds/`), each form is
 * written by one writer (`formats/`), and neither knows the other.
 */

export interface Report {
  /** Id of its kind. */
  readonly kind: string;
  readonly title: string;
  readonly subtitle: string;
  /** ISO 8601. Of the design, not of the clock: the same design gives the same report. */
  readonly date: string;
  readonly sections: readonly Section[];
  /** What a form that holds a single table carries, such as CSV. */
  readonly main: Table;
}

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block = Paragraph | List | Table | Figure;

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: string;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly string[];
}

export interface Table {
  readonly kind: 'table';
  readonly caption: string;
  readonly columns: readonly Column[];
  /** A cell for each column; the first one names the row. */
  readonly rows: readonly (readonly Cell[])[];
}

export interface Column {
  readonly id: string;
  readonly title: string;
  /** Its share of the table's width, beside those of the others. */
  readonly width: number;
  readonly align?: 'end';
}

/** A text; with a mark where it says how a feature ends. */
export type Cell = string | { readonly text: string; readonly mark: Mark };

/** How a feature ends: a shape and a colour. */
export type Mark = Status | 'unreached';

export interface Figure {
  readonly kind: 'figure';
  /** What it shows, also for those who do not see it. */
  readonly caption: string;
  /** A drawing of `figures/`. */
  readonly drawing: Drawing;
}

/** An SVG document, and its size in CSS pixels. */
export interface Drawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** A cell's text. */
export function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

/** A paragraph of sentences, those that are there. */
export function paragraph(...sentences: readonly (string | null)[]): Paragraph {
  return { kind: 'paragraph', text: sentences.filter(Boolean).join(' ') };
}

/** A text in which empty lines part the paragraphs. */
export function paragraphs(text: string): Paragraph[] {
  return text
    .split(/\n\s*\n/)
    .filter((one) => one.trim() !== '')
    .map((one) => paragraph(one));
}

/** "1 rule", "2 rules" */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A section of one table; of a sentence when there is nothing in it. */
export function tableSection(title: string, table: Table, otherwise: string): Section {
  return { title, blocks: [table.rows.length > 0 ? table : paragraph(otherwise)] };
}
