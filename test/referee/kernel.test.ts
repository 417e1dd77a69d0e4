import { expect, test } from 'vitest';
import { haveKernel } from '../setup/tools.ts';
import { compare, jobOf } from './kernel/referee.ts';

const here = haveKernel();

test.skipIf(!here)(
  'a Linux kernel decides as the engine does: nftables and iptables, connections, time-outs, errors, NAT',
  () => {
    const { packets, differences } = compare(
      Array.from({ length: 16 }, (_, index) => jobOf(1000 + index, 300)),
    );
    expect(differences).toEqual([]);
    expect(packets).toBe(16 * 300);
  },
  300_000,
);
