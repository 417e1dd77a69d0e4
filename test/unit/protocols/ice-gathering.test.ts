import { describe, expect, test } from 'vitest';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { EDGE, end, HOMES, text, words } from '../roles/av-lab.ts';
import type { Lab } from '../roles/av-lab.ts';
import { BEHIND, iceEnd, iceLab, kinds, paths, relayOf, stunSent } from './ice-lab.ts';

/** An address that nobody has. */
const NOBODY = end('198.51.100.99', 3478);

const failuresOf = ({ agent }: ReturnType<typeof iceEnd>) =>
  agent.failures.map(({ transport, failure }) => `${transport} ${failure.how}: ${failure.text}`);

/** Actors of TURN clients, by their ids and titles. */
const clients = (place: Lab) =>
  place.world.simulation.trace
    .finish()
    .actors.filter(({ id }) => id.includes('/turn/'))
    .map(({ id, title }) => `${id} (${title})`);

describe('candidates', () => {
  test('in the open: the own port, and the relays over UDP and TCP; a reflexive address says nothing new', () => {
    const place = iceLab();
    const alice = iceEnd(place, 'alice', relayOf(place));
    expect(kinds(alice.agent.candidates)).toEqual([
      `host UDP ${HOMES.alice} 1`,
      `relay UDP ${EDGE} 1`,
      `relay TCP-PASS ${EDGE} 1`,
      `relay TCP-ACT ${EDGE} 1`,
    ]);
    expect(alice.told).toEqual(['gathered at 80 ms']);
    expect(alice.agent.failures).toEqual([]);
  });

  test('behind a NAT: its address outside as well, which belongs to the own port', () => {
    const place = iceLab();
    const { agent } = iceEnd(place, 'carol', relayOf(place), { tcpHosts: true });
    expect(kinds(agent.candidates)).toEqual([
      `host UDP ${BEHIND.carol.inside} 1`,
      `host TCP-PASS ${BEHIND.carol.inside} 1`,
      `host TCP-ACT ${BEHIND.carol.inside} 1`,
      `relay UDP ${EDGE} 1`,
      `srflx UDP ${BEHIND.carol.nat} 1`,
      `relay TCP-PASS ${EDGE} 1`,
      `relay TCP-ACT ${EDGE} 1`,
    ]);
    const of = (kind: string) => agent.candidates.find((one) => `${one.type} ${one.transport}` === kind)!;
    const [host, reflexive, relay] = [of('host UDP'), of('srflx UDP'), of('relay UDP')];
    expect(text(reflexive.related!)).toBe(text(host));
    expect([reflexive.user, reflexive.password]).toEqual([host.user, host.password]);
    expect(relay.user).not.toBe(host.user);
    expect(text(relay.related!)).toBe(text(reflexive));
    // Both directions of one connection are one thing.
    expect(of('host TCP-ACT')).toMatchObject({
      user: of('host TCP-PASS').user,
      port: of('host TCP-PASS').port,
    });
    expect(of('relay TCP-ACT')).toMatchObject({
      user: of('relay TCP-PASS').user,
      port: of('relay TCP-PASS').port,
    });
  });

  test('of two components: a port and a relay for each, and one relay over TCP for both', () => {
    const place = iceLab();
    const { agent } = iceEnd(place, 'alice', relayOf(place), { components: 2 });
    expect(kinds(agent.candidates)).toEqual([
      `host UDP ${HOMES.alice} 1`,
      `host UDP ${HOMES.alice} 2`,
      `relay UDP ${EDGE} 1`,
      `relay UDP ${EDGE} 2`,
      `relay TCP-PASS ${EDGE} 1`,
      `relay TCP-ACT ${EDGE} 1`,
      `relay TCP-PASS ${EDGE} 2`,
      `relay TCP-ACT ${EDGE} 2`,
    ]);
    const ports = (kind: string) =>
      agent.candidates.filter((one) => kinds([one])[0]!.startsWith(kind)).map((one) => one.port);
    expect(new Set(ports('relay TCP'))).toHaveLength(1);
    expect(new Set(ports('relay UDP'))).toHaveLength(2);
    expect(clients(place)).toEqual([
      'alice/audio/turn/udp1 (alice: audio: relay over UDP 1)',
      'alice/audio/turn/udp2 (alice: audio: relay over UDP 2)',
      'alice/audio/turn/tcp (alice: audio: relay over TCP)',
    ]);
  });

  test('without an Edge: the own ports alone, at once', () => {
    const place = iceLab();
    const alice = iceEnd(place, 'alice', null);
    expect(kinds(alice.agent.candidates)).toEqual([`host UDP ${HOMES.alice} 1`]);
    expect(alice.told).toEqual(['gathered at 0 ms']);
  });

  test('in the form of OCS 2007 have names of their own; who opens a connection is not told', () => {
    const place = iceLab();
    const { agent } = iceEnd(place, 'alice', relayOf(place), { tcpHosts: true });
    const [modern, old] = [agent.describe('ice2'), agent.describe('draft6')];
    expect([old.ufrag, old.pwd]).toEqual(['', '']);
    expect(kinds(old.candidates)).toEqual(kinds(agent.candidates).filter((one) => !one.includes('TCP-ACT')));
    expect(
      old.candidates.every(({ user, password }) => /^[0-9a-f]{8}$/.test(user) && password.length === 16),
    ).toBe(true);
    expect([modern.ufrag, modern.pwd]).toEqual([
      expect.stringMatching(/^[0-9a-f]{8}$/),
      expect.stringMatching(/^[0-9a-f]{24}$/),
    ]);
    expect(kinds(modern.candidates)).toEqual(kinds(agent.candidates));
    expect(modern.candidates.every(({ user, password }) => user === '' && password === '')).toBe(true);
  });

  test('the Edge is told which stream they are for, and that TCP is reliable', () => {
    const place = iceLab();
    iceEnd(place, 'alice', relayOf(place), { quality: 2 });
    const asked = stunSent(place, 'alice').map(({ message }) => message.attributes.quality);
    expect(asked).toContainEqual({ stream: 2, quality: 0 });
    expect(asked).toContainEqual({ stream: 2, quality: 1 });
  });
});

