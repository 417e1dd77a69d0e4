import { describe, expect, test } from 'vitest';
import { goneAt, NEWS_US, packetBehind, rowsAt, tablesOf } from '../../../renderer/views/tables/tables.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';

const readerOf = (feature: string) =>
  new TraceReader(run(builtinDesign(), { only: [feature] }).features[0]!.trace);
const reader = readerOf('av-remote-internal');
const end = reader.trace.events.time.at(-1)!;

describe('the tables of a call', () => {
  const [edge] = tablesOf(reader);
  const table = (title: string) => edge!.tables.find((one) => one.title === title)!;
  const allocations = table('Allocations');

  test('stand at the A/V Edge, with their columns', () => {
    expect(edge!.title).toBe('Edge');
    expect(edge!.tables.map(({ title }) => title)).toEqual(['Allocations', 'Permissions', 'Peers']);
    expect(allocations.columns).toEqual(['Transport', 'Relayed address', 'Client', 'Active destination']);
    expect(table('Peers').columns.length).toBe(2);
  });

  test('have the rows that had come by a time, and none that went', () => {
    expect(rowsAt(allocations, 0)).toEqual([]);
    const first = allocations.lines[0]!.versions[0]!;
    expect(rowsAt(allocations, first.time).length).toBeGreaterThan(0);
    expect(rowsAt(allocations, first.time - 1)).toEqual([]);
    const went = allocations.lines[0]!.versions.find(({ cells }) => cells === null)!;
    const { key } = allocations.lines[0]!;
    expect(rowsAt(allocations, went.time - 1).map((row) => row.key)).toContain(key);
    expect(rowsAt(allocations, went.time).map((row) => row.key)).not.toContain(key);
    expect(goneAt(allocations, went.time)).toBeGreaterThan(0);
    expect(goneAt(allocations, went.time - 1)).toBe(0);
    expect(rowsAt(allocations, end)).toEqual([]);
  });

  test('mark what came or changed, for a second', () => {
    const line = allocations.lines.find(
      ({ versions }) => versions.filter(({ cells }) => cells !== null).length > 1,
    )!;
    const [came, changed] = line.versions;
    const newsAt = (time: number) => rowsAt(allocations, time).find((row) => row.key === line.key)?.news;
    expect(newsAt(came!.time)).toBe('new');
    expect(newsAt(came!.time + NEWS_US - 1)).toBe('new');
    expect(newsAt(came!.time + NEWS_US)).toBeNull();
    expect(newsAt(changed!.time)).toBe('changed');
  });

  test('what is said again as it was is no change', () => {
    for (const { versions } of table('Peers').lines)
      versions.slice(1).forEach((one, index) => {
        expect(one.cells).not.toEqual(versions[index]!.cells);
      });
  });

  test('each row leads to the packet that brought it', () => {
    const [row] = rowsAt(allocations, allocations.lines[0]!.versions[0]!.time);
    const packet = packetBehind(reader, row!.event)!;
    expect(reader.message(packet)).toMatchObject({ protocol: 'stun', method: 'allocate', kind: 'request' });
  });
});

test('a feature without tables has none', () => {
  expect(tablesOf(readerOf('remote-sign-in'))).toEqual([]);
});
