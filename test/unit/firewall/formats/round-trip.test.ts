import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_INTERFACES } from '../../../../simulator/firewall/formats/format.ts';
import { FORMATS, recognise } from '../../../../simulator/firewall/formats/registry.ts';
import type { Policy } from '../../../../simulator/model/policy.ts';
import { policy, rule } from '../policies.ts';
import type { Sayable } from './arbitrary.ts';
import { policies, traffic, verdicts } from './arbitrary.ts';

const WINDOWS: Sayable = {
  actions: ['permit', 'drop'],
  defaults: ['drop', 'permit'],
  dropsFirst: true,
  stateful: [true],
  logs: false,
};

const NAT: Sayable = { nat: true, forwards: true, bounded: true };

/** What random policies each form can take; a form that refuses one of these fails. */
const SAYABLE: Readonly<Record<string, Sayable>> = {
  asa: {
    actions: ['permit', 'drop'],
    defaults: ['drop', 'permit'],
    stateful: [true],
    ...NAT,
    sip: true,
  },
  azure: {
    actions: ['permit', 'drop'],
    defaults: ['drop', 'permit'],
    stateful: [true],
    icmp: false,
    logs: false,
    disabled: false,
  },
  csv: { states: true, flags: true, nat: true, bounded: true },
  // Inspection remembers TCP, UDP and ICMP only: ios.test.ts has other protocols, and rejects.
  ios: {
    transports: ['tcp', 'udp', 'tcp-udp', 'icmp'],
    actions: ['permit', 'drop'],
    defaults: ['drop', 'permit'],
    flags: true,
    ...NAT,
  },
  iptables: { states: true, flags: true, ...NAT },
  netsh: WINDOWS,
  powershell: WINDOWS,
  nftables: { states: true, flags: true, ...NAT },
  // A reject is answered where it is TCP or UDP only: srx.test.ts has these.
  srx: {
    actions: ['permit', 'drop'],
    defaults: ['drop', 'permit'],
    stateful: [true],
    ...NAT,
    sip: true,
  },
  'nftables-json': { states: true, flags: true, ...NAT, disabled: false },
};

/** The policy that comes back when it has been written and read again. */
function again(format: (typeof FORMATS)[number], before: Policy): Policy {
  const text = format.write(before, DEFAULT_INTERFACES, 'a test');
  if (typeof text !== 'string') throw new Error(text.problems.join('; '));
  const reading = format.read(text, DEFAULT_INTERFACES);
  if ('problem' in reading) throw new Error(`${reading.problem}\n${text}`);
  const bad = reading.ledger.filter(({ status }) => status !== 'understood');
  if (bad.length > 0) throw new Error(`${JSON.stringify(bad)}\n${text}`);
  return { ...before, ...reading.policy };
}

describe.each(FORMATS)('$id', (format) => {
  test('what is written and read again decides every packet the same way', () => {
    fc.assert(
      fc.property(policies(SAYABLE[format.id] ?? {}), traffic(), (before, packets) => {
        expect(verdicts(again(format, before), packets)).toEqual(verdicts(before, packets));
      }),
      { numRuns: Number(process.env['RUNS'] ?? 300) },
    );
  });

  test('keeps ids, purposes, what is switched off, NAT and settings', () => {
    fc.assert(
      fc.property(policies(SAYABLE[format.id] ?? {}), (before) => {
        const named = ({ rules }: Policy) =>
          rules.map(({ id, purpose, enabled, action, log }) => ({
            id,
            // Some forms have no way to quote a quotation mark.
            purpose: purpose.replaceAll('"', "'"),
            enabled,
            action,
            log,
          }));
        const after = again(format, before);
        expect(named(after)).toEqual(named(before));
        const { maxConnections, nat, forwards, masquerades, inspections } = before;
        expect(after).toMatchObject({ maxConnections, nat, forwards, masquerades, inspections });
      }),
      { numRuns: 100 },
    );
  });

  test('what it writes is recognised as its own', () => {
    fc.assert(
      fc.property(policies(SAYABLE[format.id] ?? {}), (before) => {
        const text = format.write(before, DEFAULT_INTERFACES, 'a test');
        if (typeof text === 'string') expect(recognise(text)?.id).toBe(format.id);
      }),
      { numRuns: 50 },
    );
  });

  test('a rule that nobody understood is not written', () => {
    const unclear = policy([rule({ id: 'X', action: 'undetermined' })]);
    expect(format.write(unclear, DEFAULT_INTERFACES, 'a test')).toEqual({
      problems: [expect.stringContaining('rule X')],
    });
  });
});
