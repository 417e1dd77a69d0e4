import { describe, expect, test } from 'vitest';
import { candidate, priorityOf } from '../../../simulator/protocols/ice/candidates.ts';
import type { IceDescription } from '../../../simulator/protocols/ice/description.ts';
import type { GatherOptions } from '../../../simulator/protocols/ice/gatherer.ts';
import { COOKIE } from '../../../simulator/protocols/stun/message.ts';
import type {
  StunAttributes,
  StunMessage,
  TransportAddress,
} from '../../../simulator/protocols/stun/message.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import { end, HOMES, overUdp, said, words } from '../roles/av-lab.ts';
import type { Lab } from '../roles/av-lab.ts';
import { iceEnd, iceLab, statesOf, stunSent } from './ice-lab.ts';

const PEER = end(HOMES.peer, 5000);
const none = { user: '', password: '' };
/** What the peer says of itself: one port. */
const MODERN: IceDescription = {
  dialect: 'ice2',
  ufrag: 'peer',
  pwd: 'secret',
  candidates: [candidate('host', 'UDP', 1, PEER, null, none)],
};
const OLD: IceDescription = {
  dialect: 'draft6',
  ufrag: '',
  pwd: '',
  candidates: [candidate('host', 'UDP', 1, PEER, null, { user: 'peer', password: 'secret' })],
};

let transactions = 0;

const stun = (message: StunMessage): StunMessage => message;

/** Alice's agent, and a peer that says only what a test tells it to. */
function dialogue(options: Partial<GatherOptions> = {}, knobs: Readonly<Record<string, number>> = {}) {
  const place = iceLab(knobs);
  const alice = iceEnd(place, 'alice', null, options);
  const peer = overUdp(place, 'peer');
  const { scheduler } = place.world.simulation;
  const begun = scheduler.now / 1000;
  const { ufrag, pwd, candidates } = alice.agent.describe('ice2');
  const port = { address: candidates[0]!.address, port: candidates[0]!.port };
  const request = (attributes: StunAttributes, key: string | null = pwd): StunMessage => ({
    protocol: 'stun',
    dialect: 'rfc5389',
    method: 'binding',
    kind: 'request',
    transaction: COOKIE + (++transactions).toString(16).padStart(24, '0'),
    attributes: { username: `${ufrag}:peer`, ...attributes },
    integrity: key === null ? null : { key, term: 'short' },
  });
  return {
    place,
    alice,
    peer,
    ufrag,
    pwd,
    port,
    request,
    /** Says something and gives what comes back. */
    ask: (message: StunMessage): StunMessage[] => {
      const before = peer.heard.length;
      peer.say(message, port);
      place.settle(20);
      return peer.heard.slice(before) as StunMessage[];
    },
    /** The checks that the peer got, with those sent again. */
    checks: () => peer.heard.filter((one): one is StunMessage => (one as StunMessage).kind === 'request'),
    /** Answers a check as its peer should, or otherwise. */
    answer: (to: StunMessage, more: Partial<StunMessage> = {}) => {
      peer.say(
        stun({
          ...to,
          kind: 'response',
          attributes: { xorMapped: port },
          integrity: { key: 'secret', term: 'short' },
          ...more,
        }),
        port,
      );
      place.settle(20);
    },
    /** Milliseconds since the beginning. */
    sent: () => stunSent(place, 'alice').map(({ at, to, message }) => ({ at: at - begun, to, message })),
  };
}

const strays = (place: Lab): string[] => {
  const { events, strings } = place.world.simulation.trace.finish();
  return [...events.kind.keys()]
    .filter((event) => events.kind[event] === EventKind.log)
    .map((event) => strings[events.a[event]!]!.replace(/: thrown away.*/, ''));
};

