import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventKind } from '../../../simulator/model/trace.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { IceDialect } from '../../../simulator/protocols/ice/description.ts';
import { pathClass } from '../../../simulator/protocols/ice/description.ts';
import type { Lab } from '../roles/av-lab.ts';
import { said, text, words } from '../roles/av-lab.ts';
import type { End, NatOptions } from './ice-lab.ts';
import { iceEnd, iceLab, only, paths, relayOf, statesOf } from './ice-lab.ts';

/** Tells each end what the other said of itself, and waits until both are done: the first one controls. */
function meet(place: Lab, one: End, two: End, dialect: IceDialect = 'ice2'): void {
  one.agent.start(two.agent.describe(dialect), true);
  two.agent.start(one.agent.describe(dialect), false);
  place.settle(30_000);
}

/** Two people with the same options; when the first one had its path, in milliseconds from the first check. */
function between(who: readonly [string, string], options = {}, nat: NatOptions = {}) {
  const place = iceLab({}, nat);
  const [one, two] = [who[0], who[1]].map((id) => iceEnd(place, id, relayOf(place), options)) as [End, End];
  const begun = place.world.simulation.scheduler.now / 1000;
  meet(place, one, two);
  const at = Number(/connected at (\d+)/.exec(one.told.at(-1)!)?.[1]) - begun;
  return { place, one, two, at };
}

const SYMMETRIC = { mapping: 'address-and-port-dependent' } as const;

describe('the path that is found', () => {
  test('in the open: from host to host, after one check and one nomination', () => {
    const { place, one, two, at } = between(['alice', 'dora']);
    expect([paths(one), paths(two)]).toEqual([['host to host UDP 1'], ['host to host UDP 1']]);
    expect(at).toBe(40);
    expect(statesOf(place, 'alice/audio/ice')).toEqual([
      'new',
      'gathering',
      'gathered',
      'checking',
      'nominating',
      'connected',
    ]);
    expect(statesOf(place, 'dora/audio/ice')).not.toContain('nominating');
  });

  test('behind a NAT: to the host outside, which finds the NAT', () => {
    const { one, two } = between(['carol', 'alice']);
    expect([paths(one), paths(two)]).toEqual([['host to host UDP 1'], ['host to srflx UDP 1']]);
    expect(text(two.selected[0]!.to)).toMatch(/^203\.0\.113\.77:/);
  });

  test('behind two NATs: from NAT to NAT, three seconds after the first success, as better pairs do not answer', () => {
    const { one, two, at } = between(['carol', 'dave']);
    expect([paths(one), paths(two)]).toEqual([['host to srflx UDP 1'], ['host to srflx UDP 1']]);
    expect(at).toBeGreaterThan(3000);
    expect(at).toBeLessThan(3100);
  });

  test('behind two NATs that map anew for each peer: over one relay', () => {
    const { one, two } = between(['carol', 'dave'], {}, SYMMETRIC);
    expect([paths(one), paths(two)]).toEqual([['host to relay UDP 1'], ['relay to prflx UDP 1']]);
    expect(one.selected.map(pathClass)).toEqual(['udp-relay']);
  });

  test('the same where they let anybody in, and each check shows another address: the relay is not crowded out', () => {
    const { one, two } = between(['carol', 'dave'], {}, { ...SYMMETRIC, filtering: 'endpoint-independent' });
    expect([paths(one), paths(two)]).toEqual([['host to relay UDP 1'], ['relay to prflx UDP 1']]);
  });

  test('each component has a path of its own', () => {
    const { one, two } = between(['carol', 'dave'], { components: 2 }, SYMMETRIC);
    expect(paths(one)).toEqual(['host to relay UDP 1', 'host to relay UDP 2']);
    expect(paths(two)).toEqual(['relay to prflx UDP 1', 'relay to prflx UDP 2']);
    expect(new Set(one.selected.map(({ to }) => to.port)).size).toBe(2);
  });

  test('without UDP: over one connection for both components, from host to host or over the relays', () => {
    const tcp = { udp: false, tcpHosts: true, components: 2 };
    const open = between(['alice', 'dora'], tcp);
    expect([paths(open.one), paths(open.two)]).toEqual([
      ['host to host TCP-PASS 1'],
      ['host to prflx TCP-PASS 1'],
    ]);
    const closed = between(['carol', 'dave'], tcp);
    expect([paths(closed.one), paths(closed.two)]).toEqual([
      ['relay to relay TCP-PASS 1'],
      ['relay to relay TCP-PASS 1'],
    ]);
    expect(closed.two.selected.map(pathClass)).toEqual(['tcp-relay']);
  });

  test('reports without a way of their own over UDP make both components go over TCP', () => {
    const place = iceLab();
    const options = { components: 2, tcpHosts: true } as const;
    const [one, two] = [iceEnd(place, 'alice', null, options), iceEnd(place, 'dora', null, options)];
    const without = ({ agent }: End) =>
      only(agent.describe('ice2'), ({ transport, component }) => transport !== 'UDP' || component === 1);
    one.agent.start(without(two), true);
    two.agent.start(without(one), false);
    place.settle(30_000);
    expect(paths(one)).toEqual(['host to host TCP-PASS 1']);
    one.agent.send(2, words('report'));
    place.settle();
    expect(two.heard.map(said)).toEqual([6]);
  });

  test('none: both ends say so, after ten seconds the one that decides, after twenty the one that waits', () => {
    const place = iceLab();
    const [one, two] = [iceEnd(place, 'carol', null), iceEnd(place, 'dave', null)];
    const begun = place.world.simulation.scheduler.now / 1000;
    meet(place, one, two);
    expect(one.told.at(-1)).toBe(`failed at ${begun + 10_000} ms`);
    expect(two.told.at(-1)).toBe(`failed at ${begun + 20_000} ms`);
    expect(statesOf(place, 'carol/audio/ice').at(-1)).toBe('failed');
    expect(statesOf(place, 'carol/audio/pair/1')).toEqual(['waiting', 'in progress', 'failed']);
    expect([one.agent.steady, one.agent.send(1, words('one'))]).toEqual([false, null]);
  });
});

