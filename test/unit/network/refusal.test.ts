import { expect, test } from 'vitest';
import { parseAddress } from '../../../simulator/model/address.ts';
import { Flag, Protocol } from '../../../simulator/model/packet.ts';
import { reset } from '../../../simulator/network/refusal.ts';

const segment = (flags: number, ack: number) => ({
  id: 0,
  src: parseAddress('10.0.0.1')!,
  dst: parseAddress('10.0.0.2')!,
  protocol: Protocol.tcp,
  sport: 50000,
  dport: 443,
  flags,
  seq: 0xffffffff,
  ack,
  payload: null,
});

test('a SYN is refused with what acknowledges it', () => {
  const { flags, seq, ack, sport, dport } = reset(segment(Flag.syn, 0));
  expect({ flags, seq, ack, sport, dport }).toEqual({
    flags: Flag.rst | Flag.ack,
    seq: 0,
    ack: 0,
    sport: 443,
    dport: 50000,
  });
});

test('a segment that acknowledges is refused by the number that it names, and nothing is acknowledged', () => {
  const { flags, seq, ack } = reset(segment(Flag.ack, 4711));
  expect({ flags, seq, ack }).toEqual({ flags: Flag.rst, seq: 4711, ack: 0 });
});