describe('a check that is sent', () => {
  test('is a signed Binding request with role, priority and Microsoft’s attributes; the first does not nominate', () => {
    const { alice, place, checks, ufrag } = dialogue();
    alice.agent.start(MODERN, true);
    place.settle(20);
    const [check] = checks();
    expect(check).toEqual({
      protocol: 'stun',
      dialect: 'rfc5389',
      method: 'binding',
      kind: 'request',
      transaction: expect.stringMatching(new RegExp(`^${COOKIE}[0-9a-f]{24}$`)) as string,
      attributes: {
        username: `peer:${ufrag}`,
        priority: priorityOf('prflx', 'UDP', 1),
        controlling: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
        candidate: '1',
        implementation: 2,
      },
      integrity: { key: 'secret', term: 'short' },
    });
  });

  test('says that the other end decides where it does', () => {
    const { alice, place, checks } = dialogue();
    alice.agent.start(MODERN, false);
    place.settle(20);
    expect(checks()[0]!.attributes).toMatchObject({
      controlled: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    });
    expect(checks()[0]!.attributes.controlling).toBeUndefined();
  });

  test('in the form of OCS 2007 bears the names of both candidates, and nothing else', () => {
    const { alice, place, checks } = dialogue();
    const own = alice.agent.describe('draft6').candidates[0]!;
    alice.agent.start(OLD, true);
    place.settle(20);
    expect(checks()[0]).toMatchObject({
      dialect: 'rfc3489',
      transaction: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      attributes: { username: `peer${own.user}` },
      integrity: { key: 'secret', term: 'short' },
    });
    expect(Object.keys(checks()[0]!.attributes)).toEqual(['username']);
    expect(own).toMatchObject({
      user: expect.stringMatching(/^[0-9a-f]{8}$/) as string,
      password: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    });
  });

  test('is sent again as it was, each time after twice as long, until the time for checks is up', () => {
    const { alice, place, sent } = dialogue();
    alice.agent.start(MODERN, true);
    place.settle(30_000);
    expect(sent().map(({ at }) => at)).toEqual([0, 500, 1500, 3500, 7500]);
    expect(new Set(sent().map(({ message }) => message.transaction)).size).toBe(1);
    expect(alice.told.at(-1)).toMatch(/^failed/);
  });

  test('leaves every 20 ms, the best pair first', () => {
    const { alice, place, sent } = dialogue();
    const others = [3, 1, 2].map((priority) => ({
      ...candidate('host', 'UDP', 1, end('203.0.113.99', 6000 + priority), null, none),
      priority,
    }));
    alice.agent.start({ ...MODERN, candidates: others }, true);
    place.settle(100);
    expect(sent().map(({ at, to }) => [at, to])).toEqual([
      [0, '203.0.113.99:6003'],
      [20, '203.0.113.99:6002'],
      [40, '203.0.113.99:6001'],
    ]);
  });

  test('goes only to candidates of its component and transport', () => {
    const { alice, place, sent } = dialogue({ components: 2 });
    const others = (['UDP', 'TCP-ACT', 'TCP-PASS'] as const).flatMap((transport, index) =>
      [1, 2].map((component) =>
        candidate(
          'host',
          transport,
          component,
          end('203.0.113.99', 6000 + 10 * index + component),
          null,
          none,
        ),
      ),
    );
    alice.agent.start({ ...MODERN, candidates: others }, true);
    place.settle(400);
    expect(sent().map(({ to }) => to)).toEqual(['203.0.113.99:6001', '203.0.113.99:6002']);
  });

  test('over TCP goes from host to host, to one who waits for connections', () => {
    const { alice, place } = dialogue({ udp: false, tcpHosts: true });
    const others = (['UDP', 'TCP-ACT', 'TCP-PASS'] as const).flatMap((transport, index) =>
      (['host', 'relay'] as const).flatMap((type, kind) =>
        [1, 2].map((component) =>
          candidate(
            type,
            transport,
            component,
            end('203.0.113.99', 6000 + 100 * kind + 10 * index + component),
            null,
            none,
          ),
        ),
      ),
    );
    alice.agent.start({ ...MODERN, candidates: others }, true);
    place.settle(400);
    const { actors } = place.world.simulation.trace.finish();
    const pairs = actors.filter(({ id }) => id.includes('/pair/')).map(({ title }) => title);
    expect(pairs).toEqual([
      expect.stringMatching(/^host TCP-PASS 203\.0\.113\.5:\d+ with host TCP-PASS 203\.0\.113\.99:6021$/),
    ]);
  });

  test('is the last one when the agent is closed', () => {
    const { alice, place, sent, peer, port } = dialogue();
    alice.agent.start(MODERN, true);
    place.settle(100);
    alice.agent.close();
    alice.agent.close();
    peer.say(words('late'), port);
    place.settle(30_000);
    expect(sent()).toHaveLength(1);
    expect(alice.told).toHaveLength(1);
    expect(statesOf(place, 'alice/audio/ice').slice(-2)).toEqual(['checking', 'closed']);
    alice.agent.start(MODERN, true);
    place.settle(1000);
    expect(sent()).toHaveLength(1);
  });
});

