import { describe, expect, test } from 'vitest';
import { causes } from '../../../simulator/analysis/causes.ts';
import { explain } from '../../../simulator/analysis/explain.ts';
import { openDesign } from '../../../simulator/designs/registry.ts';
import { formatAddress, parseAddress } from '../../../simulator/model/address.ts';
import { formatFlow, Protocol } from '../../../simulator/model/packet.ts';
import type { Because, FeatureRun } from '../../../simulator/model/run.ts';
import type { Outcome } from '../../../simulator/model/task.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { RawMessage } from '../../../simulator/protocols/raw/message.ts';
import { World } from '../../../simulator/world/world.ts';

const NODES = '10.45.16.30, 10.45.16.31, 10.45.16.50';
const RULES = {
  in: { id: 'in', src: 'any', dst: NODES, direction: 'in', transport: 'any' },
  out: { id: 'out', src: NODES, dst: 'any', direction: 'out', transport: 'any' },
};

interface Options {
  readonly hairpin?: boolean;
  readonly closed?: string;
  readonly default?: 'drop' | 'reject';
}

/** Two nodes with one-to-one NAT and a neighbour without, behind one firewall; a client outside. */
function network({ hairpin = false, closed, default: none = 'drop' }: Options = {}) {
  const host = (id: string, zone: string, address: string) => ({
    id,
    title: id,
    interfaces: [{ id: 'lan', zone, address }],
  });
  const loaded = openDesign(
    JSON.stringify({
      format: 'edge-lab-design',
      version: 1,
      id: 'nat',
      title: 'NAT',
      zones: [
        { id: 'internet', title: 'Internet', trust: 0, prefixes: [], delay_ms: 1 },
        { id: 'perimeter', title: 'Perimeter', trust: 1, prefixes: ['10.45.16.0/24'], delay_ms: 1 },
      ],
      hosts: [
        host('client', 'internet', '203.0.113.5'),
        host('one', 'perimeter', '10.45.16.30'),
        host('two', 'perimeter', '10.45.16.31'),
        host('bare', 'perimeter', '10.45.16.50'),
      ],
      firewalls: [
        {
          id: 'wall',
          title: 'External firewall',
          outside: 'internet',
          inside: 'perimeter',
          default: none,
          hairpin,
          nat: [
            { outside: '131.107.155.30', inside: '10.45.16.30' },
            { outside: '131.107.155.31', inside: '10.45.16.31' },
          ],
          rules: Object.values(RULES).map((rule) => ({ ...rule, enabled: rule.id !== closed })),
        },
      ],
    }),
    'nat.json',
  );
  if (!loaded.ok) throw new Error(loaded.problems.map((one) => one.message).join('\n'));
  const { design } = loaded;
  const world = new World(design, 1, 'nat');
  const at = (id: string) => world.hosts.get(id)!;
  const finish = () => {
    while (world.simulation.scheduler.foreground > 0) world.simulation.scheduler.step();
    return new TraceReader(world.simulation.trace.finish());
  };
  return { design, world, at, finish };
}

const message: RawMessage = { protocol: 'raw', bytes: '00'.repeat(10) };
const end = (address: string, port = 3478) => ({ address: parseAddress(address)!, port });

/** One datagram and its answer; what the two programs saw. */
function datagrams(from: string, to: string, answerer: string, options: Options = {}) {
  const { design, world, at, finish } = network(options);
  const asked: string[] = [];
  const answered: string[] = [];
  const listener = at(answerer).udp.open(at(answerer).attachments[0]!, 3478, (_, source) => {
    asked.push(`${formatAddress(source.address)}:${source.port}`);
    listener.send(source, message, 10);
  });
  const socket = at(from).udp.open(at(from).attachments[0]!, 5000, (_, source) =>
    answered.push(`${formatAddress(source.address)}:${source.port}`),
  );
  const sent = socket.send(end(to), message, 10);
  const reader = finish();
  return { asked, answered, reader, design, world, sent };
}

/** What happened to a packet at the firewall, in words. */
function story(reader: TraceReader, packet: number): string[] {
  return [...reader.eventsOfPacket(packet)].flatMap((index) => {
    const { kind, a, b, c } = reader.event(index);
    if (kind === 'translate') return [`${c === 1 ? 'to' : 'from'} ${formatAddress(a >>> 0)}:${b}`];
    if (kind === 'verdict') return [`${formatFlow(reader.tupleAt(index))} ${reader.reason(index)}`];
    return [];
  });
}

