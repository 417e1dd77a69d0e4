import { describe, expect, test } from 'vitest';
import { singleRows } from '../../simulator/analysis/matrix.ts';
import { explain } from '../../simulator/analysis/explain.ts';
import { builtinDesign } from '../../simulator/designs/registry.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { Run } from '../../simulator/model/run.ts';
import { EventKind } from '../../simulator/model/trace.ts';
import { run } from '../../simulator/run.ts';
import { closed, closuresOf, findingOf, runOne } from './designs.ts';

const reference = builtinDesign('reference-1');
const two = builtinDesign('reference-2');
const single = builtinDesign('one-address');

/** What each feature comes to, by its id. */
function statuses(result: Run): Record<string, string> {
  return Object.fromEntries(result.features.map(({ feature, finding }) => [feature.id, finding.status]));
}

const rulesOf = (design: Design) =>
  design.firewalls.flatMap((firewall) => firewall.rules.map((rule) => rule.id));
const expected = statuses(run(reference));

test.each(['reference-2', 'one-address'])('%s: all works that works with a single Edge', (id) => {
  const result = run(builtinDesign(id));
  expect(statuses(result)).toEqual(expected);
  expect(result.features.filter(({ finding }) => finding.status !== 'works')).toEqual([]);
});

test('ocs-2007-partner: a Lync 2010 partner is what it lacks, and nothing else', () => {
  const { features } = run(builtinDesign('ocs-2007-partner'));
  for (const { finding } of features.filter((one) => one.finding.status !== 'works'))
    expect(finding.lacks).toBe('This design has no partner that runs Lync Server 2010.');
  expect(findingOf({ features } as Run, 'federation-im-lync2010').status).toBe('broken');
  expect(findingOf({ features } as Run, 'federation-im-ocs2007').status).toBe('works');
});

test.each(['reference-2', 'one-address', 'ocs-2007-partner'])('%s has the rows of the reference', (id) => {
  expect(rulesOf(builtinDesign(id))).toEqual(rulesOf(reference));
});

/** The Edges at which packets of a feature arrived, in the order of their first. */
function edgesOf(design: Design, feature: string, seed: number): string[] {
  const { trace } = runOne(design, feature, { seed });
  const arrivals = [...trace.events.kind.keys()].filter(
    (event) => trace.events.kind[event] === EventKind.deliver,
  );
  const nodes = arrivals.map((event) => trace.nodes[trace.events.node[event]!]!.id);
  return [...new Set(nodes)].filter((id) => id === 'edge' || id === 'edge-2');
}