describe('media', () => {
  const behaviour = fc.constantFrom(
    'endpoint-independent' as const,
    'address-dependent' as const,
    'address-and-port-dependent' as const,
  );
  const person = fc.constantFrom('alice', 'carol', 'dave', 'dora');

  test('whoever the two are and however their NATs map: what one says by its path is heard at the other end', () => {
    fc.assert(
      fc.property(
        fc.tuple(person, person).filter(([a, b]) => a !== b),
        fc.record({ mapping: behaviour, filtering: behaviour }),
        fc.record({
          udp: fc.boolean(),
          tcpHosts: fc.boolean(),
          components: fc.constantFrom(1 as const, 2 as const),
        }),
        (who, nat, options) => {
          const { place, one, two } = between(who, options, nat);
          expect(one.told.at(-1)).toMatch(/^connected/);
          expect(two.told.at(-1)).toMatch(/^connected/);
          expect(one.selected.map(pathClass)).toEqual(two.selected.map(pathClass));
          for (const component of one.selected.map((path) => path.component)) {
            one.agent.send(component, words('a'.repeat(component)));
            two.agent.send(component, words('b'.repeat(component + 2)));
          }
          place.settle(1000);
          const components = one.selected.map((path) => path.component);
          expect(two.heard.map(said).sort()).toEqual(components);
          expect(one.heard.map(said).sort()).toEqual(components.map((component) => component + 2));
        },
      ),
      { numRuns: 30 },
    );
  });

  test('a component without a path of its own goes with the first', () => {
    const { place, one, two } = between(['alice', 'dora']);
    one.agent.send(2, words('report'));
    place.settle();
    expect(two.heard.map(said)).toEqual([6]);
  });

  test('travels packet for packet the same way over UDP, over a relay once that knows where to', () => {
    expect(between(['alice', 'dora']).one.agent.steady).toBe(true);
    const relayed = between(['carol', 'dave'], {}, SYMMETRIC);
    expect([relayed.one.agent.steady, relayed.two.agent.steady]).toEqual([true, true]);
    expect(between(['carol', 'dave'], { udp: false }).one.agent.steady).toBe(false);
    expect(between(['alice', 'dora'], { udp: false, tcpHosts: true }).one.agent.steady).toBe(false);
  });

  test('is thrown away by an end that has no path yet, or that was closed', () => {
    const place = iceLab();
    const [one, two] = [iceEnd(place, 'alice', null), iceEnd(place, 'dora', null)];
    one.agent.start(two.agent.describe('ice2'), true);
    place.settle();
    two.agent.start(
      only(one.agent.describe('ice2'), () => false),
      false,
    );
    meet(place, one, two);
    expect(one.told.at(-1)).toMatch(/^connected/);
    one.agent.send(1, words('one'));
    two.agent.close();
    place.settle();
    one.agent.send(1, words('two'));
    place.settle(500);
    expect(two.heard).toEqual([]);
  });
});