describe('UDP through one-to-one NAT', () => {
  test('inward: the rules see the address inside, the answer leaves with the one outside', () => {
    const { asked, answered, reader } = datagrams('client', '131.107.155.30', 'one');
    expect(asked).toEqual(['203.0.113.5:5000']);
    expect(answered).toEqual(['131.107.155.30:3478']);
    expect(story(reader, 0)).toEqual([
      'to 10.45.16.30:3478',
      'udp 203.0.113.5:5000 -> 10.45.16.30:3478 rule',
    ]);
    expect(story(reader, 1)).toEqual([
      'udp 10.45.16.30:3478 -> 203.0.113.5:5000 state',
      'from 131.107.155.30:3478',
    ]);
  });

  test('outward: the rules see the address inside, the other end sees the one outside', () => {
    const { asked, answered, reader } = datagrams('two', '203.0.113.5', 'client');
    expect(asked).toEqual(['131.107.155.31:5000']);
    expect(answered).toEqual(['203.0.113.5:3478']);
    expect(story(reader, 0)).toEqual([
      'udp 10.45.16.31:5000 -> 203.0.113.5:3478 rule',
      'from 131.107.155.31:5000',
    ]);
    expect(story(reader, 1)).toEqual([
      'to 10.45.16.31:5000',
      'udp 203.0.113.5:3478 -> 10.45.16.31:5000 state',
    ]);
  });

  test.each([
    ['in', 'client', '131.107.155.30', 'one'],
    ['out', 'one', '203.0.113.5', 'client'],
  ])('rule "%s" closed', (closed, from, to, answerer) => {
    const { asked, reader, design, sent } = datagrams(from, to, answerer, { closed });
    expect(asked).toEqual([]);
    expect(reader.disposition(sent.packet).id).toBe('dropped');
    const last = reader.eventsOfPacket(sent.packet).at(-1)!;
    expect(design.firewalls[0]!.rules[reader.event(last).c]!.id).toBe(closed);
  });

  test.each([
    ['client', '10.45.16.50', 'bare', '203.0.113.5:5000'],
    ['bare', '203.0.113.5', 'client', '10.45.16.50:5000'],
  ])('an address inside that has none outside keeps its own: from %s to %s', (from, to, answerer, seen) => {
    const { asked, answered, reader } = datagrams(from, to, answerer);
    expect(asked).toEqual([seen]);
    expect(answered).toEqual([`${to}:3478`]);
    expect(reader.trace.events.kind).not.toContain(EventKind.translate);
  });
});

/** As if that had been a feature's run. */
function featureRun(reader: TraceReader, because: readonly Because[], failed: Outcome): FeatureRun {
  const seconds = { reached: true, path: null, seconds: 0, lacks: null };
  return {
    feature: { id: 'f', workload: 'w', title: 'Feature', between: 'one -> two' },
    finding: { ...seconds, status: 'broken', because, failures: [failed] },
    hash: '',
    events: reader.length,
    packets: { sent: 1, delivered: 0, dropped: 1, hops: 1 },
    asked: [],
    trace: reader.trace,
  };
}

describe('hairpin', () => {
  test('on: judged outward and inward, and back in, with both addresses of the outside', () => {
    const { asked, answered, reader } = datagrams('one', '131.107.155.31', 'two', { hairpin: true });
    expect(asked).toEqual(['131.107.155.30:5000']);
    expect(answered).toEqual(['131.107.155.31:3478']);
    expect(story(reader, 0)).toEqual([
      'udp 10.45.16.30:5000 -> 131.107.155.31:3478 rule',
      'from 131.107.155.30:5000',
      'to 10.45.16.31:3478',
      'udp 131.107.155.30:5000 -> 10.45.16.31:3478 rule',
    ]);
    expect(story(reader, 1)).toEqual([
      'udp 10.45.16.31:3478 -> 131.107.155.30:5000 state',
      'from 131.107.155.31:3478',
      'to 10.45.16.30:5000',
      'udp 131.107.155.31:3478 -> 10.45.16.30:5000 state',
    ]);
  });

  test('to its own outside address, too', () => {
    const { asked } = datagrams('one', '131.107.155.30', 'one', { hairpin: true });
    expect(asked).toEqual(['131.107.155.30:5000']);
  });

  test.each([
    ['out', ['udp 10.45.16.30:5000 -> 131.107.155.31:3478 no-rule']],
    [
      'in',
      [
        'udp 10.45.16.30:5000 -> 131.107.155.31:3478 rule',
        'from 131.107.155.30:5000',
        'to 10.45.16.31:3478',
        'udp 131.107.155.30:5000 -> 10.45.16.31:3478 no-rule',
      ],
    ],
  ])('on, with rule "%s" closed', (closed, expected) => {
    const { asked, reader, design } = datagrams('one', '131.107.155.31', 'two', { hairpin: true, closed });
    expect(asked).toEqual([]);
    expect(story(reader, 0)).toEqual(expected);
    const last = reader.eventsOfPacket(0).at(-1)!;
    expect(design.firewalls[0]!.rules[reader.event(last).c]!.id).toBe(closed);
  });

  test('off: lost, and said why', () => {
    const { asked, reader, design, sent } = datagrams('one', '131.107.155.31', 'two');
    expect(asked).toEqual([]);
    expect(reader.disposition(sent.packet).id).toBe('nat');
    expect(story(reader, 0)).toEqual([]);
    const last = reader.length - 1;
    const failed = {
      ok: false,
      why: '',
      began: 0,
      ended: last,
      beganAt: 0,
      endedAt: reader.event(last).time,
    };
    const found = causes(reader.trace, design, [failed]);
    const [chain] = explain(featureRun(reader, found, failed), design).chains;
    expect(chain!.repair).toBe('Switch the hairpin on at the wall firewall.');
    expect(chain!.steps.at(-1)).toMatchObject({ kind: 'lost', source: 'RFC 4787 6' });
    expect(found.map(({ reason, text }) => [reason, text])).toEqual([
      [
        'nat',
        'The external firewall has no hairpin: UDP 3478 from 10.45.16.30 to 131.107.155.31 would have to come back inside.',
      ],
    ]);
  });
});

