import { expect, test } from 'vitest';
import { protocolsOf, sentBy } from '../../../renderer/views/protocols/protocols.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';

const [signIn] = run(builtinDesign(), { only: ['remote-sign-in'] }).features;
const reader = new TraceReader(signIn!.trace);
const rows = protocolsOf(reader);

test('signing in begins with DNS, and each packet with a message is counted once', () => {
  expect(rows[0]!.title).toBe('Domain Name System');
  const all = Array.from({ length: reader.packetCount }, (_, packet) => reader.message(packet));
  expect(rows.reduce((sum, { times }) => sum + times.length, 0)).toBe(all.filter(Boolean).length);
});

test('at the beginning nothing was said, at the end all of it', () => {
  for (const row of rows) {
    expect(sentBy(row, -1)).toBe(0);
    expect(sentBy(row, Infinity)).toBe(row.times.length);
  }
});