describe('two Edges', () => {
  /** Two relays of one pool meet outside of it: what leads from Edge to Edge now matters to the own people too. */
  const BETWEEN_NODES: Readonly<Record<string, readonly string[]>> = {
    E7: ['sharing-remote-internal', 'file-transfer-remote-internal'],
  };

  /** What each feature comes to with each rule closed. */
  const costsOf = (design: Design) => {
    const matrix = closuresOf(design);
    const ids = matrix.features.map(({ feature }) => feature.id);
    return new Map(
      singleRows(matrix).map(({ faults: [closed], cells }) => [
        closed!.id,
        Object.fromEntries(cells.map(({ outcome }, at) => [ids[at]!, outcome.status])),
      ]),
    );
  };
  const [withOne, withTwo] = [costsOf(reference), costsOf(two)];

  test.each(rulesOf(two))('%s closed costs what it costs with one', (rule) => {
    const more = Object.fromEntries((BETWEEN_NODES[rule] ?? []).map((id) => [id, 'broken']));
    expect(withTwo.get(rule)).toEqual({ ...withOne.get(rule), ...more });
  });

  test('people come in over either, and what the pool sends finds the one that has their connection', () => {
    const seeds = Array.from({ length: 10 }, (_, index) => index + 1);
    for (const seed of seeds) expect(runOne(two, 'remote-im', { seed }).finding.status).toBe('works');
    const used = seeds.map((seed) => edgesOf(two, 'remote-im', seed).sort().join(' '));
    expect(new Set(used)).toEqual(new Set(['edge edge-2']));
  });

  test('configuration and web conferencing reach both', () => {
    expect(edgesOf(two, 'cms-replication', 1).sort()).toEqual(['edge', 'edge-2']);
    expect(edgesOf(two, 'web-conferencing', 1).sort()).toEqual(['edge', 'edge-2']);
  });

  test.each(['edge', 'edge-2'])('%s down: signing in, messages and partners go over the other', (host) => {
    const off = { at: 0, change: { kind: 'host', host, power: 'off' } } as const;
    const only = ['remote-sign-in', 'remote-im', 'conference-join-anonymous', 'federation-im-lync2010'];
    const result = run(two, { interventions: [off], only });
    expect(statuses(result)).toEqual(Object.fromEntries(only.map((id) => [id, 'works'])));
    expect(
      findingOf(run(two, { interventions: [off], only: ['cms-replication'] }), 'cms-replication'),
    ).toMatchObject({ status: 'broken' });
  });

  test('a node that is down does not hold up web conferences at the pool', () => {
    const off = { at: 0, change: { kind: 'host', host: 'edge', power: 'off' } } as const;
    const { finding } = runOne(two, 'web-conferencing', { interventions: [off] });
    // The client takes the first address that it is given, and has no other.
    expect(finding.because.map(({ text }) => text)).toEqual(['Edge 1 is down: TCP 443 reached nobody.']);
  });

  test('a partner answers over another node than the one that it was asked by', () => {
    // The first answer of each scene names the nodes in the order of the records: here not that of the public DNS.
    const crossed = {
      ...two,
      hosts: two.hosts.map((host) =>
        host.id !== 'internal-dns'
          ? host
          : {
              ...host,
              roles: host.roles.map((role) => ({
                ...role,
                records: [...(role['records'] as unknown[])].reverse(),
              })),
            },
      ),
    };
    expect(edgesOf(crossed, 'federation-im-lync2010', 1).sort()).toEqual(['edge', 'edge-2']);
    expect(runOne(crossed, 'federation-im-lync2010').finding.status).toBe('works');
  });

  test('a public address is told by whose it is', () => {
    const shut = closed(two, 'E3');
    const { chains } = explain(runOne(shut, 'remote-sign-in'), shut);
    const told = chains.flatMap(({ steps }) => steps.map(({ text }) => text));
    expect(told.filter((text) => /Alice sends TCP SYN to Edge [12], port 443/.test(text))).not.toEqual([]);
  });

  test('the partner sees public addresses only', () => {
    const { trace } = runOne(two, 'federation-im-lync2010');
    const partner = trace.nodes.findIndex(({ id }) => id === 'fabrikam-edge');
    const translated = new Set<number>();
    trace.events.kind.forEach((kind, event) => {
      if (kind === EventKind.translate) translated.add(trace.events.packet[event]!);
    });
    const fromOutside = [...trace.events.kind.keys()].filter((event) => {
      const packet = trace.events.packet[event]!;
      return (
        trace.events.kind[event] === EventKind.deliver &&
        trace.events.node[event] === partner &&
        trace.nodes[trace.events.node[trace.packets.sent[packet]!]!]!.id.startsWith('edge')
      );
    });
    expect(fromOutside.length).toBeGreaterThan(10);
    for (const event of fromOutside) expect(translated).toContain(trace.events.packet[event]);
  });
});

describe('one address', () => {
  test('E3 and E4 are one opening: signing in falls only with both', () => {
    expect(runOne(closed(single, 'E3'), 'remote-sign-in').finding.status).toBe('works');
    const { finding } = runOne(closed(single, 'E3', 'E4'), 'remote-sign-in');
    expect(finding.status).toBe('broken');
    expect(finding.because[0]!.text).toContain('no rule for TCP 5061 to 10.45.16.10. E3 would let it in');
  });

  test('where only port 443 leads out, nobody signs in', () => {
    const design = {
      ...single,
      firewalls: single.firewalls.map((firewall) =>
        firewall.id !== 'external'
          ? firewall
          : { ...firewall, rules: firewall.rules.filter(({ dport }) => dport !== '5061') },
      ),
    };
    expect(runOne(design, 'remote-sign-in').finding.status).toBe('broken');
  });
});
