import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Engine, resets } from '../../../simulator/firewall/engine/engine.ts';
import { Translator } from '../../../simulator/firewall/engine/translator.ts';
import { ANSWERED, TcpState } from '../../../simulator/model/connection.ts';
import type { Message, Packet } from '../../../simulator/model/packet.ts';
import { Flag, Protocol, SINGLE } from '../../../simulator/model/packet.ts';
import { ConnectionStates } from '../../../simulator/model/policy.ts';
import type { Policy, Rule } from '../../../simulator/model/policy.ts';
import { SECOND } from '../../../simulator/model/time.ts';
import { packetOf } from './packets.ts';
import { at, one, policy, ports, rule } from './policies.ts';

const { syn, ack, fin } = Flag;
const [PUBLIC, INSIDE, CLIENT] = ['131.107.155.1', '10.45.16.10', '198.51.100.7'].map(at) as [
  number,
  number,
  number,
];
const NAT = { nat: [{ outside: PUBLIC, inside: INSIDE }] };

const udp = (over: Partial<Packet> = {}) =>
  packetOf({ src: CLIENT, dst: PUBLIC, protocol: Protocol.udp, sport: 5000, dport: 3478, ...over });
const back = ({ out }: { out: Partial<Packet> }, flags = 0) =>
  packetOf({
    protocol: out.protocol!,
    src: out.dst!,
    dst: out.src!,
    sport: out.dport!,
    dport: out.sport!,
    flags,
  });
const decide = (engine: Engine, packet: Packet, fromOutside: boolean, now_s = 0, open = false) => {
  const verdict = engine.decide(packet, fromOutside, now_s * SECOND, open);
  return { ...verdict, out: { ...verdict.out } };
};
const engineOf = (rules: readonly Rule[], over: Partial<Policy> = {}) => new Engine(policy(rules, over));

