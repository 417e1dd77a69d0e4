import { describe, expect, test } from 'vitest';
import { expectProblem, problemsAfter } from './helpers.ts';

describe('knobs', () => {
  test.each([
    [
      '‸"sip.t1": 1',
      'knob "sip.t1" does not exist: must be one that the model has; did you mean "sip.t1_ms"?',
    ],
    ['‸"toString": 1', 'knob "toString" does not exist: must be one that the model has'],
    [
      '‸"sip.t1_ms": "fast"',
      '"fast" is wrong for knob "sip.t1_ms": it must be a number from 0 to 1000000000',
    ],
    ['‸"sip.t1_ms": true', 'true is wrong for knob "sip.t1_ms": it must be a number from 0 to 1000000000'],
    ['‸"sip.t1_ms": -1', '-1 is wrong for knob "sip.t1_ms": it must be a number from 0 to 1000000000'],
    [
      '‸"sip.t1_ms": 1e999',
      'Infinity is wrong for knob "sip.t1_ms": it must be a number from 0 to 1000000000',
    ],
    ['‸"dns.tries": 2.5', '2.5 is wrong for knob "dns.tries": it must be a whole number from 0 to 20'],
  ])('%s', (knob, message) => expectProblem('"date":', `"knobs": { ${knob} }, "date":`, message));

  test('one that fits', () =>
    expect(problemsAfter((design) => void (design.knobs = { 'sip.t1_ms': 250.5, 'dns.tries': 2 }))).toEqual(
      [],
    ));
});
