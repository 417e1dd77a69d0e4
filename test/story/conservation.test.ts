import { expect, test } from 'vitest';
import { tryRuns } from '../torture/trials.ts';

// Ten thousand: npm run conservation.
test('in drawn runs no packet is lost without a reason, nothing passes unfounded, nothing outlives its time', () => {
  const { faults, statuses } = tryRuns(100, 7);
  expect(faults).toEqual([]);
  // The weather leaves some features alone and breaks others.
  expect(statuses).toMatchObject({
    works: expect.any(Number) as number,
    broken: expect.any(Number) as number,
  });
});
