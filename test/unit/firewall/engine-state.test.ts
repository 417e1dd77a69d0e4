import { expect, test } from 'vitest';
import { Engine } from '../../../simulator/firewall/engine/engine.ts';
import type { Message, Packet } from '../../../simulator/model/packet.ts';
import { Flag, Protocol, SINGLE } from '../../../simulator/model/packet.ts';
import { LINUX_TIMEOUTS } from '../../../simulator/model/policy.ts';
import { SECOND } from '../../../simulator/model/time.ts';
import { packetOf } from './packets.ts';
import { at, one, policy, ports, rule } from './policies.ts';

const { syn, ack, fin, rst } = Flag;
const open = rule({ id: 'open', destinations: [one('10.45.16.10')], direction: 'in' });
const out = rule({ id: 'out', direction: 'out' });

const there = (over: Partial<Packet> = {}) =>
  packetOf({
    src: at('198.51.100.7'),
    dst: at('10.45.16.10'),
    protocol: Protocol.tcp,
    sport: 50000,
    dport: 443,
    flags: syn,
    ...over,
  });
const back = (packet: Packet, flags = 0): Packet => ({
  ...packet,
  src: packet.dst,
  dst: packet.src,
  sport: packet.dport,
  dport: packet.sport,
  flags,
});
const udp = (sport: number) => there({ protocol: Protocol.udp, flags: 0, sport, dport: 3478 });
/** What becomes of a packet, in a word. */
const say = (engine: Engine, packet: Packet, fromOutside: boolean, now_s = 0) => {
  const { action, reason } = engine.decide(packet, fromOutside, now_s * SECOND);
  return `${action} ${reason}`;
};

test('a full table lets nothing begin and keeps what it has, until something in it is forgotten', () => {
  const engine = new Engine(
    policy([open], { maxConnections: 2, timeouts: { ...LINUX_TIMEOUTS, udpUnreplied_s: 30 } }),
  );
  expect(say(engine, udp(1), true)).toBe('accept rule');
  expect(say(engine, udp(2), true)).toBe('accept rule');
  expect(say(engine, udp(3), true, 1)).toBe('drop table-full');
  expect(say(engine, back(udp(1)), false, 1)).toBe('accept state');
  // The second was never answered and runs out first.
  expect(say(engine, udp(3), true, 30.5)).toBe('accept rule');
  expect(say(engine, back(udp(2)), false, 30.5)).toBe('drop no-rule');
});

test('half open, open and closing: each phase of TCP has its own time-out', () => {
  const timeouts = {
    ...LINUX_TIMEOUTS,
    tcpOpening_s: 10,
    tcpAnswered_s: 20,
    tcpEstablished_s: 1000,
    tcpClosing_s: 40,
    tcpTimeWait_s: 5,
  };
  const after = (steps: readonly (readonly [Packet, boolean])[], wait_s: number) => {
    const engine = new Engine(policy([open], { timeouts }));
    for (const [packet, fromOutside] of steps) engine.decide(packet, fromOutside, 0);
    return say(engine, back(there(), ack), false, wait_s);
  };
  const opened = [
    [there(), true],
    [back(there(), syn | ack), false],
    [there({ flags: ack }), true],
  ] as const;
  expect(after(opened.slice(0, 1), 9.9)).toBe('accept state');
  expect(after(opened.slice(0, 1), 10)).toBe('drop no-state');
  expect(after(opened.slice(0, 2), 19.9)).toBe('accept state');
  expect(after(opened.slice(0, 2), 20)).toBe('drop no-state');
  expect(after(opened, 999)).toBe('accept state');
  expect(after(opened, 1000)).toBe('drop no-state');
  const half = [...opened, [there({ flags: fin | ack }), true]] as const;
  expect(after(half, 39.9)).toBe('accept state');
  expect(after(half, 40)).toBe('drop no-state');
  const closed = [...half, [back(there(), fin | ack), false], [there({ flags: ack }), true]] as const;
  expect(after(closed, 4.9)).toBe('accept state');
  expect(after(closed, 5)).toBe('drop no-state');
});

test('what no TCP sends fits nothing, in the middle of a connection too', () => {
  const engine = new Engine(policy([rule({ id: 'all' })]));
  engine.decide(there(), true, 0);
  for (const flags of [0, syn | fin, syn | rst, fin, fin | rst])
    expect(say(engine, there({ flags }), true)).toBe('drop no-state');
  expect(say(engine, there({ flags: ack, sport: 50001 }), true)).toBe('drop no-state');
});

