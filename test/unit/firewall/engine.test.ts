import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Engine } from '../../../simulator/firewall/engine/engine.ts';
import { RuleTable } from '../../../simulator/firewall/engine/rules.ts';
import { inRange } from '../../../simulator/model/address.ts';
import type { Packet } from '../../../simulator/model/packet.ts';
import { Flag, Protocol } from '../../../simulator/model/packet.ts';
import type { Rule } from '../../../simulator/model/policy.ts';
import { protocolNumbers } from '../../../simulator/model/policy.ts';
import { SECOND } from '../../../simulator/model/time.ts';
import { at, one, policy, ports, rule } from './policies.ts';

const base = rule({
  destinations: [one('10.45.16.10')],
  destinationPorts: [ports(443)],
  transport: 'tcp',
  direction: 'in',
});

function packet(over: Partial<Packet> = {}): Packet {
  return {
    id: 0,
    src: at('198.51.100.7'),
    dst: at('10.45.16.10'),
    protocol: Protocol.tcp,
    sport: 50000,
    dport: 443,
    flags: Flag.syn,
    seq: 0,
    ack: 0,
    payload: null,
    ...over,
  };
}
const answer = (p: Packet, flags: number): Packet => ({
  ...p,
  src: p.dst,
  dst: p.src,
  sport: p.dport,
  dport: p.sport,
  flags,
});
const verdict = (engine: Engine, p: Packet, fromOutside: boolean, now = 0) => {
  const { action, reason, rule } = engine.decide(p, fromOutside, now);
  return { action, reason, rule };
};

test('the first rule that names the packet decides, and says so', () => {
  const engine = new Engine(
    policy([{ ...base, id: 'a', destinationPorts: [ports(80)] }, base, { ...base, action: 'drop' }]),
  );
  expect(verdict(engine, packet(), true)).toEqual({ action: 'accept', reason: 'rule', rule: 1 });
});

test('what no rule names meets the default, in silence or told', () => {
  expect(verdict(new Engine(policy([base])), packet({ dport: 25 }), true)).toEqual({
    action: 'drop',
    reason: 'no-rule',
    rule: -1,
  });
  const told = new Engine(policy([base], { default: 'reject' }));
  expect(verdict(told, packet({ dport: 25 }), true).action).toBe('reject');
});

test('direction is that of who begins: the same packet from the other side has no rule', () => {
  expect(verdict(new Engine(policy([base])), packet(), false)).toMatchObject({
    action: 'drop',
    reason: 'no-rule',
  });
});

test('answers pass by state, through the rule that let the first packet in', () => {
  const engine = new Engine(policy([base]));
  const syn = packet();
  expect(engine.decide(answer(syn, Flag.syn | Flag.ack), false, 0).reason).toBe('no-state');
  engine.decide(syn, true, 0);
  expect(verdict(engine, answer(syn, Flag.syn | Flag.ack), false, 10)).toEqual({
    action: 'accept',
    reason: 'state',
    rule: 0,
  });
  expect(verdict(engine, packet({ flags: Flag.ack }), true, 20)).toEqual({
    action: 'accept',
    reason: 'state',
    rule: 0,
  });
});

test('a TCP packet in mid-stream without state is dropped, though a rule would name it', () => {
  for (const flags of [Flag.ack, Flag.rst, Flag.fin | Flag.ack, Flag.syn | Flag.ack, 0])
    expect(verdict(new Engine(policy([base])), packet({ flags }), true)).toEqual({
      action: 'drop',
      reason: 'no-state',
      rule: -2,
    });
});

test('a conversation of UDP is forgotten after its time-out, and kept by each packet', () => {
  const udp = packet({ protocol: Protocol.udp, dport: 3478, flags: 0 });
  const engine = new Engine(policy([{ ...base, transport: 'udp', destinationPorts: [ports(3478)] }]));
  engine.decide(udp, true, 0);
  expect(verdict(engine, answer(udp, 0), false, 59 * SECOND).reason).toBe('state');
  expect(verdict(engine, answer(udp, 0), false, 118 * SECOND).reason).toBe('state');
  expect(verdict(engine, answer(udp, 0), false, 179 * SECOND)).toMatchObject({
    action: 'drop',
    reason: 'no-rule',
  });
});

test('a TCP conversation that was never answered is forgotten sooner than one that is open', () => {
  const engine = new Engine(policy([base]));
  const [asked, open] = [packet({ sport: 1 }), packet({ sport: 2 })];
  engine.decide(asked, true, 0);
  engine.decide(open, true, 0);
  engine.decide(answer(open, Flag.syn | Flag.ack), false, 1);
  engine.decide({ ...open, flags: Flag.ack }, true, 2);
  engine.rules.enable(0, false);
  const later = 600 * SECOND;
  expect(verdict(engine, { ...asked, flags: Flag.ack }, true, later)).toMatchObject({ reason: 'no-state' });
  expect(verdict(engine, { ...open, flags: Flag.ack }, true, later)).toMatchObject({ reason: 'state' });
});

test('a SYN sent again before the answer belongs to its conversation, also after the rule was closed', () => {
  const engine = new Engine(policy([base]));
  engine.decide(packet(), true, 0);
  engine.rules.enable(0, false);
  expect(verdict(engine, packet(), true, 3 * SECOND)).toMatchObject({ action: 'accept', reason: 'state' });
});