describe('a verdict', () => {
  const served = rule({ id: 'in', direction: 'in', destinations: [one('10.45.16.10')] });

  test('says which rule let the connection begin, its number, its phase and how long it lives', () => {
    const engine = engineOf([rule({ enabled: false }), served], NAT);
    const first = decide(engine, udp(), true);
    expect(first).toMatchObject({
      action: 'accept',
      reason: 'rule',
      rule: 1,
      connection: 0,
      phase: 0,
      expires: 60 * SECOND,
      outward: -2,
      back: false,
    });
    expect(decide(engine, back(first), false, 3)).toMatchObject({
      reason: 'state',
      rule: 1,
      outward: 1,
      connection: 0,
      phase: ANSWERED,
      expires: 63 * SECOND,
    });
    expect(decide(engine, udp({ sport: 5001 }), true).connection).toBe(1);
    const tcp = { protocol: Protocol.tcp, dport: 443, flags: syn };
    expect(decide(engine, udp(tcp), true).phase).toBe(TcpState.synSent);
    // What is refused has none of that, whatever the one before had.
    expect(decide(engine, udp({ src: INSIDE, dst: CLIENT }), false)).toMatchObject({
      action: 'drop',
      reason: 'no-rule',
      rule: -1,
      connection: -1,
      phase: 0,
      expires: 0,
      log: false,
      rejectWith: null,
    });
  });

  test('of a rule that refuses says how the sender is told, and that it is logged', () => {
    const refusing = rule({ action: 'reject', rejectWith: 'admin-prohibited', log: true });
    const engine = engineOf([refusing]);
    expect(decide(engine, udp(), true)).toMatchObject({
      action: 'reject',
      rejectWith: 'admin-prohibited',
      log: true,
      rule: 0,
    });
    expect(decide(engineOf([rule({ action: 'undetermined' })]), udp(), true).action).toBe('drop');
    expect(decide(engineOf([], { default: 'permit' }), udp(), true)).toMatchObject({
      action: 'accept',
      reason: 'no-rule',
      rule: -1,
    });
  });

  test('of a rule for known connections alone says that it was for that', () => {
    const { established, related } = ConnectionStates;
    const engine = engineOf([rule({ states: established | related }), rule({ direction: 'in' })], {
      stateful: false,
    });
    const first = decide(engine, udp(), true);
    expect([first.reason, first.rule]).toEqual(['rule', 1]);
    expect(decide(engine, back(first), false)).toMatchObject({ reason: 'state', rule: 0 });
    // A rule for new ones as well is a rule like others.
    const any = engineOf([rule()], { stateful: false });
    expect(decide(any, back(decide(any, udp(), true)), false).reason).toBe('rule');
  });

  test('while everything may pass: connections begin all the same, nothing is said of rules', () => {
    const engine = engineOf([], NAT);
    expect(decide(engine, udp(), true, 0, true)).toMatchObject({
      action: 'accept',
      reason: 'open',
      rule: -2,
      connection: 0,
      out: { dst: INSIDE },
    });
    // Closed again, it is known.
    expect(decide(engine, udp(), true, 1)).toMatchObject({ action: 'accept', reason: 'state' });
    const stray = udp({ protocol: Protocol.tcp, flags: ack, dst: CLIENT, src: at('198.51.100.8') });
    expect(decide(engine, stray, true, 1, true)).toMatchObject({ reason: 'open', connection: -1 });
    expect(decide(engine, { ...stray, dst: PUBLIC }, true, 1, true)).toMatchObject({
      action: 'drop',
      reason: 'no-state',
    });
  });

  test('a sender is told with a RST over TCP, unless the rule says otherwise', () => {
    const [tcp, other] = [{ protocol: Protocol.tcp }, { protocol: Protocol.udp }];
    expect([resets(tcp, null), resets(tcp, 'reset'), resets(tcp, 'host-unreachable')]).toEqual([
      true,
      true,
      false,
    ]);
    expect([resets(other, null), resets(other, 'reset')]).toEqual([false, false]);
  });

  test('that refuses with a RST ends the connection; one in silence, or by ICMP, does not', () => {
    const refused = (over: Partial<Rule>, flags: number) => {
      const { new: fresh } = ConnectionStates;
      const engine = engineOf(
        [rule({ direction: 'in', states: fresh }), rule({ direction: 'out', action: 'reject', ...over })],
        { stateful: false },
      );
      const there = packetOf({ src: CLIENT, dst: INSIDE, sport: 5000, dport: 443, flags: syn });
      const first = decide(engine, there, true);
      decide(engine, back(first, flags), false, 1);
      return engine.tracker.connections.state[0];
    };
    expect(refused({}, syn | ack)).toBe(TcpState.closed);
    expect(refused({ rejectWith: 'port-unreachable' }, syn | ack)).toBe(TcpState.synReceived);
    expect(refused({ action: 'drop' }, syn | ack)).toBe(TcpState.synReceived);
  });
});

