import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../../simulator/model/address.ts';
import type { Message } from '../../../simulator/model/packet.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { rawMessage } from '../../../simulator/protocols/raw/message.ts';
import type { StunMessage, TransportAddress } from '../../../simulator/protocols/stun/message.ts';
import { isStun } from '../../../simulator/protocols/stun/message.ts';
import { issueCredentials, REALM } from '../../../simulator/protocols/turn/credentials.ts';
import type { PseudoTls } from '../../../simulator/protocols/turn/framing.ts';
import { turnFrame } from '../../../simulator/protocols/turn/framing.ts';
import type { Lab, Speaker, Who } from './av-lab.ts';
import {
  allocate,
  answer,
  ask,
  codeOf,
  EDGE,
  end,
  HELLO,
  HOMES,
  INSIDE,
  keyOf,
  lab,
  nonceFor,
  OUTSIDE,
  overTcp,
  overUdp,
  proof,
  said,
  send,
  setActive,
  text,
  words,
} from './av-lab.ts';

describe('who is let in', () => {
  test('the whole dialogue: challenge, proof, Send, Data, active destination, release', () => {
    const place = lab();
    const [alice, peer] = [overUdp(place, 'alice'), overUdp(place, 'peer')];
    const by = place.credentials();
    const challenge = answer(place, alice, ask('allocate', { version: 2 }));
    expect(challenge.attributes).toMatchObject({
      error: { code: 401, reason: 'Unauthorized' },
      realm: REALM,
      alternateServer: OUTSIDE,
    });
    expect(challenge.attributes.nonce).toMatch(/^[0-9a-f]{32}$/);
    expect(challenge.integrity).toBeNull();
    const given = answer(place, alice, proof(by, challenge.attributes.nonce!));
    expect(given).toMatchObject({ kind: 'response', integrity: { key: keyOf(by), term: 'long' } });
    expect(given.attributes).toMatchObject({ xorMapped: alice.own, lifetime: 600 });
    const relayed = given.attributes.mapped!;
    expect(formatAddress(relayed.address)).toBe(EDGE);
    expect(relayed.port).toBeGreaterThanOrEqual(50_000);
    expect(relayed.port).toBeLessThan(50_100);
    alice.say(send(by, peer.own, words('one')));
    place.settle();
    peer.say(words('two'), relayed);
    place.settle();
    answer(place, alice, setActive(by, peer.own));
    alice.say(words('three'));
    place.settle();
    peer.say(words('four'), relayed);
    place.settle();
    const gone = answer(place, alice, proof(by, challenge.attributes.nonce!, { lifetime: 0 }));
    expect(gone.attributes.lifetime).toBe(0);
    peer.say(words('nobody hears it'), relayed);
    place.settle();
    const own = text(relayed);
    expect(place.lines).toEqual([
      '0 alice > Allocate request',
      `20 alice < Allocate error 401 Unauthorized, from ${text(OUTSIDE)}`,
      '100 alice > Allocate request',
      `120 alice < Allocate response, from ${text(OUTSIDE)}`,
      '200 alice > Send request (4 bytes that are no message)',
      `220 peer < 4 bytes that are no message, from ${own}`,
      '300 peer > 4 bytes that are no message',
      `320 alice < Data indication (4 bytes that are no message), from ${text(OUTSIDE)}`,
      '400 alice > Set Active Destination request',
      `420 alice < Set Active Destination response, from ${text(OUTSIDE)}`,
      '500 alice > 6 bytes that are no message',
      `520 peer < 6 bytes that are no message, from ${own}`,
      '600 peer > 5 bytes that are no message',
      `620 alice < 5 bytes that are no message, from ${text(OUTSIDE)}`,
      '700 alice > Allocate request',
      `720 alice < Allocate response, from ${text(OUTSIDE)}`,
      '800 peer > 16 bytes that are no message',
    ]);
    const indication = alice.heard.filter(isStun).find((one) => one.method === 'data')!;
    expect(indication).toMatchObject({
      kind: 'indication',
      attributes: { remote: peer.own, data: words('two') },
    });
    expect(place.log()).toEqual([]);
  });

  test('inside, and over TCP: told its own address there, and none', () => {
    const place = lab();
    const bob = overUdp(place, 'bob');
    const inner = answer(place, bob, ask('allocate', {}), INSIDE);
    expect(inner.attributes.alternateServer).toEqual(INSIDE);
    const given = answer(place, bob, proof(place.credentials(), inner.attributes.nonce!), INSIDE);
    expect(formatAddress(given.attributes.mapped!.address)).toBe(EDGE);
    expect(given.attributes.xorMapped).toEqual(bob.own);
    const alice = overTcp(place, 'alice');
    const outer = answer(place, alice, ask('allocate', {}));
    expect(codeOf(outer)).toBe(401);
    expect(outer.attributes.alternateServer).toBeUndefined();
    expect(allocate(place, alice).answered.attributes.xorMapped).toEqual(alice.tcp.local);
  });

  test('behind a wrong password: 431, counted as stray, in the log', () => {
    const place = lab();
    const alice = overUdp(place, 'alice');
    const by = { ...place.credentials(), password: 'guessed' };
    for (const count of [1, 2]) {
      const { answered } = allocate(place, alice, by);
      expect(codeOf(answered)).toBe(431);
      expect(answered.integrity).toBeNull();
      const log = place.log();
      expect(log).toContain(
        `a TURN request with a wrong signature: thrown away (stray message ${count} at Edge)`,
      );
      expect(log.at(-1)).toBe('Edge refused a relay: the signature is wrong.');
    }
    expect(allocate(place, alice).answered.kind).toBe('response');
  });

  test('credentials of another secret are none of ours: 431', () => {
    const place = lab();
    const { date } = place.world.simulation;
    const foreign = issueCredentials('00'.repeat(16), date + 1e9, '0'.repeat(16));
    expect(codeOf(allocate(place, overUdp(place, 'alice'), foreign).answered)).toBe(431);
  });

  test('credentials are good until their time is up, and 430 from then on', () => {
    const place = lab();
    const alice = overUdp(place, 'alice');
    const by = place.credentials(2);
    const { nonce, relayed } = allocate(place, alice, by);
    expect(relayed.port).toBeGreaterThan(0);
    // 200 ms are gone; what is sent 11 ms before the end comes 1 ms before it.
    place.settle(1789);
    expect(answer(place, alice, proof(by, nonce)).kind).toBe('response');
    expect(codeOf(answer(place, alice, proof(by, nonce)))).toBe(430);
    expect(place.log().at(-1)).toBe('Edge refused a relay: the credentials for the A/V Edge have expired.');
  });

  test('to the very millisecond', () => {
    for (const [early, code] of [
      [11, undefined],
      [10, 430],
    ] as const) {
      const place = lab();
      const alice = overUdp(place, 'alice');
      const by = place.credentials(2);
      const nonce = nonceFor(place, alice);
      place.settle(1900 - early);
      expect(codeOf(answer(place, alice, proof(by, nonce)))).toBe(code);
    }
  });

  test.each(['', 'alice', 'YWxpY2U=', '!!!!'])('user name "%s" is unknown: 436', (username) => {
    const place = lab();
    const by = { username, password: 'x' };
    expect(codeOf(allocate(place, overUdp(place, 'alice'), by).answered)).toBe(436);
  });

  test.each([
    ['username', 432],
    ['realm', 434],
    ['nonce', 435],
  ] as const)('signed and without %s: %i', (left, code) => {
    const place = lab();
    const alice = overUdp(place, 'alice');
    const whole = proof(place.credentials(), nonceFor(place, alice));
    const attributes = Object.fromEntries(Object.entries(whole.attributes).filter(([name]) => name !== left));
    expect(codeOf(answer(place, alice, { ...whole, attributes }))).toBe(code);
  });

  test('a nonce that was never given out is stale: 438 with a new one, which is good', () => {
    const place = lab();
    const alice = overUdp(place, 'alice');
    const by = place.credentials();
    const stale = answer(place, alice, proof(by, 'f'.repeat(32)));
    expect(stale.attributes).toMatchObject({ error: { code: 438 }, realm: REALM });
    const { nonce } = stale.attributes;
    expect(nonce).not.toBe('f'.repeat(32));
    expect(answer(place, alice, proof(by, nonce!)).kind).toBe('response');
  });
});