test('closing a rule stops new conversations, not those that are open', () => {
  const engine = new Engine(policy([base]));
  engine.decide(packet(), true, 0);
  engine.decide(answer(packet(), Flag.syn | Flag.ack), false, 0);
  engine.rules.enable(0, false);
  expect(verdict(engine, packet({ flags: Flag.ack }), true, 1).action).toBe('accept');
  expect(verdict(engine, packet({ sport: 50001 }), true, 1)).toMatchObject({
    action: 'drop',
    reason: 'no-rule',
  });
  expect(engine.closedRule(packet({ sport: 50001 }), true)).toBe(0);
});

test('without state, each direction needs a rule of its own', () => {
  const engine = new Engine(policy([base], { stateful: false }));
  expect(verdict(engine, packet(), true).action).toBe('accept');
  expect(verdict(engine, answer(packet(), Flag.syn | Flag.ack), false).action).toBe('drop');
});

test('after a reset a new SYN on the same ports begins anew and is asked about', () => {
  const engine = new Engine(policy([base]));
  engine.decide(packet(), true, 0);
  engine.decide(packet({ flags: Flag.rst }), true, 1);
  engine.rules.enable(0, false);
  expect(verdict(engine, packet(), true, 2)).toMatchObject({ action: 'drop', reason: 'no-rule' });
});

const address = fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4').map(at);
const range = fc.tuple(address, address).map(([a, b]) => ({ first: Math.min(a, b), last: Math.max(a, b) }));
const portRange = fc
  .tuple(fc.nat(5), fc.nat(5))
  .map(([a, b]) => ({ first: Math.min(a, b), last: Math.max(a, b) }));
const anyRule = fc
  .record({
    sources: fc.array(range, { minLength: 1, maxLength: 3 }),
    destinations: fc.array(range, { minLength: 1, maxLength: 3 }),
    sourcePorts: fc.array(portRange, { minLength: 1, maxLength: 2 }),
    destinationPorts: fc.array(portRange, { minLength: 1, maxLength: 2 }),
    transport: fc.constantFrom('tcp' as const, 'udp' as const, 'tcp-udp' as const, 'any' as const),
    direction: fc.constantFrom('in' as const, 'out' as const, 'both' as const),
    action: fc.constantFrom('permit' as const, 'drop' as const),
    enabled: fc.boolean(),
  })
  .map(rule);
const anyPacket = fc.record({
  src: address,
  dst: address,
  sport: fc.nat(5),
  dport: fc.nat(5),
  protocol: fc.constantFrom(6, 17),
  flags: fc.constant(2),
});

test('the flat table finds the rule that the rules, read one by one, would give', () => {
  fc.assert(
    fc.property(fc.array(anyRule, { maxLength: 8 }), anyPacket, fc.boolean(), (rules, p, fromOutside) => {
      const names = (rule: Rule) =>
        rule.enabled &&
        (protocolNumbers(rule.transport)?.includes(p.protocol) ?? true) &&
        (rule.direction === 'both' || (rule.direction === 'in') === fromOutside) &&
        rule.sources.some((one) => inRange(one, p.src)) &&
        rule.destinations.some((one) => inRange(one, p.dst)) &&
        rule.sourcePorts.some((one) => inRange(one, p.sport)) &&
        rule.destinationPorts.some((one) => inRange(one, p.dport));
      expect(new RuleTable(rules).match(p, fromOutside)).toBe(rules.findIndex(names));
    }),
    { numRuns: 500 },
  );
});

test('thousands of conversations are told apart, also after the table has grown', () => {
  const engine = new Engine(policy([{ ...base, transport: 'udp', destinationPorts: [ports(0, 65535)] }]));
  const all = Array.from({ length: 3000 }, (_, i) =>
    packet({ protocol: Protocol.udp, flags: 0, sport: 1024 + i, src: at('198.51.100.7') + (i % 7) }),
  );
  for (const p of all) engine.decide(p, true, 0);
  for (const p of all) expect(engine.decide(answer(p, 0), false, 1).reason).toBe('state');
  expect(
    engine.decide(answer(packet({ protocol: Protocol.udp, flags: 0, sport: 9 }), 0), false, 1).action,
  ).toBe('drop');
});

test('a connection that a RST ended before it was answered stays ended, also where the RST itself is refused', () => {
  const engine = new Engine(
    policy([{ ...base, direction: 'in', states: 1 | 2 }], { stateful: false, default: 'reject' }),
  );
  expect(verdict(engine, packet(), true).action).toBe('accept');
  expect(verdict(engine, answer(packet(), Flag.rst), false)).toMatchObject({ action: 'reject' });
  // A kernel sent the same: the next SYN begins anew, and a FIN of nothing is invalid.
  expect(verdict(engine, packet({ flags: Flag.fin | Flag.ack }), true)).toMatchObject({ action: 'reject' });
});

test('until it was answered, a rule that asks for flags is asked about every packet, as Linux does', () => {
  const noRst = { ...base, action: 'drop' as const, flags: [{ set: Flag.rst, mask: Flag.rst }] };
  const engine = new Engine(policy([noRst, base]));
  expect(verdict(engine, packet(), true)).toMatchObject({ action: 'accept', rule: 1 });
  expect(verdict(engine, packet({ flags: Flag.rst }), true)).toMatchObject({ action: 'drop', rule: 0 });
  const answered = new Engine(policy([noRst, base]));
  verdict(answered, packet(), true);
  verdict(answered, answer(packet(), Flag.syn | Flag.ack), false);
  expect(verdict(answered, packet({ flags: Flag.rst }), true)).toMatchObject({
    action: 'accept',
    reason: 'state',
  });
});
