import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstDifference } from '../../simulator/analysis/first-difference.ts';
import { EventKind, hashTrace } from '../../simulator/model/trace.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import { closed, designWith, runOne } from './designs.ts';

const closedDesign = closed(designWith(), 'E12');
const original = new TraceReader(runOne(closedDesign, 'av-remote-internal').trace);

/** The first packet that the external firewall drops, and when. */
const drop = [...original.trace.events.kind.keys()].find(
  (event) => original.trace.events.kind[event] === EventKind.verdict && original.lostAt(event),
)!;
const dropTime = original.trace.events.time[drop]!;

test('a rule opened just before the first drop: the runs part at the verdict on that packet', () => {
  const at = dropTime - 1;
  const branch = new TraceReader(
    runOne(closedDesign, 'av-remote-internal', {
      interventions: [{ at, change: { kind: 'rule', rule: 'E12', enabled: true } }],
    }).trace,
  );
  const parting = firstDifference(original, branch)!;
  expect(parting.before).toBe(drop);
  expect(parting.time).toBe(dropTime);
  expect(branch.trace.events.packet[parting.after!]).toBe(original.trace.events.packet[drop]);
  expect(branch.lostAt(parting.after!)).toBe(false);
});

test('an intervention without any consequence makes no difference', () => {
  const branch = runOne(closedDesign, 'av-remote-internal', {
    interventions: [{ at: dropTime, change: { kind: 'rule', rule: 'E1', enabled: false } }],
  });
  expect(firstDifference(original, new TraceReader(branch.trace))).toBeNull();
});

test('two runs agree, hash for hash, up to where they part', () => {
  const rules = ['E3', 'E12', 'E13', 'I1', 'I5', 'I6', 'I7'];
  const open = designWith();
  const whole = new TraceReader(runOne(open, 'av-remote-internal').trace);
  fc.assert(
    fc.property(fc.constantFrom(...rules), (rule) => {
      const other = new TraceReader(runOne(closed(open, rule), 'av-remote-internal').trace);
      const parting = firstDifference(whole, other);
      if (!parting) {
        expect(hashTrace(other.trace)).toBe(hashTrace(whole.trace));
        return;
      }
      expect(parting.before).toBe(parting.after);
      const upTo = parting.before!;
      expect(hashTrace(other.trace, upTo)).toBe(hashTrace(whole.trace, upTo));
      expect(hashTrace(other.trace, upTo + 1)).not.toBe(hashTrace(whole.trace, upTo + 1));
    }),
    { numRuns: 20 },
  );
});