describe('what is held', () => {
  test('no more than the quota of one user name: 486, until one is given back', () => {
    const place = lab({ knobs: { 'turn.quota': 2 } });
    const by = place.credentials();
    const [first, second, third] = [5000, 5001, 5002].map((port) => overUdp(place, 'alice', port));
    const held = allocate(place, first!, by);
    expect(allocate(place, second!, by).answered.kind).toBe('response');
    expect(codeOf(allocate(place, third!, by).answered)).toBe(486);
    // A refresh is no new one, and others have a quota of their own.
    expect(answer(place, first!, proof(by, held.nonce)).kind).toBe('response');
    expect(allocate(place, overUdp(place, 'dora')).answered.kind).toBe('response');
    answer(place, first!, proof(by, held.nonce, { lifetime: 0 }));
    expect(allocate(place, third!, by).answered.kind).toBe('response');
    expect(place.log()).toContain('Edge gave no relay: the quota is used up.');
  });

  test('all ports taken: 508; ports of UDP and of TCP are others; what is given back is used again', () => {
    const place = lab({ ports: 2 });
    const speakers = [5000, 5001, 5002].map((port) => overUdp(place, 'alice', port));
    const held = speakers.map((one) => allocate(place, one));
    expect(held.map(({ answered }) => codeOf(answered))).toEqual([undefined, undefined, 508]);
    const ports = held.slice(0, 2).map(({ relayed }) => relayed.port);
    expect([...ports].sort()).toEqual([50_000, 50_001]);
    expect(place.log()).toContain('Edge gave no relay: all its ports are taken.');
    expect(allocate(place, overTcp(place, 'alice')).answered.kind).toBe('response');
    answer(place, speakers[1]!, proof(held[1]!.by, held[1]!.nonce, { lifetime: 0 }));
    expect(allocate(place, speakers[2]!).relayed.port).toBe(ports[1]);
  });

  /** Is the address still there? What a peer sends there comes through. */
  const alive = (place: Lab, owner: Speaker, peer: Speaker, relayed: TransportAddress) => {
    const before = owner.heard.length;
    peer.say(words('?'), relayed);
    place.settle();
    return owner.heard.length > before;
  };

  test('without a refresh it ends after its life, and nothing keeps its port', () => {
    const place = lab({ knobs: { 'turn.lifetime_s': 60, 'turn.permission_s': 1000 } });
    const [alice, peer] = [overUdp(place, 'alice'), overUdp(place, 'peer')];
    const { relayed, by, answered } = allocate(place, alice);
    expect(answered.attributes.lifetime).toBe(60);
    // Given at 110 ms: gone at 60.11 s.
    alice.say(send(by, peer.own, words('hello')));
    place.settle(59_800);
    expect(place.world.simulation.now).toBe(60_000_000);
    expect(alive(place, alice, peer, relayed)).toBe(true);
    expect(alive(place, alice, peer, relayed)).toBe(false);
    const late = answer(place, alice, send(by, peer.own, words('late')));
    expect(codeOf(late)).toBe(437);
    const trace = new TraceReader(place.world.simulation.trace.finish());
    const last = [...trace.trace.packets.dport.keys()]
      .filter((packet) => trace.trace.packets.dport[packet] === relayed.port)
      .at(-1)!;
    expect(trace.disposition(last).id).toBe('no-listener');
  });

  test('a refresh prolongs it; one may ask for less, and is not given more', () => {
    const place = lab({ knobs: { 'turn.lifetime_s': 60, 'turn.permission_s': 1000 } });
    const [alice, peer] = [overUdp(place, 'alice'), overUdp(place, 'peer')];
    const { relayed, by, nonce } = allocate(place, alice);
    alice.say(send(by, peer.own, words('hello')));
    for (let times = 0; times < 4; times++) {
      place.settle(50_000);
      const again = answer(place, alice, proof(by, nonce, { lifetime: 3600 }));
      expect(again.attributes).toMatchObject({ lifetime: 60, mapped: relayed });
    }
    expect(alive(place, alice, peer, relayed)).toBe(true);
    expect(answer(place, alice, proof(by, nonce, { lifetime: 5 })).attributes.lifetime).toBe(5);
    place.settle(4500);
    expect(alive(place, alice, peer, relayed)).toBe(true);
    place.settle(500);
    expect(alive(place, alice, peer, relayed)).toBe(false);
  });

  test('life 0 gives it back at once, and giving back what is not held harms nobody', () => {
    const place = lab();
    const [alice, peer] = [overUdp(place, 'alice'), overUdp(place, 'peer')];
    const { relayed, by, nonce } = allocate(place, alice);
    alice.say(send(by, peer.own, words('hello')));
    place.settle();
    for (let times = 0; times < 2; times++) {
      const gone = answer(place, alice, proof(by, nonce, { lifetime: 0 }));
      expect(gone).toMatchObject({ kind: 'response', attributes: { lifetime: 0 } });
      expect(alive(place, alice, peer, relayed)).toBe(false);
    }
    expect(allocate(place, alice, by).answered.kind).toBe('response');
  });

  test('over TCP it ends with its connection', () => {
    const place = lab({ ports: 1 });
    const first = overTcp(place, 'alice');
    expect(allocate(place, first).answered.kind).toBe('response');
    const second = overTcp(place, 'dora');
    expect(codeOf(allocate(place, second).answered)).toBe(508);
    first.tcp.close();
    place.settle();
    expect(allocate(place, second).answered.kind).toBe('response');
  });

  test('the service stopped: all is given back; started: all is new', () => {
    const place = lab({ ports: 1 });
    const alice = overUdp(place, 'alice');
    const dora = overTcp(place, 'dora');
    expect(allocate(place, alice).answered.kind).toBe('response');
    const change = { kind: 'service', host: 'edge', role: 'av-edge' } as const;
    place.world.apply({ ...change, running: false });
    place.settle();
    expect(dora.ends).toEqual(['reset']);
    alice.say(ask('allocate', {}));
    place.settle();
    expect(alice.heard).toHaveLength(2);
    place.world.apply({ ...change, running: true });
    expect(allocate(place, alice).answered.kind).toBe('response');
    expect(allocate(place, overTcp(place, 'dora')).answered.kind).toBe('response');
  });
});