describe('a relay that is not to be had', () => {
  test('over UDP alone: what TCP gave is taken, after the time for an answer', () => {
    const place = iceLab();
    const alice = iceEnd(place, 'alice', relayOf(place, { udp: NOBODY }));
    expect(kinds(alice.agent.candidates)).toEqual([
      `host UDP ${HOMES.alice} 1`,
      `relay TCP-PASS ${EDGE} 1`,
      `relay TCP-ACT ${EDGE} 1`,
    ]);
    expect(failuresOf(alice)).toEqual(['UDP no-answer: 198.51.100.99 (UDP 3478) did not answer.']);
    expect(alice.told).toHaveLength(1);
    expect(alice.told[0]).toMatch(/^gathered at \d{4,} ms$/);
    expect(alice.agent.diagnosis().mask & 0x1f).toBe(0x2);
  });

  test('over TCP alone', () => {
    const place = iceLab();
    const alice = iceEnd(place, 'alice', relayOf(place, { tcp: end(HOMES.peer, 443) }));
    expect(failuresOf(alice)).toEqual([`TCP refused: ${HOMES.peer} (TCP 443) refused the connection.`]);
    expect(alice.agent.diagnosis().mask & 0x1f).toBe(0x8);
  });

  test('in any way: the bit that says so shows the packet that was sent in vain', () => {
    const place = iceLab();
    const alice = iceEnd(place, 'alice', relayOf(place, { udp: NOBODY, tcp: end('198.51.100.99', 443) }));
    const { mask, bits } = alice.agent.diagnosis();
    expect(mask & 0x1f).toBe(0x1 | 0x2 | 0x8);
    const reader = new TraceReader(place.world.simulation.trace.finish());
    const to = (bit: number) => {
      const { dst, dport } = reader.tuple(bits.find((one) => one.bit === bit)!.packet);
      return text({ address: dst, port: dport });
    };
    expect([to(0x1), to(0x2), to(0x8)]).toEqual([
      '198.51.100.99:3478',
      '198.51.100.99:3478',
      '198.51.100.99:443',
    ]);
  });

  test('because the password is wrong', () => {
    const place = iceLab();
    const alice = iceEnd(place, 'alice', relayOf(place, { password: 'guessed' }));
    expect(failuresOf(alice)).toHaveLength(2);
    for (const failure of failuresOf(alice))
      expect(failure).toMatch(/refused: .* 431 Integrity Check Failure\.$/);
    expect(kinds(alice.agent.candidates)).toEqual([`host UDP ${HOMES.alice} 1`]);
  });

  test('a node that gives no sign of life is left for the next one', () => {
    const place = iceLab();
    const dead = { udp: NOBODY, tcp: end('198.51.100.99', 443) };
    const { udp, tcp } = relayOf(place);
    const alice = iceEnd(place, 'alice', relayOf(place, { ...dead, others: [dead, { udp, tcp }] }));
    place.settle(30_000);
    expect(alice.agent.failures).toEqual([]);
    expect(kinds(alice.agent.candidates)).toContain(`relay UDP ${EDGE} 1`);
    expect(clients(place).map((one) => one.split(' ')[0])).toEqual([
      'alice/audio/turn/udp1',
      'alice/audio/turn/tcp',
      'alice/audio/turn/2/udp1',
      'alice/audio/turn/2/tcp',
      'alice/audio/turn/3/udp1',
      'alice/audio/turn/3/tcp',
    ]);
    expect(alice.told).toHaveLength(1);
  });

  test('one that answers, be it with a no, is not left', () => {
    const place = iceLab();
    const { udp, tcp } = relayOf(place);
    const alice = iceEnd(
      place,
      'alice',
      relayOf(place, { udp: NOBODY, tcp: end(HOMES.peer, 443), others: [{ udp, tcp }] }),
    );
    place.settle(30_000);
    expect(failuresOf(alice)).toHaveLength(2);
    expect(kinds(alice.agent.candidates)).toEqual([`host UDP ${HOMES.alice} 1`]);
  });

  test('a port that says it is not there ends the try at once', () => {
    const place = iceLab();
    const alice = iceEnd(place, 'alice', relayOf(place, { udp: end(HOMES.peer, 3478) }));
    expect(failuresOf(alice)).toEqual([`UDP refused: ${HOMES.peer} (UDP 3478) cannot be reached.`]);
    expect(alice.told).toEqual(['gathered at 80 ms']);
  });
});

