import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../simulator/model/address.ts';
import {
  candidate,
  candidateName,
  comparePairs,
  priorityOf,
} from '../../../simulator/protocols/ice/candidates.ts';
import { pathClass } from '../../../simulator/protocols/ice/description.ts';
import { decodeIceWarn, formatIceWarn, ICE_WARNINGS } from '../../../simulator/protocols/ice/warnings.ts';
import type { CandidateTransport, CandidateType } from '../../../simulator/protocols/sdp/message.ts';

const at = { address: parseAddress('192.168.1.5')!, port: 50_020 };
const none = { user: '', password: '' };

describe('candidates', () => {
  // An offer of Lync 2010 as it was seen: foundation, component, transport, priority, type.
  test.each<[string, number, CandidateTransport, number, CandidateType]>([
    ['1', 1, 'UDP', 2_130_706_431, 'host'],
    ['1', 2, 'UDP', 2_130_705_918, 'host'],
    ['3', 1, 'TCP-PASS', 174_455_807, 'relay'],
    ['3', 2, 'TCP-PASS', 174_455_294, 'relay'],
    ['4', 1, 'UDP', 184_547_839, 'relay'],
    ['4', 2, 'UDP', 184_547_326, 'relay'],
    ['5', 1, 'TCP-ACT', 174_847_999, 'relay'],
    ['6', 1, 'TCP-ACT', 1_684_796_927, 'srflx'],
  ])('%s %i %s has the priority %i as %s', (foundation, component, transport, priority, type) => {
    const made = candidate(type, transport, component, at, null, none);
    expect(made).toEqual({ ...none, ...at, foundation, component, transport, priority, type, related: null });
  });

  test('what is learnt from checks stands between hosts and reflexive addresses, at the end of the list', () => {
    for (const transport of ['UDP', 'TCP-ACT', 'TCP-PASS'] as const) {
      expect(candidate('prflx', transport, 1, at, null, none).foundation).toBe('8');
      const learnt = priorityOf('prflx', transport, 1);
      expect(learnt).toBeLessThan(priorityOf('host', transport, 1));
      expect(learnt).toBeGreaterThan(priorityOf('srflx', transport, 1));
    }
    expect(candidate('srflx', 'UDP', 1, at, null, none).foundation).toBe('7');
    for (const transport of ['TCP-ACT', 'TCP-PASS'] as const)
      expect(candidate('host', transport, 1, at, null, none).foundation).toBe('2');
    // A kind that Lync does not list comes last.
    expect(candidate('srflx', 'TCP-PASS', 1, at, null, none).foundation).toBe('8');
  });

  test('a name says kind, transport and place', () =>
    expect(candidateName(candidate('relay', 'UDP', 1, at, null, none))).toBe('relay UDP 192.168.1.5:50020'));

  test('priorities of pairs are those of RFC 5245 5.7.2, for all that candidates may have (15.1)', () => {
    const priority = fc.integer({ min: 1, max: 0x7fffffff });
    const close = fc.integer({ min: 1, max: 4 });
    const pair = (own: fc.Arbitrary<number>) => fc.record({ controlling: own, controlled: own });
    const formula = ({ controlling: g, controlled: d }: { controlling: number; controlled: number }) =>
      2n ** 32n * BigInt(Math.min(g, d)) + 2n * BigInt(Math.max(g, d)) + (g > d ? 1n : 0n);
    for (const own of [priority, close])
      fc.assert(
        fc.property(pair(own), pair(own), (a, b) => {
          const difference = formula(a) - formula(b);
          const expected = difference > 0n ? 1 : difference < 0n ? -1 : 0;
          expect(Math.sign(comparePairs(a, b))).toBe(expected);
        }),
        { numRuns: 500 },
      );
  });
});

test('a path leads over the Edge when either end is a relay, and in what this end sends', () => {
  const of = (type: CandidateType, transport: CandidateTransport) =>
    candidate(type, transport, 1, at, null, none);
  const host = of('host', 'UDP');
  expect(pathClass({ local: host, remote: of('srflx', 'UDP') })).toBe('direct');
  expect(pathClass({ local: host, remote: of('relay', 'UDP') })).toBe('udp-relay');
  expect(pathClass({ local: of('relay', 'UDP'), remote: host })).toBe('udp-relay');
  expect(pathClass({ local: of('relay', 'TCP-PASS'), remote: of('relay', 'UDP') })).toBe('tcp-relay');
});

describe('the mask of ICEWarn', () => {
  test('each known bit has its sentence, in order; the rest is in doubt', () => {
    const found = decodeIceWarn(0x12b);
    expect(found.map(({ bit }) => bit)).toEqual([0x1, 0x2, 0x8, 0x20, 0x100]);
    expect(found[0]).toEqual({
      bit: 0x1,
      text: 'The A/V Edge could not be reached.',
      source: 'Lync 2010 Resource Kit, as retold',
    });
    expect(decodeIceWarn(0x40_0004)).toEqual([
      ICE_WARNINGS[2],
      { bit: 0x40_0000, text: 'Bits whose meaning is in doubt.', source: 'seen in real logs' },
    ]);
    expect(decodeIceWarn(0)).toEqual([]);
    expect(formatIceWarn(0x12b)).toBe('0x12b');
  });

  test('says where to look: the Edge, its ports, the hosts, the NATs, the relays', () =>
    expect(ICE_WARNINGS.map(({ text }) => text)).toEqual([
      'The A/V Edge could not be reached.',
      'No UDP port was allocated on the A/V Edge.',
      'Sending over UDP to the A/V Edge failed.',
      'No TCP port was allocated on the A/V Edge.',
      'Sending over TCP to the A/V Edge failed.',
      'No direct path between the two hosts: normal with a NAT between them.',
      'No UDP path through the NATs.',
      'No UDP path through the A/V Edges.',
      'No TCP path through the NATs: normal.',
      'No TCP path through the A/V Edges.',
    ]));

  test('no bit is said twice, and all ten together are the first ten of the mask', () =>
    expect(ICE_WARNINGS.reduce((mask, { bit }) => mask + bit, 0)).toBe(0x3ff));
});