describe('who may send to it', () => {
  test('nobody to whom its owner has not sent; then that address, from any port', () => {
    const place = lab();
    const [alice, peer, stranger] = [
      overUdp(place, 'alice'),
      overUdp(place, 'peer'),
      overUdp(place, 'stranger'),
    ];
    const { relayed, by } = allocate(place, alice);
    const before = alice.heard.length;
    peer.say(words('early'), relayed);
    place.settle();
    expect(alice.heard).toHaveLength(before);
    expect(place.log()).toEqual([
      `UDP from ${HOMES.peer} for relay port ${relayed.port}: its owner has not sent there, so it is not let in.`,
    ]);
    alice.say(send(by, peer.own, words('first')));
    place.settle();
    peer.say(words('now'), relayed);
    overUdp(place, 'peer', 5001).say(words('another port'), relayed);
    stranger.say(words('me too'), relayed);
    place.settle();
    const came = alice.heard.slice(before).filter(isStun);
    expect(came.map(({ attributes }) => text(attributes.remote!))).toEqual([
      `${HOMES.peer}:5000`,
      `${HOMES.peer}:5001`,
    ]);
    expect(place.log().at(-1)).toContain(`UDP from ${HOMES.stranger} for relay port`);
  });

  test('only for a while after its owner last sent', () => {
    const place = lab({ knobs: { 'turn.permission_s': 10 } });
    const [alice, peer] = [overUdp(place, 'alice'), overUdp(place, 'peer')];
    const { relayed, by } = allocate(place, alice);
    const comes = () => {
      const before = alice.heard.length;
      peer.say(words('?'), relayed);
      place.settle();
      return alice.heard.length > before;
    };
    const opened = () => {
      alice.say(send(by, peer.own, words('!')));
      place.settle();
    };
    opened();
    expect(comes()).toBe(true);
    place.settle(5000);
    opened();
    place.settle(9800);
    // What comes does not prolong it, what is sent does.
    expect(comes()).toBe(true);
    expect(comes()).toBe(false);
    opened();
    expect(comes()).toBe(true);
  });

  test('what is sent without wrapping counts as sent, too', () => {
    const place = lab({ knobs: { 'turn.permission_s': 10 } });
    const [alice, peer] = [overUdp(place, 'alice'), overUdp(place, 'peer')];
    const { relayed, by } = allocate(place, alice);
    answer(place, alice, setActive(by, peer.own));
    for (let second = 0; second < 30; second++) {
      alice.say(words('talk'));
      peer.say(words('talk'), relayed);
      place.settle(1000);
    }
    expect(alice.heard.filter((one) => said(one) === 4)).toHaveLength(30);
    expect(peer.heard).toHaveLength(30);
    // She says no more, and after a while is no longer spoken to.
    let heard = 0;
    for (let second = 0; second < 30; second++) {
      const before = alice.heard.length;
      peer.say(words('?'), relayed);
      place.settle(1000);
      heard += alice.heard.length - before;
    }
    expect(heard).toBe(9);
  });

  test('two of its relays meet inside it: nothing leaves by the ports', () => {
    const place = lab();
    const [alice, bob] = [overUdp(place, 'alice'), overUdp(place, 'bob')];
    const hers = allocate(place, alice);
    const his = allocate(place, bob, place.credentials(), INSIDE);
    alice.say(send(hers.by, his.relayed, words('early')));
    place.settle();
    const before = bob.heard.length;
    bob.say(send(his.by, hers.relayed, words('hello')), INSIDE);
    alice.say(send(hers.by, his.relayed, words('hello')));
    place.settle();
    expect(alice.heard.at(-1)).toMatchObject({ attributes: { remote: his.relayed } });
    expect(bob.heard).toHaveLength(before + 1);
    answer(place, alice, setActive(hers.by, his.relayed));
    bob.say(send(his.by, hers.relayed, words('raw for her')), INSIDE);
    place.settle();
    expect(said(alice.heard.at(-1))).toBe(11);
    const trace = new TraceReader(place.world.simulation.trace.finish());
    const used = new Set([...trace.trace.packets.dport, ...trace.trace.packets.sport]);
    for (const { relayed } of [hers, his]) expect(used).not.toContain(relayed.port);
  });

  test.each([
    ['Send without an address', { data: words('x') }, 400],
    ['Send without data', { destination: end(HOMES.peer, 5000) }, 400],
  ] as const)('%s: %i', (_what, attributes, code) => {
    const place = lab();
    const alice = overUdp(place, 'alice');
    const { by } = allocate(place, alice);
    const asked = ask('send', { username: by.username, ...attributes }, keyOf(by));
    expect(codeOf(answer(place, alice, asked))).toBe(code);
  });

  test('Send and Set Active Destination of somebody else, or of nobody, are refused', () => {
    const place = lab();
    const [alice, peer, dora] = [overUdp(place, 'alice'), overUdp(place, 'peer'), overUdp(place, 'dora')];
    const { by } = allocate(place, alice);
    const forged = { ...by, password: 'guessed' };
    expect(codeOf(answer(place, alice, send(forged, peer.own, words('x'))))).toBe(431);
    expect(codeOf(answer(place, alice, setActive(forged, peer.own)))).toBe(431);
    expect(codeOf(answer(place, dora, send(by, peer.own, words('x'))))).toBe(437);
    expect(codeOf(answer(place, dora, setActive(by, peer.own)))).toBe(437);
    alice.say(words('raw, and nowhere to go'));
    place.settle();
    expect(peer.heard).toEqual([]);
    expect(place.log().at(-1)).toMatch(/^RAW that was not expected here: thrown away/);
  });
});