describe('the answer to a check', () => {
  test('makes the pair good; the end that decides then nominates it, and is connected by the next answer', () => {
    const { alice, place, checks, answer, sent } = dialogue();
    alice.agent.start(MODERN, true);
    place.settle(20);
    answer(checks()[0]!);
    expect(statesOf(place, 'alice/audio/pair/1').at(-1)).toBe('succeeded');
    expect(checks()).toHaveLength(2);
    const { attributes, transaction } = checks()[1]!;
    expect(attributes).toEqual({ ...checks()[0]!.attributes, useCandidate: true });
    expect(transaction).not.toBe(checks()[0]!.transaction);
    expect(alice.told).toHaveLength(1);
    answer(checks()[1]!);
    expect(alice.told.at(-1)).toMatch(/^connected/);
    expect(alice.selected).toEqual([
      {
        component: 1,
        local: alice.agent.candidates[0],
        remote: MODERN.candidates[0],
        to: PEER,
      },
    ]);
    expect(alice.agent.selected).toBe(alice.selected);
    place.settle(15_000);
    expect(sent()).toHaveLength(2);
  });

  test('in the form of OCS 2007 ends the search: there is no nomination', () => {
    const { alice, place, checks, answer } = dialogue();
    alice.agent.start(OLD, true);
    place.settle(20);
    answer(checks()[0]!);
    expect(alice.told.at(-1)).toMatch(/^connected/);
    expect(checks()).toHaveLength(1);
  });

  test.each<[string, Partial<StunMessage>]>([
    ['an error', { kind: 'error', attributes: { error: { code: 487, reason: 'Role Conflict' } } }],
    ['signed with another key', { integrity: { key: 'guessed', term: 'short' } }],
    ['not signed', { integrity: null }],
  ])('%s: the pair fails, and as it was the only one, the search', (_, more) => {
    const { alice, place, checks, answer } = dialogue();
    alice.agent.start(MODERN, true);
    place.settle(20);
    answer(checks()[0]!, more);
    expect(alice.told.at(-1)).toMatch(/^failed/);
    expect(statesOf(place, 'alice/audio/pair/1').at(-1)).toBe('failed');
    place.settle(10_000);
    expect(checks()).toHaveLength(1);
  });

  test.each([
    ['from another port', HOMES.peer, 5001],
    ['from another address', HOMES.stranger, 5000],
  ])('%s than the check went to: the pair fails (RFC 5245 7.1.3.1)', (_, from, port) => {
    const { alice, place, checks, port: own } = dialogue();
    const other = overUdp(place, from === HOMES.peer ? 'peer' : 'stranger', port);
    alice.agent.start(MODERN, true);
    place.settle(20);
    const [check] = checks();
    other.say(
      stun({ ...check!, kind: 'response', attributes: {}, integrity: { key: 'secret', term: 'short' } }),
      own,
    );
    place.settle(20);
    expect(alice.told.at(-1)).toMatch(/^failed/);
  });

  test('to a check that nobody sent, or that was answered before, says nothing', () => {
    const { alice, place, checks, answer } = dialogue();
    alice.agent.start({ ...MODERN, candidates: [...MODERN.candidates, FAR] }, true);
    place.settle(20);
    answer({ ...checks()[0]!, transaction: COOKIE + 'f'.repeat(24) }, { integrity: null });
    answer(checks()[0]!);
    answer(checks()[0]!, { integrity: null });
    expect(statesOf(place, 'alice/audio/pair/1')).toEqual(['waiting', 'in progress', 'succeeded']);
    answer(checks()[1]!);
    expect(alice.told.at(-1)).toMatch(/^connected/);
    // A late answer to a check of the search that is over.
    answer({ ...checks()[0]! }, { integrity: null });
    expect(alice.told).toHaveLength(2);
  });
});