/** A connection that says one thing each way; how it ended for the caller. */
function conversation(from: string, to: string, answerer: string, options: Options = {}) {
  const { at, finish } = network(options);
  const heard: string[] = [];
  at(answerer).tcp.listen(at(answerer).attachments[0]!, 443, (connection) => ({
    received: () => {
      heard.push(`asked by ${formatAddress(connection.remote.address)}`);
      connection.send(message, 10);
    },
    ended: () => undefined,
  }));
  const connection = at(from).tcp.connect(null, end(to, 443), {
    opened: () => {
      connection.send(message, 10);
    },
    received: () => {
      heard.push('answered');
      connection.close();
    },
    ended: (how) => void heard.push(how),
  });
  return { heard, reader: finish() };
}

describe('TCP through one-to-one NAT', () => {
  test.each([
    ['inward', 'client', '131.107.155.30', 'one', '203.0.113.5'],
    ['outward', 'one', '203.0.113.5', 'client', '131.107.155.30'],
    ['by hairpin', 'one', '131.107.155.31', 'two', '131.107.155.30'],
  ])('%s: opened, asked, answered, closed', (_, from, to, answerer, seen) => {
    const { heard, reader } = conversation(from, to, answerer, { hairpin: true });
    expect(heard.slice(0, 2)).toEqual([`asked by ${seen}`, 'answered']);
    for (let packet = 0; packet < reader.packetCount; packet++)
      expect(reader.disposition(packet).id).toBe('delivered');
  });

  test.each([
    ['inward', 'in', 'client', '131.107.155.30', 'one'],
    ['outward', 'out', 'one', '203.0.113.5', 'client'],
    ['by hairpin, outward', 'out', 'one', '131.107.155.31', 'two'],
    ['by hairpin, inward', 'in', 'one', '131.107.155.31', 'two'],
  ])('refused %s: the reset comes from the address that was wanted', (_, closed, from, to, answerer) => {
    const { heard, reader } = conversation(from, to, answerer, { hairpin: true, closed, default: 'reject' });
    expect(heard).toEqual(['refused']);
    expect(formatFlow(reader.tuple(1))).toMatch(`tcp ${to}:443 -> `);
    expect(reader.tuple(1).protocol).toBe(Protocol.tcp);
    expect(reader.disposition(1).id).toBe('delivered');
  });

  test('a firewall that passes everything translates all the same', () => {
    const { world, at, finish } = network({ closed: 'in' });
    const heard: string[] = [];
    at('one').udp.open(at('one').attachments[0]!, 3478, () => heard.push('one'));
    world.apply({ kind: 'firewall', firewall: 'wall', mode: 'open' });
    at('client')
      .udp.open(at('client').attachments[0]!, 5000, () => undefined)
      .send(end('131.107.155.30'), message, 10);
    const reader = finish();
    expect(heard).toEqual(['one']);
    const kinds = [...reader.eventsOfPacket(0)].map((event) => reader.trace.events.kind[event]);
    expect(kinds).toContain(EventKind.translate);
  });
});