describe('translation', () => {
  test('answers and what follows go as the first packet did, one to one', () => {
    const engine = engineOf([rule({ destinations: [one('10.45.16.10')], direction: 'in' })], NAT);
    const first = decide(engine, udp(), true);
    expect(first.out).toEqual({
      src: CLIENT,
      dst: INSIDE,
      sport: 5000,
      dport: 3478,
      protocol: Protocol.udp,
    });
    expect(decide(engine, back(first), false).out).toEqual({
      src: PUBLIC,
      dst: CLIENT,
      sport: 3478,
      dport: 5000,
      protocol: Protocol.udp,
    });
    expect(decide(engine, udp(), true, 1).out.dst).toBe(INSIDE);
  });

  test('outward the rules see the address inside, the other end the one outside', () => {
    const engine = engineOf([rule({ sources: [one('10.45.16.10')], direction: 'out' })], NAT);
    const first = decide(engine, udp({ src: INSIDE, dst: CLIENT }), false);
    expect([first.action, first.out.src]).toEqual(['accept', PUBLIC]);
    expect(decide(engine, back(first), true).out.dst).toBe(INSIDE);
    expect(decide(engine, udp({ src: at('10.45.16.11'), dst: CLIENT }), false).action).toBe('drop');
  });

  test('by hairpin both ways are asked about, and the answer takes both back', () => {
    const other = at('10.45.16.20');
    const [out, inward] = [
      rule({ id: 'out', direction: 'out' }),
      rule({ id: 'in', direction: 'in', destinations: [one('10.45.16.10')] }),
    ];
    const over = { ...NAT, hairpin: true, masquerades: [{ inside: [one('10.45.16.20')], outside: PUBLIC }] };
    const asked = udp({ src: other });
    const engine = engineOf([out, inward], over);
    const first = decide(engine, asked, false);
    expect(first).toMatchObject({
      action: 'accept',
      rule: 1,
      outward: 0,
      back: true,
      out: { src: PUBLIC, dst: INSIDE },
    });
    expect(decide(engine, back(first), false)).toMatchObject({
      action: 'accept',
      back: true,
      out: { src: PUBLIC, dst: other },
    });
    // Either rule alone does not do.
    expect(decide(engineOf([out], over), asked, false)).toMatchObject({
      action: 'drop',
      back: true,
      outward: 0,
    });
    expect(decide(engineOf([inward], over), asked, false)).toMatchObject({
      action: 'drop',
      back: false,
      outward: -1,
    });
    expect(decide(engineOf([out, inward], { ...over, hairpin: false }), asked, false)).toMatchObject({
      action: 'drop',
      reason: 'nat',
    });
  });

  test('the rule that is closed is looked for where the packet was stopped', () => {
    const closed = rule({
      id: 'closed',
      enabled: false,
      direction: 'in',
      destinations: [one('10.45.16.10')],
    });
    const inward = engineOf([closed], NAT);
    decide(inward, udp(), true);
    expect(inward.closedRule(udp(), true)).toBe(0);
    const outward = engineOf([{ ...closed, direction: 'out', destinations: [one('198.51.100.7')] }], NAT);
    const leaving = udp({ src: INSIDE, dst: CLIENT });
    decide(outward, leaving, false);
    expect(outward.closedRule(leaving, false)).toBe(0);
    // By hairpin it is the way back in, when the way out was open.
    const hairpin = engineOf([rule({ direction: 'out' }), closed], { ...NAT, hairpin: true });
    const round = udp({ src: at('10.45.16.20') });
    decide(hairpin, round, false);
    expect(hairpin.closedRule(round, false)).toBe(1);
    // A rule that would have refused is none.
    const refusing = engineOf([{ ...closed, action: 'drop' }], NAT);
    decide(refusing, udp(), true);
    expect(refusing.closedRule(udp(), true)).toBe(-1);
  });

  test('an ICMP error about a translated packet finds who sent that', () => {
    const engine = engineOf([rule()], NAT);
    const first = decide(engine, udp({ src: INSIDE, dst: CLIENT }), false);
    const error = (from: number, to: number, quoted: object) =>
      packetOf({
        src: from,
        dst: to,
        protocol: Protocol.icmp,
        dport: 3 * 256 + 1,
        payload: {
          message: { protocol: 'icmp', quoted } as unknown as Message,
          offset: 0,
          length: 28,
          size: 28,
          counted: SINGLE,
        },
      });
    const router = at('192.0.2.1');
    expect(decide(engine, error(router, PUBLIC, first.out), true)).toMatchObject({
      action: 'accept',
      reason: 'state',
      out: { src: router, dst: INSIDE },
    });
    // One about an answer leaves with the address outside, whoever inside sent it.
    const answer = { src: CLIENT, dst: INSIDE, sport: 3478, dport: 5000, protocol: Protocol.udp };
    expect(decide(engine, error(at('10.45.16.1'), CLIENT, answer), false)).toMatchObject({
      action: 'accept',
      out: { src: PUBLIC, dst: CLIENT },
    });
  });

  test('what belongs to nothing is not translated, and ends at an address of the NAT', () => {
    const engine = engineOf([rule()], NAT);
    expect(decide(engine, udp({ protocol: Protocol.tcp, flags: ack }), true)).toMatchObject({
      action: 'drop',
      reason: 'no-state',
    });
    const elsewhere = udp({ protocol: Protocol.tcp, flags: ack, dst: at('192.0.2.9') });
    expect(decide(engine, elsewhere, true, 0, true)).toMatchObject({
      action: 'accept',
      out: { dst: at('192.0.2.9') },
    });
  });

  test('of several who share an address each gets a port of its own, and its own answers; then there are none left', () => {
    const masquerades = [
      { inside: [{ first: at('10.45.16.0'), last: at('10.45.16.255') }], outside: PUBLIC },
    ];
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.record({
            host: fc.integer({ min: 1, max: 9 }),
            sport: fc.constantFrom(1, 1023, 1024, 1025, 65_534, 65_535),
          }),
          { selector: ({ host, sport }) => `${host}:${sport}`, maxLength: 25 },
        ),
        (sent) => {
          const engine = engineOf([rule({ direction: 'out' })], { masquerades });
          const verdicts = sent.map(({ host, sport }) =>
            decide(engine, udp({ src: at('10.45.16.0') + host, dst: CLIENT, sport }), false),
          );
          expect(new Set(verdicts.map(({ out }) => out.sport)).size).toBe(sent.length);
          for (const [index, { out }] of verdicts.entries()) {
            expect(out.src).toBe(PUBLIC);
            // The own port, or another that servers do not use (RFC 4787 4.2.1).
            expect(out.sport === sent[index]!.sport || out.sport >= 1024).toBe(true);
            expect(decide(engine, back(verdicts[index]!), true).out).toMatchObject({
              dst: at('10.45.16.0') + sent[index]!.host,
              dport: sent[index]!.sport,
            });
          }
        },
      ),
      { numRuns: 50 },
    );
    const all = engineOf([rule({ direction: 'out' })], { masquerades });
    const bare = (host: number) =>
      udp({ src: at('10.45.16.0') + host, dst: CLIENT, protocol: 50, sport: 0, dport: 0 });
    expect(decide(all, bare(1), false).action).toBe('accept');
    expect(decide(all, bare(2), false)).toMatchObject({ action: 'drop', reason: 'nat', rule: -2 });
  });

  test('two who ask the same echo get their own answers', () => {
    const masquerades = [{ inside: [one('10.45.16.1'), one('10.45.16.2')], outside: PUBLIC }];
    const engine = engineOf([rule({ direction: 'out' })], { masquerades });
    const echo = (host: string) =>
      udp({ src: at(host), dst: CLIENT, protocol: Protocol.icmp, sport: 7, dport: 8 * 256 });
    const [first, second] = [
      decide(engine, echo('10.45.16.1'), false),
      decide(engine, echo('10.45.16.2'), false),
    ];
    expect([first.out.sport, second.out.sport !== 7]).toEqual([7, true]);
    const answer = {
      ...udp({ src: CLIENT, dst: PUBLIC, protocol: Protocol.icmp, sport: second.out.sport, dport: 0 }),
    };
    expect(decide(engine, answer, true).out).toMatchObject({ dst: at('10.45.16.2'), sport: 7 });
  });

  test('a policy without any is inactive, and knows which addresses are its own', () => {
    const none = { nat: [], forwards: [], masquerades: [] };
    expect(new Translator(none).active).toBe(false);
    const forwards = [
      {
        transport: 'udp' as const,
        outside: at('131.107.155.2'),
        outsidePort: 3478,
        inside: INSIDE,
        insidePort: 3479,
      },
    ];
    const masquerades = [{ inside: [one('10.45.16.9')], outside: at('131.107.155.3') }];
    const all = new Translator({ ...NAT, forwards, masquerades });
    expect(all.active).toBe(true);
    expect([...all.addresses].sort()).toEqual(['131.107.155.1', '131.107.155.2', '131.107.155.3'].map(at));
    expect([all.owns(PUBLIC), all.owns(INSIDE)]).toEqual([true, false]);
    const into = { src: 0, dst: 0, sport: 0, dport: 0, protocol: 0 };
    expect(all.inward(udp({ dst: at('131.107.155.2') }), into)).toBe(true);
    expect([into.dst, into.dport]).toEqual([INSIDE, 3479]);
    expect(all.inward(udp({ dst: at('131.107.155.2'), protocol: Protocol.tcp }), into)).toBe(false);
    expect(all.inward(udp({ dst: at('131.107.155.2'), dport: 1 }), into)).toBe(false);
  });
});

