import { describe, expect, test } from 'vitest';
import { builtinDesign } from '../../simulator/designs/registry.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { FeatureRun } from '../../simulator/model/run.ts';
import { EventKind } from '../../simulator/model/trace.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import { exposure, neededRules } from '../../simulator/analysis/needs.ts';
import { innermost } from '../../simulator/protocols/registry.ts';
import { header } from '../../simulator/protocols/sip/headers.ts';
import type { SipMessage } from '../../simulator/protocols/sip/message.ts';
import { run } from '../../simulator/run.ts';
import { closed, designWith, runOne } from './designs.ts';

const reference = designWith();

/** The bits of ICEWarn that somebody's client took down, and what became of the packets that show them. */
function warnings({ trace }: FeatureRun, host: string): Map<number, string | null> {
  const reader = new TraceReader(trace);
  const found = new Map<number, string | null>();
  for (const [event, kind] of trace.events.kind.entries())
    if (kind === EventKind.warn && reader.node(trace.events.node[event]!).id === host) {
      const packet = trace.events.a[event]!;
      found.set(trace.events.b[event]!, packet < 0 ? null : reader.disposition(packet).id);
    }
  return found;
}

/** Headers ms-client-diagnostics of a run. */
function clientDiagnostics({ trace }: FeatureRun): string[] {
  const told = trace.messages
    .map((message) => innermost(message))
    .filter((message): message is SipMessage => message.protocol === 'sip')
    .flatMap((message) => (message.kind === 'keep-alive' ? [] : [header(message, 'ms-client-diagnostics')]));
  return [...new Set(told.filter((one) => one !== undefined))];
}

function seen({ trace }: FeatureRun): string[] {
  return [...trace.events.kind.entries()]
    .filter(([, kind]) => kind === EventKind.see)
    .map(([event]) => trace.strings[trace.events.a[event]!]!);
}

const withRules = (design: Design, change: (rule: Design['firewalls'][0]['rules'][0]) => object): Design => ({
  ...design,
  firewalls: design.firewalls.map((firewall) => ({
    ...firewall,
    rules: firewall.rules.map((rule) => ({ ...rule, ...change(rule) })),
  })),
});

test.each(['reference-1', 'reference-2', 'one-address', 'two-edge-pools'])(
  '%s: all 39 features work',
  (id) => {
    const { features } = run(builtinDesign(id));
    expect(features).toHaveLength(39);
    for (const { feature, finding } of features) expect(finding.status, feature.id).toBe('works');
  },
);

test('UDP 3478 closed: Allocates go unanswered, the call comes up by the TCP relay, later than else', () => {
  const before = runOne(reference, 'av-remote-internal');
  const after = runOne(closed(reference, 'E12'), 'av-remote-internal');
  expect(before.finding).toMatchObject({ status: 'works', path: 'udp-relay' });
  expect(after.finding).toMatchObject({ status: 'degraded', path: 'tcp-relay' });
  expect(after.finding.seconds).toBeGreaterThan(before.finding.seconds + 1);
  expect(warnings(after, 'alice-pc').get(0x2)).toBe('dropped');
  expect(warnings(after, 'alice-pc').has(0x8)).toBe(false);
  expect(clientDiagnostics(after)).toEqual([]);
  expect(seen(after).some((text) => text.includes('Media go over TCP'))).toBe(true);
});

test('3478 and 443 to the A/V Edge closed: no relay, no path, diagnostics 23; messages go on', () => {
  const result = run(closed(reference, 'E12', 'E13'), { only: ['av-remote-internal', 'remote-im'] });
  const [im, call] = [result.features[0]!, result.features[1]!];
  expect(im.finding.status).toBe('works');
  expect(call.finding).toMatchObject({ status: 'broken', reached: true, path: null });
  const bits = warnings(call, 'alice-pc');
  for (const bit of [0x1, 0x2, 0x8]) expect(bits.get(bit), `bit ${bit}`).toBe('dropped');
  const mask = [...bits.keys()].reduce((sum, bit) => sum | bit, 0);
  const [told] = clientDiagnostics(call);
  expect(told).toMatch(
    /^23;reason="Call failed to establish due to a media connectivity failure when one end/,
  );
  expect(told).toContain(`ICEWarn=0x${mask.toString(16)}`);
});

test.each([
  ['av-remote-internal', 'reference-1', 23],
  ['av-remote-remote', 'reference-1', 24],
  ['federation-av-lync2010', 'reference-1', 25],
])('%s without credentials: who is where decides the number', (feature, design, number) => {
  const broken = runOne(closed(builtinDesign(design), 'I5'), feature);
  expect(broken.finding.status).toBe('broken');
  if (feature !== 'av-remote-remote' || broken.finding.path === null)
    for (const told of clientDiagnostics(broken)) expect(told).toMatch(new RegExp(`^${number};`));
  expect(clientDiagnostics(broken)).not.toEqual([]);
});

