import { expect, test } from 'vitest';
import { Random } from '../../simulator/kernel/random.ts';
import { killExports, killSaving } from '../torture/kill-files.ts';

test.skipIf(process.platform === 'win32')(
  'killed while it saves, a program leaves whole files',
  async () => {
    // Two hundred times, with the window: npm run kill.
    expect(await killSaving(3, new Random(3, 'saving'))).toEqual({ times: 3, faults: [], litter: 0 });
    expect(await killExports(1, new Random(3, 'exports'))).toEqual({ times: 1, faults: [], litter: 0 });
  },
  180_000,
);