describe('an inspection', () => {
  /** A message's bytes come as its protocol's name in hexadecimal. */
  const inspected = (kind: 'tls' | 'sip') => {
    const engine = new Engine(
      policy([rule()], { inspections: [{ kind, destinations: [one('10.45.16.10')], ports: [ports(443)] }] }),
      ({ protocol }) => Uint8Array.from(Buffer.from(protocol, 'hex')),
    );
    const there = packetOf({ src: CLIENT, dst: INSIDE, sport: 5000, dport: 443, flags: syn });
    const open = () => {
      const first = decide(engine, there, true);
      decide(engine, back(first, syn | ack), false);
    };
    const carrying = (bytes: string, over: Partial<Packet> = {}, offset = 0, length = 6): Packet => ({
      ...there,
      flags: ack,
      ...over,
      payload: { message: { protocol: bytes }, offset, length, size: length, counted: SINGLE },
    });
    open();
    return {
      engine,
      there,
      carrying,
      say: (packet: Packet, fromOutside = true) => decide(engine, packet, fromOutside),
    };
  };
  const passes = (kind: 'tls' | 'sip', bytes: string) => {
    const { say, carrying } = inspected(kind);
    return say(carrying(bytes)).action === 'accept';
  };
  const hex = (text: string) => Buffer.from(text, 'latin1').toString('hex');

  test('lets TLS pass by the first bytes of a record: type, version 3, a length', () => {
    for (const type of ['14', '15', '16', '17']) expect(passes('tls', `${type}03010005`), type).toBe(true);
    for (const bytes of ['1303010005', '1803010005', '1602010005', '160301', hex('GET / HTTP/1.1')])
      expect(passes('tls', bytes), bytes).toBe(false);
  });

  test('lets SIP pass by its first line', () => {
    for (const text of ['REGISTER sip:a', 'INVITE sips:a', 'SIP/2.0 200 OK', 'ACK sip:'])
      expect(passes('sip', hex(text)), text).toBe(true);
    for (const text of [
      'GET / HTTP/1.1',
      'NO sip:a',
      'invite sip:a',
      ' INVITE sip:a',
      'SIP/1.0 200',
      'A'.repeat(17) + ' sip:a',
    ])
      expect(passes('sip', hex(text)), text).toBe(false);
  });

  test('refuses with a RST and forgets the connection, whichever end said it', () => {
    const { say, carrying, engine } = inspected('tls');
    const answer = carrying('00', { src: INSIDE, dst: CLIENT, sport: 443, dport: 5000 });
    expect(say(answer, false)).toMatchObject({
      action: 'reject',
      reason: 'inspection',
      rejectWith: 'reset',
      rule: 0,
    });
    expect(decide(engine, carrying('1603010005'), true)).toMatchObject({
      action: 'drop',
      reason: 'no-state',
    });
  });

  test('looks at the beginning of a message alone, and at nothing that carries none', () => {
    const { say, carrying, there } = inspected('tls');
    expect(say(carrying('00', {}, 6)).action).toBe('accept');
    expect(say(carrying('00', {}, 0, 0)).action).toBe('accept');
    expect(say({ ...there, flags: fin | ack }).action).toBe('accept');
    const { say: sayUdp, carrying: carryingUdp } = inspected('tls');
    expect(sayUdp(carryingUdp('00', { protocol: Protocol.udp, flags: 0 })).action).toBe('accept');
  });

  test('is for its server and port alone', () => {
    for (const over of [{ dst: at('10.45.16.11') }, { dport: 444 }]) {
      const { say, carrying, there, engine } = inspected('tls');
      const first = decide(engine, { ...there, ...over }, true);
      decide(engine, back(first, syn | ack), false);
      expect(say(carrying('00', over)).action).toBe('accept');
    }
  });
});
