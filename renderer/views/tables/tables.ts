import { bisector } from 'd3';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { EventKind } from '../../../simulator/model/trace.ts';

/** What a row of a table held from a time on. */
interface Version {
  readonly time: number;
  readonly event: number;
  /** Null when the row was taken out. */
  readonly cells: readonly string[] | null;
}

/** A row with all that it ever held. */
interface Line {
  readonly key: string;
  readonly versions: readonly Version[];
}

/** A table that a program keeps. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly lines: readonly Line[];
}

/** The tables of one host. */
export interface HostTables {
  readonly node: number;
  readonly title: string;
  readonly tables: readonly Table[];
}

/** A row as it stands at a time. */
export interface Row {
  readonly key: string;
  readonly cells: readonly string[];
  /** When it came to be as it is. */
  readonly since: number;
  readonly event: number;
  /** Whether it came or changed within the last second, and which of the two. */
  readonly news: 'new' | 'changed' | null;
}

/** So long is a row marked after it came or changed: a second of the run, in microseconds. */
export const NEWS_US = 1_000_000;

/** What the columns of known tables hold; of others they are numbered. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  Allocations: ['Transport', 'Relayed address', 'Client', 'Active destination'],
  Permissions: ['Relay', 'Peer'],
  Peers: ['Address', 'What it is'],
};

/** All tables of a run with every row that was ever in them, by host, in the order in which they came. */
export function tablesOf(reader: TraceReader): readonly HostTables[] {
  const { kind, node, time, a, b, c } = reader.trace.events;
  const hosts = new Map<number, Map<string, Map<string, Version[]>>>();
  kind.forEach((of, event) => {
    if (of !== EventKind.row) return;
    const tables = at(hosts, node[event]!, () => new Map<string, Map<string, Version[]>>());
    const lines = at(tables, reader.string(a[event]!), () => new Map<string, Version[]>());
    const versions = at(lines, reader.string(b[event]!), () => []);
    const cells = c[event]! < 0 ? null : reader.string(c[event]!).split('\t');
    const last = versions.at(-1);
    // Said again as it was, it has not changed.
    if (last && last.cells?.join('\t') === cells?.join('\t')) return;
    versions.push({ time: time[event]!, event, cells });
  });
  return [...hosts].map(([of, tables]) => ({
    node: of,
    title: reader.node(of).title,
    tables: [...tables].map(([title, lines]) => ({
      title,
      columns: columnsOf(title, lines),
      lines: [...lines].map(([key, versions]) => ({ key, versions })),
    })),
  }));
}

const byTime = bisector(({ time }: Version) => time);

/** Which version of a row holds at a time; -1 before the first. */
function versionAt(versions: readonly Version[], time: number): number {
  return byTime.right(versions, time) - 1;
}

/** The rows that a table has at a time. */
export function rowsAt({ lines }: Pick<Table, 'lines'>, time: number): readonly Row[] {
  return lines.flatMap(({ key, versions }) => {
    const index = versionAt(versions, time);
    const now = versions[index];
    if (!now?.cells) return [];
    const fresh = time - now.time < NEWS_US;
    const came = !versions[index - 1]?.cells;
    const news = fresh ? (came ? 'new' : 'changed') : null;
    return { key, cells: now.cells, since: now.time, event: now.event, news };
  });
}

/** How many rows went within the last second. */
export function goneAt({ lines }: Pick<Table, 'lines'>, time: number): number {
  return lines.filter(({ versions }) => {
    const now = versions[versionAt(versions, time)];
    return now?.cells === null && time - now.time < NEWS_US;
  }).length;
}

/** The packet that brought a row to what it is, or null. */
export function packetBehind(reader: TraceReader, event: number): number | null {
  for (let at: number | null = event; at !== null;) {
    const one = reader.event(at);
    if (one.packet !== null) return one.packet;
    at = one.cause;
  }
  return null;
}

function columnsOf(title: string, lines: ReadonlyMap<string, readonly Version[]>): readonly string[] {
  const known = COLUMNS[title] ?? [];
  const most = Math.max(...[...lines.values()].flat().map(({ cells }) => cells?.length ?? 0));
  return Array.from({ length: most }, (_, index) => known[index] ?? `Column ${index + 1}`);
}

function at<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
