import { describe, expect, test } from 'vitest';
import { badness, needsOf, pairRows, singleRows } from '../../simulator/analysis/matrix.ts';
import { builtinDesign } from '../../simulator/designs/registry.ts';
import { featureName } from '../../simulator/model/feature-names.ts';
import { formatFlow } from '../../simulator/model/packet.ts';
import type { Design } from '../../simulator/model/design.ts';
import { toSeconds } from '../../simulator/model/time.ts';
import { EventKind } from '../../simulator/model/trace.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import { matrixReport } from '../../simulator/reports/kinds/matrix/matrix.ts';
import { summaryReport } from '../../simulator/reports/kinds/summary.ts';
import { requestForm } from '../../simulator/reports/kinds/request-form/request-form.ts';
import { reviewReport } from '../../simulator/reports/kinds/review.ts';
import type { Report, Table } from '../../simulator/reports/report.ts';
import { textOf } from '../../simulator/reports/report.ts';
import { run } from '../../simulator/run.ts';
import { matrixOf, sweepFeature } from '../../simulator/sweep/sweep.ts';
import { closed, designWith, plain } from './designs.ts';

/** One that falls back, one that needs a fallback of two rules, one of one rule, one of the old partner. */
const SOME = ['av-remote-internal', 'federation-sharing-lync2010', 'http-redirect', 'federation-av-ocs2007'];

function swept(design: Design, depth: 1 | 2, features: readonly string[] = SOME) {
  const plan = { design, interventions: [], seed: 1, features, kinds: ['rule'], depth };
  const sweeps = plan.features.map((feature) => sweepFeature(plan, feature));
  return { ...plan, matrix: matrixOf(plan, sweeps) };
}

const design = builtinDesign();
const whole = swept(design, 2);

const tables = ({ sections }: Report, title: string): Table[] =>
  sections
    .filter((section) => section.title.includes(title))
    .flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'table'));
/** Rows of a table as objects by the ids of their columns. */
const rowsOf = ({ columns, rows }: Table) =>
  rows.map((row) => Object.fromEntries(columns.map(({ id }, index) => [id, textOf(row[index]!)])));
const words = (report: Report) => JSON.stringify(report.sections);

