import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDesign } from '../../../simulator/designs/registry.ts';
import { parseAddress } from '../../../simulator/model/address.ts';
import { DISPOSITIONS } from '../../../simulator/model/disposition.ts';
import type { Message } from '../../../simulator/model/packet.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { TcpConnection, TcpEnd, TcpUser } from '../../../simulator/network/tcp-connection.ts';
import { World } from '../../../simulator/world/world.ts';

const SERVER = { address: parseAddress('10.0.0.2')!, port: 80 };

function network(options: { loss?: number; seed?: number; system?: 'windows' | 'linux' } = {}) {
  const { loss = 0, seed = 1, system = 'windows' } = options;
  const host = (id: string, address: string) => ({
    id,
    title: id,
    system,
    interfaces: [{ id: 'lan', zone: 'lan', address, link: { delay_ms: 5 } }],
  });
  const loaded = openDesign(
    JSON.stringify({
      format: 'edge-lab-design',
      version: 1,
      id: 'two',
      title: 'Two hosts',
      zones: [{ id: 'lan', title: 'LAN', trust: 0, prefixes: ['10.0.0.0/24'], loss }],
      hosts: [host('client', '10.0.0.1'), host('server', '10.0.0.2')],
      firewalls: [],
    }),
    'two.json',
  );
  if (!loaded.ok) throw new Error(loaded.problems[0]!.message);
  const world = new World(loaded.design, seed, 'tcp');
  const { scheduler } = world.simulation;
  const server: string[] = [];
  const client: string[] = [];
  const ends: { client?: TcpEnd; server?: TcpEnd } = {};
  const accepted: TcpConnection[] = [];
  const user = (who: 'client' | 'server', heard: string[]): TcpUser => ({
    received: (message) => void heard.push(message.protocol),
    ended: (how) => void (ends[who] = how),
  });
  const listen = () =>
    world.hosts
      .get('server')!
      .tcp.listen(world.hosts.get('server')!.attachments[0]!, SERVER.port, (connection) => {
        accepted.push(connection);
        return user('server', server);
      });
  const connect = () => world.hosts.get('client')!.tcp.connect(null, SERVER, user('client', client));
  const run = () => {
    while (scheduler.foreground > 0) scheduler.step();
    return world.simulation.trace.finish();
  };
  return { world, server, client, ends, accepted, listen, connect, run };
}

/** The "protocol" stands for the content: what arrives can be told apart. */
const message = (name: string): Message => ({ protocol: name });

test('messages of any size arrive whole, once and in order, through a lossy network, or the connection is given up', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 6000 }), { minLength: 1, maxLength: 12 }),
      fc.constantFrom(0, 0.05, 0.2),
      fc.nat(),
      (sizes, loss, seed) => {
        const net = network({ loss, seed });
        net.listen();
        const connection = net.connect();
        sizes.forEach((size, i) => connection.send(message(`m${i}`), size));
        net.run();
        const sent = sizes.map((_, i) => `m${i}`);
        if (net.ends.client === undefined && net.ends.server === undefined) expect(net.server).toEqual(sent);
        else expect(sent.slice(0, net.server.length)).toEqual(net.server);
        if (loss === 0) expect(net.ends).toEqual({});
      },
    ),
    { numRuns: 60 },
  );
});

test('a connection that is closed by one side is closed on both, without a reset', () => {
  const net = network();
  net.listen();
  const connection = net.connect();
  connection.send(message('bye'), 100);
  connection.close();
  const trace = net.run();
  expect(net.server).toEqual(['bye']);
  expect(net.ends).toEqual({ client: 'closed', server: 'closed' });
  expect([...trace.packets.flags].some((flags) => flags & 4)).toBe(false);
});

test('its two ports are taken until the other side has acknowledged that it is closed', () => {
  const net = network();
  net.listen();
  const connection = net.connect();
  const { scheduler } = net.world.simulation;
  while (net.accepted.length === 0 || !connection.isOpen) scheduler.step();
  const { tcp } = net.world.hosts.get('client')!;
  connection.close();
  expect(connection.isOpen).toBe(false);
  expect(tcp.connects(connection.local, SERVER)).toBe(true);
  expect(tcp.connects({ ...connection.local, port: connection.local.port + 1 }, SERVER)).toBe(false);
  net.run();
  expect(tcp.connects(connection.local, SERVER)).toBe(false);
});

test('nothing listens: refused at once', () => {
  const net = network();
  net.connect();
  const trace = net.run();
  expect(net.ends).toEqual({ client: 'refused' });
  expect(trace.packets.src.length).toBe(2);
  expect(DISPOSITIONS[trace.packets.disposition[0]!]!.id).toBe('no-listener');
});

test('a broken-off connection is reset on the other side', () => {
  const net = network();
  net.listen();
  const connection = net.connect();
  connection.send(message('one'), 10);
  const { scheduler } = net.world.simulation;
  while (net.server.length === 0) scheduler.step();
  net.accepted[0]!.abort();
  net.run();
  expect(net.ends).toEqual({ client: 'reset' });
});

test.each([
  ['windows', [0, 3, 9], 21],
  ['linux', [0, 1, 3, 7, 15, 31, 63], 127],
] as const)(
  '%s: a SYN that nobody answers goes out at %j s and is given up at %i s',
  (system, times, end) => {
    const net = network({ system });
    net.world.apply({ kind: 'host', host: 'server', power: 'off' });
    net.connect();
    const trace = net.run();
    const sent = [...trace.events.kind.keys()]
      .filter((event) => trace.events.kind[event] === EventKind.send)
      .map((event) => trace.events.time[event]! / 1e6);
    expect(sent).toEqual(times);
    expect(net.ends).toEqual({ client: 'timed-out' });
    expect(trace.events.time.at(-1)! / 1e6).toBe(end);
  },
);

test('the other computer dies in the middle: data is sent again and given up', () => {
  const net = network();
  net.listen();
  const connection = net.connect();
  connection.send(message('one'), 10);
  const { scheduler } = net.world.simulation;
  while (net.server.length === 0) scheduler.step();
  net.world.apply({ kind: 'host', host: 'server', power: 'off' });
  connection.send(message('two'), 10);
  const trace = net.run();
  expect(net.ends).toEqual({ client: 'timed-out' });
  const repeats = [...trace.events.kind.keys()].filter(
    (event) => trace.events.kind[event] === EventKind.send && trace.events.a[event]! >= 0,
  );
  expect(repeats).toHaveLength(5);
});

test('a computer that comes back has forgotten its connections, and says so', () => {
  const net = network();
  net.listen();
  const connection = net.connect();
  connection.send(message('one'), 10);
  const { scheduler } = net.world.simulation;
  while (net.server.length === 0) scheduler.step();
  net.world.apply({ kind: 'host', host: 'server', power: 'off' });
  net.world.apply({ kind: 'host', host: 'server', power: 'on' });
  while (net.world.hosts.get('server')!.machine.state !== 'up') scheduler.step();
  connection.send(message('two'), 10);
  net.run();
  expect(net.ends).toEqual({ client: 'reset' });
  expect(net.server).toEqual(['one']);
});