describe('UDP stays UDP, and TCP stays TCP', () => {
  test('the same port number is two relays; what is sent to the one never comes out of the other', () => {
    const place = lab({ ports: 1 });
    const udp = overUdp(place, 'alice');
    const hers = allocate(place, udp);
    const tcp = overTcp(place, 'dora');
    const other = allocate(place, tcp);
    expect(other.relayed).toEqual(hers.relayed);
    const before = [udp.heard.length, tcp.heard.length];
    tcp.say(send(other.by, hers.relayed, words('from TCP to UDP')));
    place.settle();
    udp.say(send(hers.by, other.relayed, words('from UDP to TCP')));
    place.settle();
    // Both came back to who sent: the address is the sender's own, of the sender's own transport.
    expect([udp.heard.length, tcp.heard.length]).toEqual(before.map((count) => count + 1));
    expect(udp.heard.at(-1)).toMatchObject({ attributes: { data: words('from UDP to TCP') } });
    expect(tcp.heard.at(-1)).toMatchObject({ attributes: { data: words('from TCP to UDP') } });
  });

  test('relays with other ports: thrown away, and said so', () => {
    const place = lab();
    const udp = overUdp(place, 'alice');
    const hers = allocate(place, udp);
    const tcp = overTcp(place, 'dora');
    const other = allocate(place, tcp);
    expect(other.relayed.port).not.toBe(hers.relayed.port);
    const before = [udp.heard.length, tcp.heard.length];
    udp.say(send(hers.by, other.relayed, words('x')));
    tcp.say(send(other.by, hers.relayed, words('x')));
    place.settle();
    expect([udp.heard.length, tcp.heard.length]).toEqual(before);
    expect(place.log()).toEqual([
      `UDP for relay port ${other.relayed.port}, which nobody holds: thrown away (stray message 1 at Edge)`,
      `TCP for relay port ${hers.relayed.port}, which nobody holds: thrown away (stray message 2 at Edge)`,
    ]);
  });

  test('to a peer who listens for both: each comes by its own', () => {
    const place = lab();
    const peer = overUdp(place, 'peer');
    const host = place.world.hosts.get('peer')!;
    let opened = 0;
    host.tcp.listen(host.attachments[0]!, peer.own.port, () => {
      opened++;
      return { received: () => undefined, ended: () => undefined };
    });
    const udp = overUdp(place, 'alice');
    udp.say(send(allocate(place, udp).by, peer.own, words('x')));
    place.settle();
    expect(opened).toBe(0);
    expect(peer.heard).toHaveLength(1);
    expect(new Set(place.sentTo('peer'))).toEqual(new Set(['udp']));
    const tcp = overTcp(place, 'dora');
    tcp.say(send(allocate(place, tcp).by, peer.own, words('x')));
    place.settle();
    expect(opened).toBe(1);
    expect(peer.heard).toHaveLength(1);
  });
});