describe('the firewall request form', () => {
  const form = requestForm.build(whole);
  const rows = rowsOf(form.main);

  test("its totals equal the article's tables", () => {
    // Firewall, direction, protocol and ports of each row, as the article's two tables have them.
    const article = `
      external  out tcp 80, udp 53, tcp 5061, tcp any, udp any, udp 3478
      external  in  tcp 443, tcp 5061, tcp 443, tcp 50000-59999, udp 50000-59999, udp 3478, tcp 443, tcp 80, tcp 443
      internal  in  tcp 5061, tcp 8080, tcp 4443
      internal  out tcp 5061, tcp 4443, tcp 8057, tcp 5062, udp 3478, tcp 443`;
    const asked = article
      .trim()
      .split('\n')
      .flatMap((line) => {
        const [, firewall, direction, ports] = /(\w+) +(\w+) +(.*)/.exec(line)!;
        return ports!.split(', ').map((port) => `${firewall!} ${direction!} ${port}`);
      });
    const found = rows.map(
      (row) =>
        `${row['firewall']!.split(' ')[0]!.toLowerCase()} ${row['direction']} ${row['protocol']!.split(' ')[0]!.toLowerCase()} ${row['port']}`,
    );
    expect(found.sort()).toEqual(asked.sort());
    const totals = rowsOf(tables(form, 'Totals')[0]!);
    const total = (firewall: string, direction: string, protocol: string) =>
      totals.find(
        (row) =>
          row['firewall'] === firewall && row['direction'] === direction && row['protocol'] === protocol,
      )!['rules'];
    for (const [firewall, id] of [
      ['External firewall', 'external'],
      ['Internal firewall', 'internal'],
    ] as const) {
      const own = asked.filter((one) => one.startsWith(id));
      expect(total(firewall, 'all', 'all')).toBe(String(own.length));
      for (const direction of ['in', 'out'])
        for (const protocol of ['TCP', 'UDP']) {
          const count = own.filter((one) =>
            one.startsWith(`${id} ${direction} ${protocol.toLowerCase()}`),
          ).length;
          if (count > 0) expect(total(firewall, direction, protocol)).toBe(String(count));
        }
    }
  });

  test('directions stand in both vocabularies', () => {
    const of = (id: string) => rows.find((row) => row['rule'] === id)!;
    expect(of('E12')).toMatchObject({
      source: 'any (Internet)',
      destination: '10.45.16.30 (Edge, A/V)',
      direction: 'in',
      interface: 'inbound on the external interface (Internet)',
    });
    expect(of('I2')).toMatchObject({
      source: '192.168.10.90 (Front end 1), 192.168.10.91 (Front end 2)',
      destination: '172.25.33.10 (Edge, Inside)',
      direction: 'out',
      interface: 'inbound on the internal interface (Corporate)',
    });
    expect(of('E7')).toMatchObject({
      'source-port': '50000-59999',
      port: 'any',
      destination: 'any (Internet)',
    });
  });

  test('what fails without a rule is what the sweep found, alone or as a fallback', () => {
    const needs = needsOf(whole.matrix);
    const kinds = new Set<string>();
    for (const row of rows) {
      const { need, features } = needs.get(row['rule']!)!;
      const without = row['without']!;
      kinds.add(need);
      expect(without.startsWith('Nothing')).toBe(need !== 'needed');
      if (need === 'unneeded') expect(without).toBe('Nothing, as far as pairs tell');
      if (need === 'fallback') {
        const others = pairRows(whole.matrix).filter(
          ({ faults, cells }) =>
            faults.some(({ id }) => id === row['rule']) && cells.some(({ emerges }) => emerges),
        );
        for (const { faults } of others)
          for (const { id } of faults) if (id !== row['rule']) expect(without).toContain(id);
      }
      for (const { feature } of whole.matrix.features)
        if (features.includes(feature.id)) expect(without).toMatch(named(feature));
    }
    expect([...kinds].sort()).toEqual(['fallback', 'needed', 'unneeded']);
  });

  test('its evidence is in the trace: that packet, at that time, let through by that rule', () => {
    const result = run(design, { only: SOME });
    const shown = rows.filter((row) => row['evidence']!.includes('packet'));
    expect(shown.length).toBeGreaterThan(10);
    for (const row of shown) {
      const [, name, packet, time, flow] = /^(.*): packet (\d+) at ([\d.]+) s, ([^;]+)/.exec(
        row['evidence']!,
      )!;
      const { trace } = result.features.find(({ feature }) => featureName(feature) === name)!;
      const reader = new TraceReader(trace);
      const { kind, node, a } = trace.events;
      const passed = reader.eventsOfPacket(Number(packet)).some((event) => {
        const firewall = design.firewalls.find(({ id }) => id === reader.node(node[event]!).id);
        return (
          kind[event] === EventKind.verdict &&
          firewall?.rules[a[event]!]?.id === row['rule'] &&
          formatFlow(reader.tupleAt(event)) === flow &&
          toSeconds(trace.events.time[event]!).toFixed(3) === time
        );
      });
      expect(passed, row['evidence']).toBe(true);
    }
  });

  test("the customer's own addresses and names are everywhere, and the reference's nowhere", () => {
    const text = JSON.stringify(design)
      .replaceAll('10.45.16.', '203.0.114.')
      .replaceAll('"title":"Edge"', '"title":"Kante"')
      .replaceAll('External firewall', 'Außenwand');
    const own = requestForm.build(swept(JSON.parse(text) as Design, 1, ['http-redirect', 'remote-sign-in']));
    expect(words(own)).not.toMatch(/10\.45\.16\.|External firewall/);
    expect(rowsOf(own.main)[2]).toMatchObject({
      firewall: 'Außenwand',
      destination: '203.0.114.10 (Kante, Access)',
    });
  });

  test('what many rules lay open is drawn whole: the most first, the rest together', () => {
    const [external, ...others] = design.firewalls;
    const rules = Array.from({ length: 40 }, (_, index) => ({
      ...external!.rules[2]!,
      id: `N${index}`,
      dport: `${1000 * (index + 1)}-${1000 * (index + 1) + index}`,
    }));
    const many = { ...design, firewalls: [{ ...external!, rules }, ...others] };
    const { sections } = requestForm.build(swept(many, 1, ['http-redirect']));
    const figure = sections.at(-1)!.blocks.find((block) => block.kind === 'figure')!;
    const pairs = [...figure.drawing.svg.matchAll(/>(\d+) pairs?,/g)].map(([, count]) => Number(count));
    expect(pairs).toHaveLength(24);
    expect(pairs.reduce((sum, count) => sum + count)).toBe((40 * 41) / 2);
    expect(figure.drawing.svg).toContain('17 more rules');
  });

  test('rules that are off or stop packets are not asked for; an address outside a NAT is named', () => {
    const some = closed(builtinDesign('reference-2'), 'E6');
    const { main } = requestForm.build(swept(some, 1, ['http-redirect']));
    const ids = rowsOf(main).map((row) => row['rule']);
    expect(ids).not.toContain('E6');
    expect(ids).toHaveLength(23);
    expect(rowsOf(main).find((row) => row['rule'] === 'E3')!['destination']).toContain(
      'outside 131.107.155.10',
    );
  });
});