test('a relay never turns UDP into TCP: one port of each kind open is no path', () => {
  // Outside only TCP 443, inside only UDP 3478: "one port of each" is open.
  const outsideTcp = runOne(closed(reference, 'E12', 'I7'), 'av-remote-internal');
  const outsideUdp = runOne(closed(reference, 'E13', 'I6'), 'av-remote-internal');
  for (const one of [outsideTcp, outsideUdp]) expect(one.finding.status).toBe('broken');
});

describe('what people hear', () => {
  /** The accounts of the first call: packets heard, lost, too late, and jitter in ms, for both ends. */
  const accounts = (design: Design) => {
    const { trace } = runOne(design, 'av-remote-internal');
    const lines = trace.strings
      .map((text) =>
        /(\d+) packets sent, (\d+) heard, (\d+) lost, (\d+) too late, jitter ([\d.]+)/.exec(text),
      )
      .filter((match) => match !== null);
    return lines.slice(0, 2).map(([, sent, heard, lost, late, jitter]) => ({
      sent: Number(sent),
      heard: Number(heard),
      lost: Number(lost),
      late: Number(late),
      jitter: Number(jitter),
    }));
  };

  test('on a clean network everything, in time', () => {
    for (const one of accounts(reference)) expect(one).toMatchObject({ lost: 0, late: 0, jitter: 0 });
  });

  test('delays that vary are heard as jitter', () => {
    for (const one of accounts(designWith({ 'zones.internet.jitter_ms': 40 }))) {
      expect(one.jitter).toBeGreaterThan(5);
      expect(one.late).toBe(0);
    }
  });

  test('what the Internet loses is gone over UDP, and holds up what follows over TCP', () => {
    const lossy = designWith({ 'zones.internet.loss': 0.05 });
    for (const { heard, lost, late } of accounts(lossy)) {
      expect(lost / (heard + lost)).toBeGreaterThan(0.02);
      expect(lost / (heard + lost)).toBeLessThan(0.1);
      expect(late).toBe(0);
    }
    const tcp = closed(lossy, 'E12');
    for (const { heard, lost, late } of accounts(tcp)) {
      expect(lost).toBe(0);
      expect(late / heard).toBeGreaterThan(0.2);
    }
    expect(seen(runOne(tcp, 'av-remote-internal')).join(' ')).toContain('was lost or came too late');
  });
});

describe('outcomes follow the design', () => {
  const roles = reference.hosts.find((one) => one.id === 'edge')!.roles.map((one) => one.role);
  const path = `hosts.edge.roles.${roles.indexOf('av-edge')}.external.udpPort`;

  test('the UDP port moved in the design alone: calls fall back to TCP; with the rule they are green', () => {
    const design = designWith({ [path]: 3479 });
    expect(runOne(design, 'av-remote-internal').finding).toMatchObject({
      status: 'degraded',
      path: 'tcp-relay',
    });
    const withRule = withRules(design, (rule) => (rule.id === 'E12' ? { dport: '3479' } : {}));
    expect(runOne(withRule, 'av-remote-internal').finding).toMatchObject({
      status: 'works',
      path: 'udp-relay',
    });
  });

  test('names of rules mean nothing', () => {
    const renamed = withRules(closed(reference, 'E12'), (rule) => ({ id: `row-${rule.id}` }));
    expect(runOne(renamed, 'av-remote-internal').finding).toMatchObject({
      status: 'degraded',
      path: 'tcp-relay',
    });
  });
});

describe('between two Edges', () => {
  const ports = (feature: string, ...off: string[]) => {
    const { trace } = runOne(closed(reference, ...off), feature);
    const flows = new Set<string>();
    for (const [packet, src] of trace.packets.src.entries()) {
      const p = trace.packets;
      if (src !== 0x0a2d101e && p.dst[packet] !== 0x0a2d101e) continue;
      if (p.protocol[packet] !== 17 || p.disposition[packet] !== 1 || p.count[packet] === 1) continue;
      flows.add(`${range(p.sport[packet]!)}-${range(p.dport[packet]!)}`);
    }
    return [...flows].sort();
  };
  const range = (port: number) => (port >= 50000 && port <= 59999 ? '50K' : String(port));

  test.each([
    ['federation-av-lync2010', '3478-3478'],
    ['federation-av-ocs2007r2', '3478-3478'],
    ['public-av-wlm', '3478-3478'],
    ['hosted-exchange-um', '3478-3478'],
    ['federation-av-ocs2007', '50K-50K'],
  ])('%s: media from %s', (feature, flow) => {
    expect(ports(feature)).toEqual([flow]);
  });

  test('3478 closed both ways: the partner looks like one of OCS 2007', () => {
    expect(ports('federation-av-lync2010', 'E11', 'E12')).toEqual(['50K-50K']);
    const without = runOne(closed(reference, 'E11', 'E12', 'E8', 'E10'), 'federation-av-lync2010');
    expect(without.finding).toMatchObject({ status: 'degraded', path: 'tcp-relay' });
    const nothing = runOne(
      closed(reference, 'E11', 'E12', 'E8', 'E10', 'E7', 'E9', 'E13'),
      'federation-av-lync2010',
    );
    expect(nothing.finding.status).toBe('broken');
    const told = nothing.finding.because.map((cause) => cause.text).join(' ');
    for (const rule of ['E7', 'E8', 'E11']) expect(told).toContain(`${rule} would let it`);
  });

  test('TCP: either side may open the connection, from 50,000-59,999 to 443', () => {
    for (const off of [['E7'], ['E13']])
      expect(runOne(closed(reference, ...off), 'federation-sharing-lync2010').finding.status).toBe('works');
    expect(runOne(closed(reference, 'E7', 'E13'), 'federation-sharing-lync2010').finding.status).toBe(
      'broken',
    );
  });

  test('what a partner needs follows from what it runs', () => {
    const needs = (design: Design, feature: string) => {
      const rules = neededRules(runOne(design, feature), design);
      return {
        ids: rules.map(({ rule }) => rule.id).filter((id) => /^E([789]|1[0-3])$/.test(id)),
        open: exposure(rules.filter((one) => one.firewall === 'external').map((one) => one.rule)),
      };
    };
    const lync = needs(reference, 'federation-av-lync2010');
    const old = needs(builtinDesign('ocs-2007-partner'), 'federation-av-ocs2007');
    for (const id of ['E8', 'E9', 'E10']) {
      expect(lync.ids).not.toContain(id);
      expect(old.ids).toContain(id);
    }
    expect(lync.open.tcp + lync.open.udp).toBeLessThan(10);
    expect(old.open).toEqual({ tcp: 10_001, udp: 10_000 });
  });
});