describe('what ICEWarn says of a path', () => {
  const symmetric = { mapping: 'address-and-port-dependent' } as const;
  /** Both ends' masks once they are done. */
  function masks(
    who: readonly [string, string],
    { relays = true, nat = {}, options = {} }: { relays?: boolean; nat?: object; options?: object } = {},
  ) {
    const place = iceLab({}, nat);
    const [one, two] = who.map((id) => iceEnd(place, id, relays ? relayOf(place) : null, options));
    one!.agent.start(two!.agent.describe('ice2'), true);
    two!.agent.start(one!.agent.describe('ice2'), false);
    place.settle(30_000);
    return { paths: paths(one!), masks: [one!, two!].map(({ agent }) => agent.diagnosis().mask) };
  }

  test('nothing where the best one was found', () =>
    expect(masks(['alice', 'dora'])).toEqual({ paths: ['host to host UDP 1'], masks: [0, 0] }));

  test('that there is none between the hosts, for the end that sees a NAT', () =>
    expect(masks(['carol', 'alice']).masks).toEqual([0, 0x20]));

  test('nor through the NATs, where the relay served', () =>
    expect(masks(['carol', 'dave'], { nat: symmetric })).toEqual({
      paths: ['host to relay UDP 1'],
      masks: [0x60, 0x60],
    }));

  test('nor over relays, where there is none at all', () =>
    expect(masks(['carol', 'dave'], { relays: false }).masks).toEqual([
      0x20 | 0x80 | 0x200,
      0x20 | 0x80 | 0x200,
    ]));

  test('nothing of UDP, where a medium does without', () =>
    expect(masks(['carol', 'dave'], { options: { udp: false, tcpHosts: true } })).toEqual({
      paths: ['relay to relay TCP-PASS 1'],
      masks: [0x20, 0x20],
    }));

  test('each bit shows a packet of its kind that was sent in vain', () => {
    const place = iceLab({}, symmetric);
    const [one, two] = ['carol', 'dave'].map((id) => iceEnd(place, id, relayOf(place, { udp: NOBODY })));
    one!.agent.start(two!.agent.describe('ice2'), true);
    two!.agent.start(one!.agent.describe('ice2'), false);
    place.settle(30_000);
    expect(paths(one!)).toEqual(['relay to relay TCP-PASS 1']);
    const { mask, bits } = one!.agent.diagnosis();
    expect(mask).toBe(0x2 | 0x20 | 0x80);
    const reader = new TraceReader(place.world.simulation.trace.finish());
    const to = (bit: number) =>
      text({ address: reader.tuple(bits.find((each) => each.bit === bit)!.packet).dst, port: 0 });
    expect([to(0x2), to(0x20), to(0x80)]).toEqual([
      '198.51.100.99:0',
      `${BEHIND.dave.inside}:0`,
      '198.51.100.99:0',
    ]);
    expect(bits.map(({ bit }) => bit)).toEqual([0x2, 0x20, 0x80]);
  });

  test('a relay that is lost later', () => {
    const place = iceLab();
    const carol = iceEnd(place, 'carol', relayOf(place));
    place.world.hosts.get('edge')!.power('off');
    place.settle(900_000);
    expect(failuresOf(carol)).toContain(`UDP lost: ${EDGE} (UDP 3478) does not answer any more.`);
    expect(failuresOf(carol).join()).toMatch(/TCP lost/);
    expect(carol.agent.diagnosis().mask & 0x1f).toBe(0x4 | 0x10);
    expect(carol.told).toHaveLength(1);
  });
});

