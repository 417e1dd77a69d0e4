import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { matchingPackets } from '../../../simulator/filters/match.ts';
import { readFilter } from '../../../simulator/filters/parser.ts';
import { FilterSource } from '../../../simulator/filters/source.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';

const design = builtinDesign();
const [signIn] = run(design, { only: ['remote-sign-in'] }).features;
const source = new FilterSource(new TraceReader(signIn!.trace), design);

function count(text: string): number {
  const read = readFilter(text);
  if (!read.ok) throw new Error(read.problem.message);
  return matchingPackets(read.filter, source).length;
}

test('every packet was somewhere, and those that passed a firewall at more places', () => {
  expect(count('lab.places >= 1')).toBe(source.reader.packetCount);
  expect(count('lab.firewall && lab.places < 3')).toBe(0);
  expect(count('lab.firewall')).toBeGreaterThan(0);
});