describe('two Edge pools of one company', () => {
  const pools = builtinDesign('two-edge-pools');

  test('media of the second site go from Edge to Edge, over 3478', () => {
    const { trace, finding } = runOne(pools, 'av-remote-internal');
    expect(finding.path).toBe('udp-relay');
    const [first, second] = [0x0a2d101e, 0x0a2d111e];
    const { src, dst, sport, dport, count } = trace.packets;
    const streams = [...count.keys()].filter(
      (packet) => count[packet]! > 1 && (src[packet] === first || dst[packet] === first) && dst[packet] !== 0,
    );
    const between = streams.filter((packet) => src[packet] === second || dst[packet] === second);
    expect(between.length).toBeGreaterThan(0);
    for (const packet of between) expect([sport[packet], dport[packet]]).toEqual([3478, 3478]);
  });

  test('3478 closed between them at both: 50,000-59,999 or TCP; that closed too: no path', () => {
    const udp = ['E11', 'E11-2', 'E12-2'];
    const range = ['E8', 'E10', 'E8-2', 'E10-2'];
    const tcp = ['E7', 'E9', 'E7-2', 'E9-2', 'E13-2'];
    expect(runOne(closed(pools, ...udp, ...range), 'av-remote-internal').finding).toMatchObject({
      status: 'degraded',
      path: 'tcp-relay',
    });
    const nothing = runOne(closed(pools, ...udp, ...range, ...tcp), 'av-remote-internal');
    expect(nothing.finding.status).toBe('broken');
    expect(nothing.finding.because.map((cause) => cause.text).join(' ')).toContain('E11');
  });
});

describe('two Edges of one pool', () => {
  const two = builtinDesign('reference-2');
  /** Alice shares with Carol, both outside, each over a node of their own. */
  const carolInside = (design: Design): Design => ({
    ...design,
    people: design.people.map((one) => (one.id === 'carol' ? { ...one, plays: 'internal' as const } : one)),
  });
  const hairpin = (on: boolean): Design => ({
    ...two,
    firewalls: two.firewalls.map((one) => (one.id === 'external' ? { ...one, hairpin: on } : one)),
  });

  test('sharing between two remote people fails without hairpin, and says why', () => {
    const shared = runOne(carolInside(hairpin(false)), 'sharing-remote-internal');
    expect(shared.finding.status).toBe('broken');
    expect(clientDiagnostics(shared)[0]).toMatch(/^24;/);
    expect(shared.finding.because.map((cause) => cause.text).join(' ')).toContain('no hairpin');
    expect(warnings(shared, 'alice-pc').has(0x200)).toBe(true);
    expect(runOne(carolInside(hairpin(true)), 'sharing-remote-internal').finding.status).toBe('works');
    // Sound needs no Edge between two homes.
    expect(runOne(hairpin(false), 'av-remote-remote').finding).toMatchObject({
      status: 'works',
      path: 'direct',
    });
  });

  test('a node that is dead is passed over: the relay comes from the other', () => {
    const off = { at: 470_000, change: { kind: 'host', host: 'edge', power: 'off' } } as const;
    const { finding, trace } = runOne(two, 'av-remote-internal', { interventions: [off] });
    expect(finding).toMatchObject({ status: 'works', path: 'udp-relay' });
    const reader = new TraceReader(trace);
    const lost = [...trace.packets.dport.keys()].filter(
      (packet) => trace.packets.dport[packet] === 3478 && reader.disposition(packet).id === 'host-down',
    );
    expect(lost.length).toBeGreaterThan(0);
  });
});