describe('what is none of it', () => {
  const garbage = rawMessage(Uint8Array.from({ length: 40 }, (_, i) => (i * 37 + 11) & 255));
  const truncated = rawMessage(Uint8Array.of(2, 0, 0, 80, 0, 3, 0, 60, 1, 2));
  const foreign: Message = { ...HELLO, kind: 'server-hello', session: 'cd'.repeat(32) } as PseudoTls;

  test.each([
    ['a frame with fewer bytes than it says', truncated],
    ['garbage', garbage],
    ['a second hello', HELLO],
    ['a hello of a server', foreign],
    ['STUN without a frame', ask('allocate', {})],
    ['a frame that says control and has no STUN in it', turnFrame('control', garbage)],
  ])('443: %s ends the connection, with all that hangs on it, and is counted', (_what, message) => {
    const place = lab({ ports: 1 });
    const alice = overTcp(place, 'alice');
    const peer = overUdp(place, 'peer');
    const { by } = allocate(place, alice);
    answer(place, alice, setActive(by, peer.own));
    alice.blurt(message);
    place.settle();
    expect(alice.ends).toEqual(['reset']);
    expect(place.log().at(-1)).toMatch(/thrown away \(stray message 1 at Edge\)$/);
    // Its port is free, and the next one is served.
    expect(allocate(place, overTcp(place, 'dora')).answered.kind).toBe('response');
  });

  test.each([
    ['a frame before any hello', turnFrame('control', ask('allocate', {}))],
    ['garbage', garbage],
    ['half a frame', truncated],
  ])('443: %s instead of a hello', (_what, message) => {
    const place = lab();
    const alice = overTcp(place, 'alice', false);
    alice.blurt(message);
    place.settle();
    expect(alice.ends).toEqual(['reset']);
    expect(alice.heard).toEqual([]);
    expect(place.log()).toHaveLength(1);
  });

  test('443: whoever only opens a connection holds nothing', () => {
    const place = lab({ ports: 1 });
    overTcp(place, 'stranger', false);
    overTcp(place, 'stranger');
    expect(allocate(place, overTcp(place, 'alice')).answered.kind).toBe('response');
  });

  test.each([
    ['garbage', garbage],
    ['half a frame', truncated],
    ['a connectivity check', { ...ask('binding', { username: 'a:b' }), dialect: 'rfc5389' }],
    ['an answer that nobody asked for', { ...ask('allocate', {}), kind: 'response' }],
    ['an answer about a version', { ...ask('binding', { version: 2 }), kind: 'response' }],
    ['a Data indication', { ...ask('data', { data: words('x') }), kind: 'indication' }],
    ['pseudo-TLS', HELLO],
  ])('3478: %s is counted, not answered, and survived', (_what, message) => {
    const place = lab();
    const [alice, stranger] = [overUdp(place, 'alice'), overUdp(place, 'stranger')];
    stranger.say(message);
    place.settle();
    expect(stranger.heard).toEqual([]);
    expect(place.log()).toHaveLength(1);
    expect(place.log()[0]).toMatch(/thrown away \(stray message 1 at Edge\)$/);
    expect(allocate(place, alice).answered.kind).toBe('response');
  });

  test('whatever comes to whichever port, the next one is served', () => {
    const bytes = fc.uint8Array({ maxLength: 60 }).map((one): Message => rawMessage(one));
    const address = fc.constantFrom(
      end(EDGE, 50_000),
      end(EDGE, 0),
      end(HOMES.peer, 5000),
      end(HOMES.stranger, 5000),
      end('0.0.0.0', 0),
    );
    const attributes = fc.record(
      {
        version: fc.nat(3),
        username: fc.constantFrom('', 'alice', 'YWxpY2U='),
        realm: fc.constantFrom('', REALM),
        nonce: fc.constantFrom('', 'f'.repeat(32)),
        lifetime: fc.constantFrom(0, 1, 0xffffffff),
        destination: address,
        remote: address,
        data: bytes,
      },
      { requiredKeys: [] },
    );
    const stun = fc
      .record({
        dialect: fc.constantFrom('rfc5389', 'rfc3489', 'ms-turn'),
        method: fc.constantFrom('binding', 'allocate', 'send', 'data', 'set-active-destination'),
        kind: fc.constantFrom('request', 'indication', 'response', 'error'),
        attributes,
        integrity: fc.constantFrom(null, { key: '00', term: 'long' } as const),
      })
      .map((one): Message => ({ ...ask('binding', {}), ...one }));
    const message = fc.oneof(bytes, stun, fc.constant<Message>(HELLO));
    const way = fc.constantFrom('3478', 'relay', '443', '443 polite', '443 frame', '443 data');
    fc.assert(
      fc.property(fc.array(fc.tuple(way, message), { minLength: 1, maxLength: 12 }), (all) => {
        const place = lab({ version: 'lync-2010', ports: 2 });
        const alice = overUdp(place, 'alice');
        const held = allocate(place, alice);
        const stranger = overUdp(place, 'stranger');
        for (const [where, one] of all) {
          if (where === '3478') stranger.say(one);
          else if (where === 'relay') stranger.say(one, held.relayed);
          else {
            const tcp = overTcp(place, 'stranger', where !== '443');
            if (where === '443 frame' && (isStun(one) || one.protocol === 'raw')) tcp.say(one);
            else if (where === '443 data' && (isStun(one) || one.protocol === 'raw')) tcp.data(one);
            else tcp.blurt(one);
          }
          place.settle();
        }
        expect(answer(place, alice, proof(held.by, held.nonce)).attributes.mapped).toEqual(held.relayed);
        // Nobody got anything out of it.
        expect(allocate(place, overUdp(place, 'dora')).answered.kind).toBe('response');
        expect(alice.heard.filter(isStun).filter((one) => one.method === 'data')).toEqual([]);
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

describe('between Edges', () => {
  const tunnel = (destination: TransportAddress, remote: TransportAddress) =>
    ask('send', { destination, remote, data: words('through the tunnel') });

  test.each(['UDP', 'TCP'])('over %s: taken only from the address that it says it is from', (transport) => {
    const place = lab({ version: 'lync-2010' });
    const far = end(HOMES.partner, 50_001);
    const alice = transport === 'UDP' ? overUdp(place, 'alice') : overTcp(place, 'alice');
    const { relayed, by } = allocate(place, alice);
    // The partner is an Edge: it answers the question about its version.
    const partner = overUdp(place, 'partner', 3478);
    alice.say(send(by, far, words('hello')));
    place.settle();
    const probe = partner.heard.filter(isStun).find((one) => one.method === 'binding')!;
    const version: StunMessage = { ...probe, kind: 'response', attributes: { version: 2 } };
    partner.say(version);
    place.settle();
    if (transport === 'UDP')
      expect(partner.heard.at(-1)).toMatchObject({
        method: 'send',
        integrity: null,
        attributes: { destination: far, remote: relayed, data: words('hello') },
      });
    const over = (who: Who) => (transport === 'UDP' ? overUdp(place, who, 3479) : overTcp(place, who));
    const before = alice.heard.length;
    over('stranger').say(tunnel(relayed, far));
    place.settle();
    expect(alice.heard).toHaveLength(before);
    expect(place.log().at(-1)).toMatch(/^STUN that was not expected here: thrown away/);
    // Under its own address it is let in no more: nobody has sent there.
    over('stranger').say(tunnel(relayed, end(HOMES.stranger, 50_001)));
    place.settle();
    expect(alice.heard).toHaveLength(before);
    expect(place.log().at(-1)).toContain('its owner has not sent there');
    over('partner').say(tunnel(relayed, far));
    place.settle();
    expect(alice.heard.slice(before)).toMatchObject([
      { method: 'data', attributes: { remote: far, data: words('through the tunnel') } },
    ]);
  });

  test('who does not answer on 3478 is sent to directly, once that is clear', () => {
    const place = lab({ version: 'lync-2010', knobs: { 'edge.probes': 3, 'edge.probe_ms': 100 } });
    const [alice, peer] = [overUdp(place, 'alice'), overUdp(place, 'peer')];
    const { by } = allocate(place, alice);
    const began = place.world.simulation.now;
    alice.say(send(by, peer.own, words('hello')));
    place.settle(2000);
    // 10 ms to the Edge, questions at 0, 100 and 300 ms, 400 ms more, 10 ms to the peer.
    expect(place.lines.at(-1)).toMatch(
      `${(began + 720_000) / 1000} peer < 6 bytes that are no message, from ${EDGE}:`,
    );
  });
});
