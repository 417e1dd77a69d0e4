import type { Column } from './columns.ts';
import { columnOf, COLUMNS, HEADINGS } from './columns.ts';

/*
 * What a table's own words mean, said above it in lines such as "# column Quelle = source" and "# value erlauben =
 * permit": tables of customers have headings and words of their own.
 */

const LINE = /^#\s*(column|value)\s+(\S[^=]{0,80}?)\s*=\s*(\S.{0,80}?)\s*$/;

export class Mapping {
  readonly #columns = new Map<string, Column | 'aside'>();
  readonly #values = new Map<string, string>();

  /**
   * Reads such a line.
   * @returns what it is, or what is wrong with it; null when it is another comment
   */
  read(line: string): { readonly what: string; readonly wrong: boolean } | null {
    const [, kind, own = '', meaning = ''] = LINE.exec(line) ?? [];
    if (kind === 'value') {
      this.#values.set(own.toLowerCase(), meaning.toLowerCase());
      return { what: `"${own}" is ${meaning}`, wrong: false };
    }
    if (kind !== 'column') return null;
    const column = meaning.toLowerCase() === 'ignore' ? 'aside' : columnOf(meaning);
    if (column === null)
      return {
        what: `"${meaning}" is no column: must be one of ${COLUMNS.map((one) => HEADINGS[one][0]!).join(', ')}, ignore`,
        wrong: true,
      };
    this.#columns.set(own.toLowerCase(), column);
    return { what: `the column ${own} is ${meaning}`, wrong: false };
  }

  /** Which column a heading names. */
  column(heading: string): Column | 'aside' | null {
    return this.#columns.get(heading.trim().toLowerCase()) ?? columnOf(heading);
  }

  /** What a cell says. */
  value(cell: string): string {
    return this.#values.get(cell.trim().toLowerCase()) ?? cell;
  }
}