test('an ICMP error passes where it is about a known connection, and only then', () => {
  const engine = new Engine(policy([open]));
  engine.decide(udp(1), true, 0);
  const about = (quoted: Packet): Packet => ({
    ...packetOf({
      src: at('10.45.16.10'),
      dst: at('198.51.100.7'),
      protocol: Protocol.icmp,
      sport: 0,
      dport: 771,
    }),
    payload: {
      message: { protocol: 'icmp', quoted } as unknown as Message,
      offset: 0,
      length: 28,
      size: 28,
      counted: SINGLE,
    },
  });
  expect(say(engine, about(udp(1)), false)).toBe('accept state');
  expect(say(engine, about(udp(2)), false)).toBe('drop no-state');
});

test('destination NAT of a port leads inside, its answers leave as they were asked for; other ports end here', () => {
  const engine = new Engine(
    policy([open], {
      forwards: [
        {
          transport: 'tcp',
          outside: at('131.107.155.1'),
          outsidePort: 8443,
          inside: at('10.45.16.10'),
          insidePort: 443,
        },
      ],
    }),
  );
  const asked = there({ dst: at('131.107.155.1'), dport: 8443 });
  expect({ ...engine.decide(asked, true, 0) }).toMatchObject({
    action: 'accept',
    out: { dst: at('10.45.16.10'), dport: 443 },
  });
  expect({ ...engine.decide(back(there(), syn | ack), false, 0) }).toMatchObject({
    action: 'accept',
    out: { src: at('131.107.155.1'), sport: 8443, dst: at('198.51.100.7') },
  });
  expect(say(engine, there({ dst: at('131.107.155.1'), dport: 8444 }), true)).toBe('drop nat');
});

test('source NAT gives two who use the same port two ports outside, and each gets its own answers', () => {
  const home = { first: at('10.45.16.0'), last: at('10.45.16.255') };
  const engine = new Engine(
    policy([out], { masquerades: [{ inside: [home], outside: at('131.107.155.1') }] }),
  );
  const from = (host: string) =>
    packetOf({
      src: at(host),
      dst: at('198.51.100.7'),
      protocol: Protocol.udp,
      sport: 5000,
      dport: 53,
      flags: 0,
    });
  const [one_, two] = ['10.45.16.10', '10.45.16.20'].map((host) => ({
    ...engine.decide(from(host), false, 0).out,
  }));
  expect(one_).toMatchObject({ src: at('131.107.155.1'), sport: 5000 });
  expect(two!.src).toBe(at('131.107.155.1'));
  expect(two!.sport).not.toBe(5000);
  for (const [sent, inside] of [
    [one_, '10.45.16.10'],
    [two, '10.45.16.20'],
  ] as const)
    expect({ ...engine.decide(back(packetOf(sent!)), true, 0) }).toMatchObject({
      action: 'accept',
      out: { dst: at(inside), dport: 5000 },
    });
});

test('an inspection refuses what its port is not for, whatever the rules say, and the connection is lost', () => {
  const bytes: Record<string, readonly number[]> = {
    tls: [22, 3, 1, 0, 5],
    other: [0x02, 0x00, 0x00, 0x48, 0, 0],
  };
  const inspected = policy([open], {
    inspections: [{ kind: 'tls', destinations: [one('10.45.16.10')], ports: [ports(443)] }],
  });
  const engine = new Engine(inspected, ({ protocol }) => Uint8Array.from(bytes[protocol] ?? []));
  const carrying = (protocol: string, over: Partial<Packet> = {}): Packet => ({
    ...there({ flags: ack, ...over }),
    payload: { message: { protocol }, offset: 0, length: 6, size: 6, counted: SINGLE },
  });
  engine.decide(there(), true, 0);
  engine.decide(back(there(), syn | ack), false, 0);
  expect(say(engine, carrying('tls'), true)).toBe('accept state');
  expect(say(engine, carrying('other'), true)).toBe('reject inspection');
  expect(say(engine, there({ flags: ack }), true)).toBe('drop no-state');
  // The same on another port is nobody's business.
  engine.decide(there({ dport: 444 }), true, 0);
  engine.decide(back(there({ dport: 444 }), syn | ack), false, 0);
  expect(say(engine, carrying('other', { dport: 444 }), true)).toBe('accept state');
});