/** A candidate at which nobody is. */
const FAR = candidate('srflx', 'UDP', 1, end('203.0.113.99', 7000), null, none);

describe('when the end that decides does', () => {
  const better = { ...FAR, priority: 2_130_706_432 };

  test('it waits while a better pair may still answer, three seconds after the first success', () => {
    const { alice, place, checks, answer, sent } = dialogue();
    alice.agent.start({ ...MODERN, candidates: [...MODERN.candidates, better] }, true);
    place.settle(40);
    answer(checks()[0]!);
    expect(checks()).toHaveLength(1);
    place.settle(4000);
    const nominated = sent().find(({ message }) => message.attributes.useCandidate);
    expect(nominated!.at).toBeGreaterThanOrEqual(3040);
    expect(nominated!.at).toBeLessThan(3060);
  });

  test('a worse one is not waited for', () => {
    const { alice, place, checks, answer } = dialogue();
    alice.agent.start({ ...MODERN, candidates: [...MODERN.candidates, FAR] }, true);
    place.settle(40);
    answer(checks()[0]!);
    expect(checks()).toHaveLength(2);
  });

  test('a nomination that nobody answers is sent again, and is in vain after ten seconds', () => {
    const { alice, place, checks, answer } = dialogue();
    alice.agent.start(MODERN, true);
    place.settle(20);
    answer(checks()[0]!);
    place.settle(9900);
    expect(alice.told).toHaveLength(1);
    expect(checks().filter((one) => one.attributes.useCandidate).length).toBe(5);
    place.settle(200);
    expect(alice.told.at(-1)).toMatch(/^failed/);
    expect(statesOf(place, 'alice/audio/ice').slice(-2)).toEqual(['nominating', 'failed']);
  });

  test('both components must have their path, and both nominations their answer', () => {
    const { alice, place, peer } = dialogue({ components: 2 });
    const second = overUdp(place, 'peer', 5001);
    const [port1, port2] = alice.agent.candidates;
    alice.agent.start(
      {
        ...MODERN,
        candidates: [...MODERN.candidates, candidate('host', 'UDP', 2, second.own, null, none)],
      },
      true,
    );
    place.settle(60);
    const reply = (from: typeof peer, to: TransportAddress) => {
      const check = from.heard.at(-1) as StunMessage;
      from.say(
        stun({ ...check, kind: 'response', attributes: {}, integrity: { key: 'secret', term: 'short' } }),
        to,
      );
      place.settle(30);
    };
    reply(peer, port1!);
    expect(peer.heard).toHaveLength(1);
    reply(second, port2!);
    expect([peer.heard.length, second.heard.length]).toEqual([2, 2]);
    reply(second, port2!);
    expect(alice.told).toHaveLength(1);
    reply(peer, port1!);
    expect(alice.told.at(-1)).toMatch(/^connected/);
    expect(alice.selected.map(({ component, to }) => [component, to.port])).toEqual([
      [1, 5000],
      [2, 5001],
    ]);
  });
});