describe('the form of OCS 2007', () => {
  /** Names as the last offer has them: of the end that chose, and of the other. */
  function chosen({ selected }: End) {
    return {
      others: selected.map(({ local }) => local.user),
      own: selected.map(({ remote }) => remote.user),
    };
  }

  test('the end that decides is done without a nomination, the other when it hears of the choice', () => {
    const place = iceLab();
    const options = { components: 2 } as const;
    const [one, two] = [iceEnd(place, 'carol', null, options), iceEnd(place, 'alice', null, options)];
    meet(place, one, two, 'draft6');
    expect(paths(one)).toEqual(['host to host UDP 1', 'host to host UDP 2']);
    expect(statesOf(place, 'carol/audio/ice')).not.toContain('nominating');
  });

  test('a choice is taken before the time for checks is up, of what works if it can be', () => {
    const place = iceLab();
    const options = { components: 2 } as const;
    const [one, two] = [
      iceEnd(place, 'carol', relayOf(place), options),
      iceEnd(place, 'alice', relayOf(place), options),
    ];
    one.agent.start(two.agent.describe('draft6'), true);
    two.agent.start(one.agent.describe('draft6'), false);
    place.settle(1000);
    const { own, others } = chosen(one);
    two.agent.choose(['nobody'], others);
    two.agent.choose(own, ['nobody']);
    expect(two.told).toHaveLength(1);
    two.agent.choose(own, others);
    expect(paths(two)).toEqual(['host to srflx UDP 1', 'host to srflx UDP 2']);
    // It is settled: another choice changes nothing.
    two.agent.choose(own, others);
    expect(two.told).toHaveLength(2);
  });
});

test('a choice falls on what works, where two of the other’s addresses have the name that was chosen', () => {
  const place = iceLab();
  const [one, two] = [iceEnd(place, 'carol', relayOf(place)), iceEnd(place, 'alice', relayOf(place))];
  // Behind its NAT the other's port has two addresses, of which only that of the NAT can be reached.
  one.agent.start(two.agent.describe('draft6'), true);
  two.agent.start(one.agent.describe('draft6'), false);
  place.settle(1000);
  const { local, remote } = one.selected[0]!;
  two.agent.choose([remote.user], [local.user]);
  expect(paths(two)).toEqual(['host to srflx UDP 1']);
  expect(two.selected).toHaveLength(1);
});

test('checks that were only tried in hope harmed nobody; those from relay to relay did', () => {
  const { place, one } = between(['carol', 'dave'], {}, SYMMETRIC);
  const reader = new TraceReader(place.world.simulation.trace.finish());
  const { events, actors, nodes } = reader.trace;
  const waived = [...events.kind.keys()]
    .filter((event) => events.kind[event] === EventKind.waive && nodes[events.node[event]!]!.id === 'carol')
    .map((event) => events.packet[events.a[event]!]!)
    .map((packet) => text({ address: reader.tuple(packet).dst, port: 0 }));
  const pairs = actors
    .filter(({ id }) => id.startsWith('carol/audio/pair/'))
    .map(({ id }) => statesOf(place, id).at(-1));
  expect(one.told.at(-1)).toMatch(/^connected/);
  // To both of the other's own addresses: from the port, and over the relay.
  expect(waived).toEqual(['192.168.2.5:0', '203.0.113.88:0', '198.51.100.30:0', '198.51.100.30:0']);
  expect(pairs.filter((state) => state === 'nominated')).toHaveLength(1);
});
