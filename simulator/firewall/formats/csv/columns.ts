/** What a column holds. */
export type Column =
  | 'id'
  | 'enabled'
  | 'direction'
  | 'action'
  | 'source'
  | 'sourcePort'
  | 'destination'
  | 'destinationPort'
  | 'protocol'
  | 'icmp'
  | 'states'
  | 'flags'
  | 'rejectWith'
  | 'log'
  | 'purpose';

/** Our own headings, in the order in which they are written, and others that lists of rules usually have. */
export const HEADINGS: Readonly<Record<Column, readonly string[]>> = {
  id: ['id', 'rule', 'name', 'rule name', 'rule id', 'no', 'no.', 'number', 'rule no', '#'],
  enabled: ['enabled', 'active', 'state', 'status'],
  direction: ['direction', 'way', 'flow'],
  action: ['action', 'access', 'verdict', 'decision'],
  source: ['source', 'src', 'source address', 'source ip', 'from'],
  sourcePort: ['source port', 'sport', 'src port', 'source ports'],
  destination: ['destination', 'dst', 'dest', 'destination address', 'destination ip', 'to'],
  destinationPort: ['destination port', 'dport', 'dst port', 'port', 'ports', 'destination ports', 'service'],
  protocol: ['protocol', 'transport', 'proto'],
  icmp: ['icmp', 'icmp type'],
  states: ['states', 'connection states'],
  flags: ['flags', 'tcp flags'],
  rejectWith: ['reject with'],
  log: ['log', 'logging'],
  purpose: ['purpose', 'description', 'comment', 'remark', 'comments'],
};

export const COLUMNS = Object.keys(HEADINGS) as Column[];

/** Columns that say nothing about packets. */
const ASIDE = new Set([
  '',
  'owner',
  'ticket',
  'hits',
  'hit count',
  'date',
  'created',
  'modified',
  'author',
  'request',
  'line',
]);

/** Which column a heading names; "aside" for what says nothing about packets; null for what nobody knows. */
export function columnOf(heading: string): Column | 'aside' | null {
  const plain = heading.trim().toLowerCase().replaceAll(/[_-]/g, ' ');
  if (ASIDE.has(plain)) return 'aside';
  return COLUMNS.find((column) => HEADINGS[column].includes(plain)) ?? null;
}

/** The sign between the cells of a heading line. */
export function delimiterOf(heading: string): string {
  return [',', ';', '\t'].reduce((best, sign) =>
    heading.split(sign).length > heading.split(best).length ? sign : best,
  );
}

/** The cells of a line (RFC 4180, without line ends in cells), or null when a quotation mark does not end. */
export function cellsOf(line: string, delimiter: string): string[] | null {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  // Known as it grows: looking at the whole cell at each quote would take long.
  let blank = true;
  for (let at = 0; at < line.length; at++) {
    const sign = line[at]!;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (line[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (sign === '"' && blank) {
      quoted = true;
      blank = false;
      cell = '';
    } else if (sign === delimiter) {
      cells.push(cell);
      cell = '';
      blank = true;
    } else {
      cell += sign;
      blank &&= sign.trim() === '';
    }
  }
  cells.push(cell);
  return quoted ? null : cells;
}

/** A cell as it is written. */
export function quoteCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