describe('of several that answer', () => {
  /** Alice decides; the peer answers from its ports in the order given. */
  function offered(ports: readonly (readonly [port: number, component: number, priority: number])[]) {
    const { place, alice } = dialogue({ components: 2 });
    const speakers = new Map(ports.map(([port]) => [port, overUdp(place, 'peer', port)]));
    const candidates = ports.map(([port, component, priority]) => ({
      ...candidate('host', 'UDP', component, end(HOMES.peer, port), null, none),
      priority,
    }));
    alice.agent.start({ ...MODERN, candidates }, true);
    place.settle(20 * ports.length + 20);
    return {
      alice,
      place,
      speakers,
      answer: (port: number) => {
        const component = ports.find((one) => one[0] === port)![1];
        const speaker = speakers.get(port)!;
        const check = speaker.heard.findLast((one) => (one as StunMessage).kind === 'request') as StunMessage;
        speaker.say(
          stun({ ...check, kind: 'response', attributes: {}, integrity: { key: 'secret', term: 'short' } }),
          alice.agent.candidates[component - 1],
        );
        place.settle(20);
      },
      nominated: () =>
        ports
          .map(([port]) => port)
          .filter((port) =>
            speakers.get(port)!.heard.some((one) => (one as StunMessage).attributes.useCandidate === true),
          ),
    };
  }

  test('each component takes its best', () => {
    const { answer, nominated, place } = offered([
      [6001, 1, 300],
      [6002, 1, 200],
      [6003, 2, 300],
      [6004, 2, 200],
      [6005, 2, 400],
    ]);
    for (const port of [6002, 6004, 6003, 6001]) answer(port);
    expect(nominated()).toEqual([]);
    // The best of the second component does not answer; the others are not nominated before the time for it is up.
    place.settle(2900);
    expect(nominated()).toEqual([]);
    place.settle(200);
    expect(nominated()).toEqual([6001, 6003]);
  });

  test('what is open for one component holds up no other', () => {
    const { answer, nominated } = offered([
      [6001, 1, 300],
      [6002, 1, 200],
      [6003, 2, 100],
    ]);
    answer(6001);
    answer(6003);
    expect(nominated()).toEqual([6001, 6003]);
  });

  test('one that was learnt from a check counts by its priority, not by when it came', () => {
    const { place, alice, checks, answer, request, port } = dialogue();
    const low = { ...MODERN.candidates[0]!, priority: 1 };
    const never = { ...FAR, priority: 2_130_706_431 };
    const stranger = overUdp(place, 'stranger', 9000);
    alice.agent.start({ ...MODERN, candidates: [low, never] }, true);
    place.settle(100);
    stranger.say(request({ priority: 1000 }), port);
    place.settle(100);
    answer(checks()[0]!);
    const check = stranger.heard.findLast((one) => (one as StunMessage).kind === 'request') as StunMessage;
    stranger.say(stun({ ...check, kind: 'response', integrity: { key: 'secret', term: 'short' } }), port);
    place.settle(4000);
    expect((stranger.heard.at(-1) as StunMessage).attributes.useCandidate).toBe(true);
    expect(checks().some(({ attributes }) => attributes.useCandidate)).toBe(false);
  });

  test('an end that decides does not let the other one nominate', () => {
    const { place, alice, checks, answer, ask, request } = dialogue();
    alice.agent.start(MODERN, true);
    place.settle(20);
    ask(request({ priority: 1, useCandidate: true }));
    answer(checks()[0]!);
    expect(alice.told).toHaveLength(1);
    expect(checks()[1]!.attributes.useCandidate).toBe(true);
  });

  test('when none does but each says no, the end that waits need not wait', () => {
    const { place, alice, checks, answer } = dialogue();
    alice.agent.start(MODERN, false);
    place.settle(20);
    answer(checks()[0]!, { kind: 'error', attributes: {} });
    expect(alice.told.at(-1)).toMatch(/^failed/);
  });

  test('one that says no leaves the others their time', () => {
    const { place, alice, checks, answer } = dialogue();
    alice.agent.start({ ...MODERN, candidates: [...MODERN.candidates, FAR] }, false);
    place.settle(40);
    answer(checks()[0]!, { kind: 'error', attributes: {} });
    expect(alice.told).toHaveLength(1);
    place.settle(20_000);
    expect(alice.told.at(-1)).toMatch(/^failed/);
  });
});

