import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';
import { lifelinesOf } from '../../../renderer/views/ladder/lifelines.ts';
import type { PacketRow } from '../../../renderer/views/ladder/rows.ts';
import { rowsOf } from '../../../renderer/views/ladder/rows.ts';

function readerOf(closed: readonly string[] = []) {
  const base = builtinDesign();
  const design = {
    ...base,
    firewalls: base.firewalls.map((firewall) => ({
      ...firewall,
      rules: firewall.rules.map((rule) => ({ ...rule, enabled: !closed.includes(rule.id) })),
    })),
  };
  const [feature] = run(design, { only: ['remote-sign-in'] }).features;
  return { design, reader: new TraceReader(feature!.trace) };
}

const packetsOf = (rows: ReturnType<typeof rowsOf>) =>
  rows.filter((row): row is PacketRow => row.kind === 'packet');

test('every packet has its row when nothing is folded', () => {
  const { reader } = readerOf();
  const rows = packetsOf(rowsOf(reader, false));
  expect(rows.map((row) => row.packet)).toEqual(Array.from({ length: reader.packetCount }, (_, i) => i));
  expect(rows.every((row) => row.fold === null)).toBe(true);
});

test('handshakes are folded, and bare acknowledgements hidden', () => {
  const { reader } = readerOf();
  const labels = packetsOf(rowsOf(reader, true)).map((row) => row.label);
  expect(labels.slice(6, 9)).toEqual(['TCP connect, port 443', 'TLS handshake, 4 flights', 'REGISTER']);
  expect(labels).not.toContain('TCP ACK');
  expect(labels.length).toBeLessThan(reader.packetCount);
});

test('an open fold is followed by its packets', () => {
  const { reader } = readerOf();
  const closed = rowsOf(reader, true);
  const fold = packetsOf(closed).find((row) => row.fold !== null)!;
  expect(fold.bothWays).toBe(true);
  const open = packetsOf(rowsOf(reader, true, new Set([fold.order])));
  expect(open).toHaveLength(packetsOf(closed).length + fold.count);
  const at = open.findIndex((row) => row.order === fold.order);
  expect(open[at]!.open).toBe(true);
  expect(open.slice(at + 1, at + 1 + fold.count).every((row) => row.inside)).toBe(true);
});

test('repeated sends fold, and the time until then says so', () => {
  const { reader } = readerOf(['E3']);
  const rows = rowsOf(reader, true);
  const again = packetsOf(rows).find((row) => row.fold === 'again')!;
  expect(again.label).toBe('2 more sends');
  expect(again.lost).toBe('no rule');
  expect((again.until - again.time) / 1_000_000).toBeCloseTo(6, 1);
  const gaps = rows.filter((row) => row.kind === 'gap').map((row) => row.text);
  expect(gaps).toEqual(['21.0 s: only resends']);
  const every = rowsOf(reader, false).filter((row) => row.kind === 'gap');
  expect(every.map((row) => row.text)).toEqual([
    '3.0 s without a packet',
    '6.0 s without a packet',
    '12.0 s without a packet',
  ]);
});

test('lifelines are those that take part, from the Internet inwards, and what a lost packet was meant for', () => {
  const { design, reader } = readerOf(['E3']);
  const rows = rowsOf(reader, true);
  const lines = lifelinesOf(design, reader.trace.nodes, rows, 78, 900);
  expect(lines.map((line) => line.title)).toEqual(['Alice', 'NAT', 'Public DNS', 'External', 'Edge']);
  expect(lines.map((line) => line.wall)).toEqual([false, false, false, true, false]);
});

test.each([600, 900, 1500])('lines keep their distance and spread at %i', (width) => {
  const { design, reader } = readerOf();
  const lines = lifelinesOf(design, reader.trace.nodes, rowsOf(reader, true), 78, width);
  expect(lines[0]!.x).toBeGreaterThanOrEqual(78);
  for (let i = 1; i < lines.length; i++) expect(lines[i]!.x - lines[i - 1]!.x).toBeGreaterThanOrEqual(84);
  if (width === 1500) expect(lines.at(-1)!.x).toBeGreaterThan(1300);
});
