import type { MatrixRow, Need } from '../../../simulator/analysis/matrix.ts';
import { badness, isChanged } from '../../../simulator/analysis/matrix.ts';
import type { Design, DesignRule } from '../../../simulator/model/design.ts';
import { portText } from '../rules/rules.ts';
import type { Column } from './columns.ts';
import { weight } from './columns.ts';
import { differs, faultWords, lookOf } from './words.ts';

/** A line of the matrix: the heading of a group of rows, or a row. */
export type Line =
  | { readonly key: string; readonly heading: string; readonly rows: number }
  | { readonly key: string; readonly heading: null; readonly row: MatrixRow };

/** What of the rows is shown, and in which order. */
export interface RowChoice {
  readonly text: string;
  readonly differing: boolean;
  /** Only rows with something that is needed so; all when null. */
  readonly need: Need | null;
  readonly needs: ReadonlyMap<string, { readonly need: Need }>;
  /** In the order in which the sweep has them, the most broken first, or the worst of a column first. */
  readonly sort: 'design' | 'worst' | Column;
  readonly grouped: boolean;
  /** By rule id: where it stands and what it says. */
  readonly rules: Rules;
  readonly kinds: readonly { readonly id: string; readonly title: string }[];
}

export type Rules = ReadonlyMap<string, { readonly rule: DesignRule; readonly wall: string }>;

/** The rules of a design by their ids. */
export function rulesOf({ firewalls }: Design): Rules {
  return new Map(
    firewalls.flatMap(({ title, rules }) => rules.map((rule) => [rule.id, { rule, wall: title }] as const)),
  );
}

/** The rows that are wanted, sorted within their groups. */
export function linesOf(rows: readonly MatrixRow[], choice: RowChoice): readonly Line[] {
  const shown = sorted(
    rows.filter((row) => isWanted(row, choice)),
    choice.sort,
  );
  const lineOf = (row: MatrixRow): Line => ({
    key: row.faults.map(({ id }) => id).join(' '),
    heading: null,
    row,
  });
  if (!choice.grouped) return shown.map(lineOf);
  const groups = new Map<string, MatrixRow[]>();
  // Groups stand in the order of all rows, whatever comes first in them.
  for (const row of rows) groups.set(groupOf(row, choice), []);
  for (const row of shown) groups.get(groupOf(row, choice))!.push(row);
  return [...groups].flatMap(([heading, members]) =>
    members.length === 0
      ? []
      : [{ key: `group ${heading}`, heading, rows: members.length }, ...members.map(lineOf)],
  );
}

function isWanted(row: MatrixRow, { text, differing, need, needs, rules }: RowChoice): boolean {
  if (differing && !row.cells.some(differs)) return false;
  if (need !== null && !row.faults.some(({ id }) => needs.get(id)?.need === need)) return false;
  if (text === '') return true;
  const held = [faultWords(row.faults), ...row.faults.map(({ id }) => `${id} ${ruleWords(id, rules)}`)]
    .join(' ')
    .toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => held.includes(word));
}

/** "UDP 3478 in, External firewall"; empty for what is no rule. */
export function ruleWords(id: string, rules: Rules): string {
  const found = rules.get(id);
  return found ? `${portText(found.rule)} ${found.rule.direction}, ${found.wall}` : '';
}

function groupOf({ faults, cells }: MatrixRow, { rules, kinds }: RowChoice): string {
  const [first, ...others] = faults;
  if (others.length > 0)
    return cells.some(({ emerges }) => emerges)
      ? 'Break what neither of the two breaks alone'
      : 'Nothing more than each alone';
  const wall = first!.kind === 'rule' ? rules.get(first!.id)?.wall : undefined;
  return wall ?? kinds.find(({ id }) => id === first!.kind)?.title ?? first!.kind;
}

function sorted(rows: readonly MatrixRow[], sort: RowChoice['sort']): readonly MatrixRow[] {
  if (sort === 'design') return rows;
  const rank =
    sort === 'worst'
      ? damage
      : ({ cells }: MatrixRow) => [Math.max(0, ...sort.at.map((at) => weight(cells[at]!)))];
  return rows
    .map((row) => ({ row, rank: rank(row) }))
    .sort((one, other) => compareRanks(other.rank, one.rank))
    .map(({ row }) => row);
}

/** How much a row breaks: features broken, features degraded, seconds added to what works. */
function damage({ cells }: MatrixRow): readonly number[] {
  const worse = cells.filter((cell) => isChanged(cell) && badness(cell.outcome) > badness(cell.before));
  const broken = worse.filter(({ outcome }) => outcome.status === 'broken').length;
  return [broken, worse.length - broken, cells.reduce((sum, cell) => sum + lookOf(cell).later, 0)];
}

/** The first difference decides. */
function compareRanks(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : one[at]! - other[at]!;
}

/** Features that fare worse. */
export function hits({ cells }: MatrixRow): number {
  return cells.filter(({ outcome, before }) => badness(outcome) > badness(before)).length;
}