describe('a check that comes in', () => {
  test('is answered with the address that it came from, signed', () => {
    const { ask, request, pwd, ufrag, alice } = dialogue();
    const check = request({ priority: 1, controlling: 'ab'.repeat(8) });
    expect(ask(check)).toEqual([
      {
        protocol: 'stun',
        dialect: 'rfc5389',
        method: 'binding',
        kind: 'response',
        transaction: check.transaction,
        attributes: { xorMapped: PEER, username: `${ufrag}:peer` },
        integrity: { key: pwd, term: 'short' },
      },
    ]);
    expect(alice.told).toHaveLength(1);
  });

  test('in the form of OCS 2007 is for the candidate that it names', () => {
    const { ask, request, alice } = dialogue();
    const { user, password } = alice.agent.describe('draft6').candidates[0]!;
    const check: StunMessage = {
      ...request({ username: `${user}peer` }, password),
      dialect: 'rfc3489',
      transaction: 'ab'.repeat(16),
    };
    expect(ask(check)).toMatchObject([
      {
        dialect: 'rfc3489',
        kind: 'response',
        attributes: { mapped: PEER, username: `${user}peer` },
        integrity: { key: password },
      },
    ]);
    expect(ask({ ...check, attributes: { username: 'nobody' } })[0]!.attributes.error?.code).toBe(436);
    expect(ask({ ...check, integrity: { key: 'guessed', term: 'short' } })[0]!.attributes.error?.code).toBe(
      431,
    );
  });

  test('for nobody here, or wrongly signed, is refused without a signature and changes nothing', () => {
    const { ask, request, place, alice, checks, ufrag } = dialogue();
    alice.agent.start({ ...MODERN, candidates: [FAR] }, false);
    place.settle(20);
    const refusals = [
      ...ask(request({ username: 'peer:somebody' })),
      ...ask(request({ username: ufrag })),
      ...ask({ ...request({}), attributes: {} }),
      ...ask(request({}, 'guessed')),
      ...ask(request({}, null)),
    ];
    expect(refusals.map(({ kind, attributes, integrity }) => [kind, attributes, integrity])).toEqual(
      [
        { code: 436, reason: 'Unknown User' },
        { code: 436, reason: 'Unknown User' },
        { code: 436, reason: 'Unknown User' },
        { code: 431, reason: 'Integrity Check Failure' },
        { code: 431, reason: 'Integrity Check Failure' },
      ].map((error) => ['error', { error }, null]),
    );
    expect(strays(place)).toEqual([
      'a connectivity check for nobody here',
      'a connectivity check for nobody here',
      'a connectivity check for nobody here',
      'a connectivity check with a wrong signature',
      'a connectivity check with a wrong signature',
    ]);
    place.settle(100);
    expect(checks()).toEqual([]);
  });

  test('from an address that nobody told of makes a pair with it, of the priority that it says', () => {
    const { ask, request, place, alice, checks, answer } = dialogue();
    alice.agent.start({ ...MODERN, candidates: [FAR] }, false);
    place.settle(100);
    ask(request({ priority: 12345, useCandidate: true }));
    place.settle(20);
    expect(checks()).toHaveLength(1);
    answer(checks()[0]!);
    expect(alice.told.at(-1)).toMatch(/^connected/);
    expect(alice.selected[0]!.remote).toMatchObject({
      type: 'prflx',
      transport: 'UDP',
      priority: 12345,
      ...PEER,
    });
  });

  test('without a priority in it gets that of its kind; the name tells whose candidate it is', () => {
    const { ask, request, place, alice, checks, answer } = dialogue();
    const own = alice.agent.describe('draft6').candidates[0]!;
    const named = { ...FAR, user: 'peer', password: 'secret' };
    alice.agent.start({ ...OLD, candidates: [FAR, named] }, false);
    place.settle(100);
    ask({
      ...request({ username: `${own.user}peer` }, own.password),
      dialect: 'rfc3489',
      transaction: 'cd'.repeat(16),
    });
    place.settle(20);
    // The check that goes back is for the candidate of that name.
    expect(checks()[0]).toMatchObject({
      attributes: { username: `peer${own.user}` },
      integrity: { key: 'secret' },
    });
    answer(checks()[0]!);
    alice.agent.choose([own.user], ['peer']);
    expect(alice.selected[0]!.remote).toMatchObject({
      priority: priorityOf('prflx', 'UDP', 1),
      user: 'peer',
      password: 'secret',
    });
  });

  test('a dozen addresses are learnt, not more', () => {
    const { place, alice, request, port } = dialogue();
    alice.agent.start({ ...MODERN, candidates: [FAR] }, false);
    place.settle(100);
    const peers = [...Array(20).keys()].map((index) => overUdp(place, 'stranger', 6000 + index));
    for (const peer of peers) peer.say(request({ priority: 1 }), port);
    place.settle(1000);
    const kindsOf = (index: number) => peers[index]!.heard.map((one) => (one as StunMessage).kind);
    expect(peers.map(({ heard }) => heard.some((one) => (one as StunMessage).kind === 'response'))).toEqual(
      Array(20).fill(true),
    );
    expect(kindsOf(11)).toContain('request');
    expect(kindsOf(12)).not.toContain('request');
    // One that is known is checked all the same.
    expect(peers.filter(({ heard }) => heard.length > 1)).toHaveLength(12);
  });

  test('sets off a check back at the next turn, before those that wait', () => {
    const { place, alice, ask, request, checks } = dialogue();
    const far = [...Array(10).keys()].map((index) => ({ ...FAR, port: 7000 + index }));
    const late = { ...MODERN.candidates[0]!, priority: 1 };
    alice.agent.start({ ...MODERN, candidates: [...far, late] }, false);
    place.settle(20);
    ask(request({ priority: 1 }));
    place.settle(31);
    expect(checks()).toHaveLength(1);
  });

  test('after the last turn sets off a check at once, and one that fell silent is tried anew', () => {
    const { place, alice, ask, request, checks } = dialogue();
    alice.agent.start(MODERN, false);
    place.settle(100);
    expect(checks()).toHaveLength(1);
    // Once sent it is left to its answer ...
    ask(request({ priority: 1 }));
    place.settle(100);
    expect(checks()).toHaveLength(1);
    place.settle(500);
    expect(checks()).toHaveLength(2);
    // ... but not when it had to be sent again.
    ask(request({ priority: 1 }));
    place.settle(100);
    expect(checks()).toHaveLength(3);
    expect(checks()[2]!.transaction).not.toBe(checks()[1]!.transaction);
  });

  test('before the other end was described is answered at once, and checked back as soon as it is', () => {
    const { place, alice, ask, request, checks, answer } = dialogue();
    expect(ask(request({ priority: 7, useCandidate: true }))).toHaveLength(1);
    place.settle(1000);
    expect(checks()).toEqual([]);
    alice.agent.start({ ...MODERN, candidates: [] }, false);
    place.settle(20);
    expect(checks()).toHaveLength(1);
    answer(checks()[0]!);
    expect(alice.told.at(-1)).toMatch(/^connected/);
  });

  test('after the path was found is answered, and changes nothing', () => {
    const { place, alice, ask, request, checks, answer } = dialogue();
    alice.agent.start(MODERN, true);
    place.settle(20);
    answer(checks()[0]!);
    answer(checks()[1]!);
    const before = statesOf(place, 'alice/audio/pair/1').length;
    const stranger = overUdp(place, 'stranger', 9000);
    stranger.say(request({ priority: 1 }), alice.agent.candidates[0]);
    place.settle(1000);
    expect(stranger.heard.map((one) => (one as StunMessage).kind)).toEqual(['response']);
    expect(ask(request({ priority: 1 })).map(({ kind }) => kind)).toEqual(['response']);
    expect(statesOf(place, 'alice/audio/pair/1')).toHaveLength(before);
  });

  test.each(['before', 'after'])('nominates when it says so %s the own check came through', (when) => {
    const { place, alice, ask, request, checks, answer } = dialogue();
    const nomination = request({ priority: 1, useCandidate: true });
    alice.agent.start(MODERN, false);
    place.settle(20);
    if (when === 'before') ask(nomination);
    answer(checks()[0]!);
    if (when === 'after') {
      expect(alice.told).toHaveLength(1);
      ask(nomination);
    }
    expect(alice.told.at(-1)).toMatch(/^connected/);
    expect(statesOf(place, 'alice/audio/pair/1').at(-1)).toBe('nominated');
    expect(checks()).toHaveLength(1);
  });

  test('an end that waits is not connected by its own success, and gives up twenty seconds later', () => {
    const { place, alice, checks, answer, ask, request } = dialogue();
    alice.agent.start(MODERN, false);
    place.settle(20);
    answer(checks()[0]!);
    ask(request({ priority: 1 }));
    place.settle(19_900);
    expect(alice.told).toHaveLength(1);
    place.settle(200);
    expect(alice.told.at(-1)).toMatch(/^failed/);
  });
});