describe('when it is closed', () => {
  test('the Edge gets its addresses back; two seconds later the ports are gone', () => {
    const place = iceLab();
    const alice = iceEnd(place, 'alice', relayOf(place));
    const host = alice.agent.candidates[0]!;
    const before = stunSent(place, 'alice').length;
    alice.agent.close();
    place.settle(100);
    const farewell = stunSent(place, 'alice').slice(before);
    expect(farewell.map(({ message, to }) => [message.attributes.lifetime, to])).toEqual([
      [0, `${EDGE}:3478`],
      [0, `${EDGE}:443`],
    ]);
    const peer = place.world.hosts.get('peer')!;
    const socket = peer.udp.open(peer.attachments[0]!, 5000, () => undefined);
    const ends = () => {
      const packet = socket.send(host, words('late'), 5).packet;
      place.settle(100);
      const reader = new TraceReader(place.world.simulation.trace.finish());
      return reader.disposition(packet).id;
    };
    expect(ends()).toBe('delivered');
    place.settle(2000);
    expect(ends()).toBe('no-listener');
  });

  test('while it gathers, nobody is told', () => {
    const place = iceLab();
    const alice = iceEnd(place, 'alice', null);
    alice.agent.gather(relayOf(place), () => alice.told.push('gathered again'));
    alice.agent.close();
    place.settle(15_000);
    expect(alice.told).toEqual(['gathered at 0 ms']);
  });
});
