import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FEATURES } from '../../simulator/features/registry.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { Message } from '../../simulator/model/packet.ts';
import type { Change, Intervention } from '../../simulator/model/run.ts';
import { hashTrace } from '../../simulator/model/trace.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import { codecOf, write } from '../../simulator/protocols/registry.ts';
import { wireOf } from '../../simulator/protocols/wire.ts';
import { dissect } from '../../simulator/protocols/dissect.ts';
import { run } from '../../simulator/run.ts';
import { brokenPromises } from '../torture/promises.ts';
import { designWith } from './designs.ts';

const reference = designWith();
const rules = reference.firewalls.flatMap((firewall) => firewall.rules.map((rule) => rule.id));
const hosts = reference.hosts.map((host) => host.id);

/** Reference designs with delays, losses, defaults and closed rules at random. */
const anyDesign: fc.Arbitrary<Design> = fc
  .record({
    off: fc.subarray(rules, { maxLength: 4 }),
    delays: fc.array(fc.integer({ min: 0, max: 80 }), { minLength: 6, maxLength: 6 }),
    loss: fc.constantFrom(0, 0, 0.05, 0.3),
    action: fc.constantFrom('drop' as const, 'reject' as const),
    stateful: fc.boolean(),
    system: fc.constantFrom('windows' as const, 'linux' as const),
  })
  .map(({ off, delays, loss, action, stateful, system }) => ({
    ...reference,
    zones: reference.zones.map((zone, i) => ({
      ...zone,
      delay_ms: delays[i % delays.length]! / 4,
      loss: zone.id === 'internet' ? loss : 0,
    })),
    hosts: reference.hosts.map((host) => ({ ...host, system })),
    firewalls: reference.firewalls.map((firewall) => ({
      ...firewall,
      default: action,
      stateful: stateful || firewall.id === 'internal',
      rules: firewall.rules.map((rule) => ({ ...rule, enabled: !off.includes(rule.id) })),
    })),
  }));

const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('rule' as const), rule: fc.constantFrom(...rules), enabled: fc.boolean() }),
  fc.record({
    kind: fc.constant('host' as const),
    host: fc.constantFrom(...hosts),
    power: fc.constantFrom('on' as const, 'off' as const, 'shutdown' as const),
  }),
  fc.record({
    kind: fc.constant('service' as const),
    host: fc.constantFrom('edge'),
    role: fc.constant('access-edge'),
    running: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('zone' as const),
    zone: fc.constantFrom('internet', 'corporate'),
    connected: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('firewall' as const),
    firewall: fc.constantFrom('external', 'internal'),
    mode: fc.constantFrom('open' as const, 'failed' as const, 'enforcing' as const),
  }),
);
const anyIntervention: fc.Arbitrary<Intervention> = fc.record({ at: fc.nat(2_000_000), change: anyChange });
const seed = fc.nat(10_000);

test('same design, seed and interventions: same hash; whatever happens, the trace keeps its promises', () => {
  fc.assert(
    fc.property(
      anyDesign,
      seed,
      fc.array(anyIntervention, { maxLength: 3 }),
      fc.subarray([...FEATURES], { minLength: 1, maxLength: 4 }),
      (design, number, interventions, features) => {
        const options = { seed: number, interventions, only: features.map((one) => one.id) };
        const first = run(design, options);
        const second = run(design, options);
        expect(second.hash).toBe(first.hash);
        for (const one of first.features) expect(brokenPromises(one)).toEqual([]);
      },
    ),
    { numRuns: 100 },
  );
});

test('a branch is the original until its intervention', () => {
  fc.assert(
    fc.property(anyDesign, seed, anyIntervention, (design, number, intervention) => {
      const original = run(design, { seed: number, only: ['remote-im'] }).features[0]!;
      const branch = run(design, { seed: number, only: ['remote-im'], interventions: [intervention] })
        .features[0]!;
      const before = new TraceReader(original.trace).firstAt(intervention.at);
      expect(new TraceReader(branch.trace).firstAt(intervention.at)).toBe(before);
      expect(hashTrace(branch.trace, before - 1)).toBe(hashTrace(original.trace, before - 1));
    }),
    { numRuns: 100 },
  );
});

test('another seed is another run', () => {
  expect(run(reference, { seed: 1 }).hash).not.toBe(run(reference, { seed: 2 }).hash);
});

/** Compared at once: vitest goes through bytes one by one. */
function same(bytes: Uint8Array, others: Uint8Array): boolean {
  return Buffer.compare(bytes, others) === 0;
}

function inTheBytes(message: Message): boolean {
  return ['dns', 'sip', 'http', 'psom', 'raw'].includes(message.protocol);
}

test('the sizes that are counted are those of the bytes, in every message and packet of a run', () => {
  for (const { trace } of run(reference).features) {
    const reader = new TraceReader(trace);
    const wire = wireOf(trace);
    for (const [index, message] of trace.messages.entries()) {
      const bytes = write(wire.message(index)).result();
      expect(codecOf(message).size(message)).toBe(bytes.length);
      // As those who are not told the keys would read it.
      if (message.protocol === 'tls')
        expect(same(write(codecOf(message).read(bytes)).result(), bytes)).toBe(true);
    }
    for (let packet = 0; packet < reader.packetCount; packet++)
      expect(dissect(reader, packet).bytes.length).toBe(trace.packets.length[packet]);
    for (const message of trace.messages) {
      if (message.protocol === 'tls') continue;
      const bytes = write(message).result();
      const read = codecOf(message).read(bytes);
      // What a signature was made with, and how many packets a step stands for, are not in the bytes.
      if (inTheBytes(message)) expect(read).toEqual(message);
      else expect(same(write(read).result(), bytes)).toBe(true);
    }
  }
});

test('the trace takes at most 200 bytes an event', () => {
  for (const { trace } of run(reference).features) {
    const bytes = [...Object.values(trace.events), ...Object.values(trace.packets)].reduce(
      (sum, column) => sum + column.byteLength,
      0,
    );
    expect(bytes / trace.events.time.length).toBeLessThan(200);
  }
});