describe('other things that come to its port', () => {
  test('are strays: other methods, relays’ messages, answers to nothing', () => {
    const { place, alice, peer, port, request } = dialogue();
    peer.say(stun({ ...request({}), method: 'allocate' }), port);
    peer.say(stun({ ...request({}), dialect: 'ms-turn', transaction: 'ab'.repeat(16) }), port);
    peer.say(words('too soon'), port);
    peer.say(stun({ ...request({}), kind: 'indication' }), port);
    place.settle();
    expect(strays(place)).toEqual(['STUN that was not expected here', 'STUN that was not expected here']);
    expect([alice.heard, peer.heard]).toEqual([[], []]);
  });

  test('a keep-alive goes every 19 s by the path, unsigned, until it is closed; media come in meanwhile', () => {
    const { place, alice, peer, port, checks, answer, sent } = dialogue();
    alice.agent.start(MODERN, true);
    place.settle(20);
    answer(checks()[0]!);
    answer(checks()[1]!);
    const connected = sent().length;
    place.settle(60_000);
    const alive = sent().slice(connected);
    expect(alive.map(({ at }, index) => Math.round(at - (alive[index - 1]?.at ?? at)))).toEqual([
      0, 19_000, 19_000,
    ]);
    expect(alive[0]!.message).toEqual({
      protocol: 'stun',
      dialect: 'rfc5389',
      method: 'binding',
      kind: 'indication',
      transaction: expect.stringMatching(new RegExp(`^${COOKIE}`)) as string,
      attributes: {},
      integrity: null,
    });
    expect(alive[0]!.to).toBe(`${HOMES.peer}:5000`);
    peer.say(words('heard'), port);
    place.settle();
    expect(alice.heard.map(said)).toEqual([5]);
    alice.agent.close();
    place.settle(60_000);
    expect(sent()).toHaveLength(connected + 3);
  });
});