/** A feature's name, or its whole workload. */
const named = (feature: { id: string; workload: string; title: string }) =>
  new RegExp(`${escaped(featureName({ ...feature, between: '' }))}|\\(all\\)`);
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

describe('the report of what breaks', () => {
  const report = matrixReport.build(whole);

  test('every cell that is worse is told, with the sentence of its first cause', () => {
    const told = rowsOf(tables(report, 'Each rule closed')[0]!);
    let worse = 0;
    for (const { faults, cells } of singleRows(whole.matrix))
      for (const [index, { outcome, before }] of cells.entries()) {
        if (badness(outcome) <= badness(before)) continue;
        const { feature } = whole.matrix.features[index]!;
        const lines = told.filter(
          (one) =>
            one['closed'] === faults[0]!.id &&
            one['why'] === outcome.because[0]!.text &&
            one['becomes'] === (outcome.reached ? outcome.status : 'not reached'),
        );
        expect(lines).toHaveLength(1);
        expect(lines[0]!['features']).toMatch(named(feature));
        worse++;
      }
    expect(worse).toBeGreaterThan(10);
  });

  test('pairs that break what neither breaks alone come before single closures', () => {
    const titles = report.sections.map(({ title }) => title);
    expect(titles.indexOf('Pairs that break what neither breaks alone')).toBeLessThan(
      titles.indexOf('Each rule closed'),
    );
    const pairs = rowsOf(tables(report, 'Pairs')[0]!);
    const emerging = pairRows(whole.matrix).filter(({ cells }) => cells.some(({ emerges }) => emerges));
    expect(new Set(pairs.map((row) => row['closed']))).toEqual(
      new Set(emerging.map(({ faults }) => faults.map(({ id }) => id).join(' and '))),
    );
    expect(emerging.length).toBeGreaterThan(2);
  });

  test('its main table has every case; the figure as many marks as cells that change', () => {
    const count = whole.matrix.faults.length;
    expect(report.main.rows).toHaveLength(1 + count + (count * (count - 1)) / 2);
    const changed = singleRows(whole.matrix)
      .flatMap(({ cells }) => cells)
      .filter(({ outcome, before }) => outcome.status !== before.status).length;
    const figure = report.sections
      .find(({ title }) => title === 'Rules by features')!
      .blocks.find((block) => block.kind === 'figure')!;
    const grounds = figure.drawing.svg.match(/fill-(broken|degraded|works)-solid|<circle r="5.6"/g)!;
    // Three more are in the legend.
    expect(grounds).toHaveLength(changed + 3);
  });

  test('what is broken before anything is closed is said, and what a stopped sweep lacks', () => {
    const some = swept(closed(design, 'E14'), 1, ['http-redirect', 'remote-sign-in']);
    const partial = { ...some, matrix: { ...some.matrix, missing: ['remote-im'] } };
    const text = words(matrixReport.build(partial));
    expect(text).toContain('Already not working: Web services (HTTP redirect)');
    expect(text).toContain('remote-im');
    expect(text).toContain('E14 would let it in, and is closed.');
  });
});

