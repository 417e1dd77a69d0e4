import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';
import { clientDiagnosticOf, packetOfWarning } from '../../../renderer/views/inspector/media.ts';
import { closed } from '../../story/designs.ts';

function readerOf(...off: string[]): TraceReader {
  const design = closed(builtinDesign(), ...off);
  return new TraceReader(run(design, { only: ['av-remote-internal'] }).features[0]!.trace);
}

test('a call without media: number, sentence and bits as the client sent them', () => {
  const reader = readerOf('E12', 'E13');
  const told = clientDiagnosticOf(reader)!;
  expect(told.id).toBe('23');
  expect(told.reason).toContain('one endpoint is internal and the other is remote');
  expect(told.warnings.map((one) => one.bit)).toEqual(expect.arrayContaining([0x1, 0x2, 0x8]));
  const packet = packetOfWarning(reader, 0x2)!;
  expect(reader.disposition(packet).lost).toBe(true);
  expect(reader.tuple(packet).dport).toBe(3478);
  expect(packetOfWarning(reader, 0x4000)).toBeNull();
});

test('a call that came about reported nothing', () => {
  expect(clientDiagnosticOf(readerOf())).toBeNull();
  expect(clientDiagnosticOf(readerOf('E12'))).toBeNull();
});