describe('the review of a change', () => {
  test('story 16: newly blocked with the features it costs, newly open with what needs it or that nothing does', () => {
    const open = { ...design.firewalls[0]!.rules[2]!, id: 'X1', dport: '3389' };
    const [external, ...others] = closed(design, 'E12').firewalls;
    const after = { ...design, firewalls: [{ ...external!, rules: [...external!.rules, open] }, ...others] };
    const report = reviewReport.build({ before: plain(design), after: plain(after) });
    const [blocked] = rowsOf(tables(report, 'Newly blocked')[0]!);
    expect(blocked).toMatchObject({ before: 'E12', after: 'default' });
    expect(blocked!['features']).toContain('Audio and video (all)');
    expect(blocked!['evidence']).toMatch(/packet \d+ at/);
    expect(blocked!['example']).toMatch(/^udp .*:3478/);
    const [opened] = rowsOf(tables(report, 'Newly open')[0]!);
    expect(opened).toMatchObject({ before: 'default', after: 'X1', features: 'nothing needs it' });
    const call = rowsOf(tables(report, 'Features that change')[0]!)[0]!;
    expect(call).toMatchObject({ before: 'works', after: 'degraded' });
    expect(call['why']).toContain('E12 would let it in');
    expect(words(report)).toContain(run(design).hash);
    expect(words(report)).toContain(run(after).hash);
  });

  test('story 28: a partner on OCS 2007 brings the port range in and out, and what lies open by use jumps', () => {
    const modern = designWith({ 'organizations.proseware.version': 'lync-2010' });
    const old = { ...modern, organizations: design.organizations };
    const report = reviewReport.build({ before: plain(modern), after: plain(old) });
    const used = rowsOf(tables(report, 'What features use')[0]!);
    expect(used.map((row) => [row['used'], row['opens']])).toEqual(
      expect.arrayContaining([
        ['after', 'TCP 50000-59999'],
        ['after', 'UDP 50000-59999'],
        ['after', 'UDP from 50000-59999'],
      ]),
    );
    const figure = report.sections
      .find(({ title }) => title === 'What lies open')!
      .blocks.find((block) => block.kind === 'figure')!;
    expect(figure.drawing.svg).toMatch(/20007 pairs, \d by rules in use/);
    const back = reviewReport.build({ before: plain(old), after: plain(modern) });
    expect(rowsOf(tables(back, 'What features use')[0]!).every((row) => row['used'] === 'before')).toBe(true);
  });

  test('a firewall that only one of the two has is named', () => {
    const after = { ...design, firewalls: design.firewalls.filter(({ id }) => id !== 'messenger-firewall') };
    const { title } = design.firewalls.find(({ id }) => id === 'messenger-firewall')!;
    expect(words(reviewReport.build({ before: plain(design), after: plain(after) }))).toContain(
      `Only one of the two has ${title}`,
    );
  });

  test('nothing differs between a design and itself', () => {
    const text = words(reviewReport.build({ before: plain(design), after: plain(design) }));
    for (const none of [
      'No feature ends otherwise.',
      'Nothing that passed is blocked.',
      'Nothing that was blocked passes.',
      'The same rules are used before and after.',
    ])
      expect(text).toContain(none);
  });
});

describe('the summary on a page', () => {
  const build = (of: Design) => summaryReport.build({ design: of, interventions: [], seed: 1 });

  test('what fails before a packet is sent is said, too', () => {
    const change = { kind: 'service', host: 'front-end-1', role: 'cms-master', running: false } as const;
    const report = summaryReport.build({ design, interventions: [{ at: 0, change }], seed: 1 });
    expect(words(report)).toContain('what should have sent one did not');
  });

  test('says how the run ends, and nothing stands in the way where all works', () => {
    const report = build(design);
    expect(words(report)).toContain('39 work, 0 work with limits, 0 do not');
    expect(report.sections.map(({ title }) => title)).toEqual(['In short', 'What people can do']);
  });

  test('names what fails and its cause, and counts as the run does', () => {
    const without = closed(design, 'E12', 'I7');
    const report = build(without);
    const { features } = run(without);
    const count = (status: string) => features.filter(({ finding }) => finding.status === status).length;
    expect(words(report)).toContain(
      `${count('works')} work, ${count('degraded')} work with limits, ${count('broken')} do not`,
    );
    for (const { feature, finding } of features) {
      const row = rowsOf(report.main).find(({ features: names }) => names?.includes(featureName(feature)));
      if (finding.status === 'broken' && row) expect(row['features']).toMatch(/broken|not reached/);
    }
    expect(words(report)).toContain('I7 would let it out, and is closed.');
  });
});
