import { expect, test } from 'vitest';
import { explain } from '../../simulator/analysis/explain.ts';
import { diagnose } from '../../simulator/minimal/diagnose.ts';
import { run } from '../../simulator/run.ts';
import { closed, designWith, runOne } from './designs.ts';

const reference = designWith();

test('from what Alice did to what she read: the packet, the rule, the waits, each with its source', () => {
  const design = closed(reference, 'E3');
  const { headline, chains } = explain(runOne(design, 'remote-sign-in'), design);
  expect(headline).toBe('Remote user signs in (Lync client outside): broken, after 21.1 s.');
  expect(chains).toHaveLength(1);
  const { steps, repair } = chains[0]!;
  expect(steps[0]).toMatchObject({ kind: 'act', text: 'Alice signs in.' });
  expect(steps.at(-1)).toMatchObject({ kind: 'see' });
  expect(steps.at(-1)!.text).toContain('temporarily unavailable');
  expect(steps.find((step) => step.kind === 'send' && step.text.includes('SYN'))!.text).toBe(
    'Alice sends TCP SYN to Edge, port 443. Sent 3 times, again after 3 and 9 s.',
  );
  expect(steps.find((step) => step.kind === 'lost')).toMatchObject({ source: 'Table 1, row 3' });
  expect(steps.find((step) => step.kind === 'wait')!.source).toContain('RFC 1122');
  expect(repair).toBe('Open E3 at the external firewall.');
});

test('a chain is told in a few sentences: who did what, what stopped it, what they saw, what repairs it', () => {
  const design = closed(reference, 'E12');
  const [chain] = explain(runOne(design, 'av-remote-internal'), design).chains;
  expect(chain!.summary).toBe(
    'Alice calls Bob. Alice sends Allocate request to Edge (UDP 3478). ' +
      'The external firewall dropped it: no rule for UDP 3478 to 10.45.16.30. E12 would let it in, and is closed. ' +
      'Alice waited 5 s for nothing (A/V Edge). ' +
      'Alice is in the call with Bob. Media go over TCP: what is lost comes late, and quality suffers. ' +
      'Open E12 at the external firewall.',
  );
});

test('causes that are only met once the first are out of the way are found, and what repairs them all', () => {
  const design = closed(reference, 'E3', 'I1', 'E12');
  const { layers, repairs } = diagnose({ design, interventions: [] }, 1, 'av-remote-internal');
  expect(
    layers.map(({ after, status, reached }) => ({ open: after.closed.join(' '), status, reached })),
  ).toEqual([
    { open: '', status: 'broken', reached: false },
    { open: 'E3', status: 'broken', reached: false },
    { open: 'E3 I1', status: 'degraded', reached: true },
  ]);
  const told = layers.map(({ explanation }) => explanation.chains.map(({ cause }) => cause!.text).join(' '));
  for (const [index, rule] of ['E3', 'I1', 'E12'].entries())
    for (const [layer, text] of told.entries())
      expect(text.includes(`${rule} would let it`), `${rule} in layer ${layer}`).toBe(layer === index);
  expect(layers.flatMap(({ after }) => after.added)).toEqual([]);
  expect(repairs!.sets.map(({ rules }) => rules)).toEqual([['E3', 'E12', 'I1']]);
});

test('of what works there is one layer, and nothing to repair', () => {
  const { layers, repairs } = diagnose({ design: reference, interventions: [] }, 1, 'remote-sign-in');
  expect({ layers: layers.length, repairs }).toEqual({ layers: 1, repairs: null });
});

test('a certificate that ran out cannot be repaired by rules', () => {
  const design = designWith({ 'certificates.edge-external.notAfter': '2011-02-01' });
  const { layers, repairs } = diagnose({ design, interventions: [] }, 1, 'remote-sign-in');
  expect(layers).toHaveLength(1);
  expect(layers[0]!.explanation.chains[0]!.cause!.reason).toBe('certificate');
  expect(repairs!.never).toEqual(['remote-sign-in']);
});

test('an answer of a server is told with its diagnostic and where that is written', () => {
  const design = closed(reference, 'I1');
  const { chains } = explain(runOne(design, 'remote-sign-in'), design);
  expect(chains).toHaveLength(2);
  const answer = chains[0]!.steps.find((step) => step.text.includes('504'))!;
  expect(answer.text).toContain('1038 Failed to connect to a peer server');
  expect(answer.source).toMatch(/assumption/);
});

test('of what works: the rules that its conversations needed', () => {
  const { chains } = explain(runOne(reference, 'address-book'), reference);
  const rules = chains[0]!.steps.filter((step) => step.kind === 'passed').map((step) => step.text);
  expect(rules.map((text) => /rule (\w+)/.exec(text)![1])).toEqual(['E3', 'I1', 'I5', 'E15', 'I9']);
});

test('whatever is closed: each chain has steps in order, a packet of the trace where it names one, and sources', () => {
  for (const rule of ['E2', 'E4', 'E5', 'E15', 'I2', 'I4', 'I9']) {
    const design = closed(reference, rule);
    for (const one of run(design).features) {
      const { chains } = explain(one, design);
      expect(chains.length, one.feature.id).toBe(
        one.finding.status === 'works' ? 1 : one.finding.because.length,
      );
      for (const { steps, cause } of chains) {
        expect(steps.length).toBeGreaterThan(0);
        for (const [i, step] of steps.entries()) {
          expect(step.source).not.toBe('');
          expect(step.text).not.toMatch(/undefined|null/);
          if (step.packet !== null) expect(step.packet).toBeLessThan(one.trace.packets.src.length);
          if (i > 0) expect(step.time).toBeGreaterThanOrEqual(steps[i - 1]!.time - 60);
        }
        if (cause)
          expect(steps.some((step) => step.kind === 'lost' && step.packet === cause.packet)).toBe(true);
      }
    }
  }
});

test('what the design has not is said, and there is nothing to follow', () => {
  const design = designWith({ 'hosts.reverse-proxy.roles': [] });
  expect(explain(runOne(design, 'address-book'), design)).toEqual({
    headline: 'Address book download and web query: This design has no reverse proxy.',
    chains: [],
  });
});

test('what fails before a packet is sent is told from what was done to what was seen', () => {
  const change = { kind: 'service', host: 'front-end-1', role: 'cms-master', running: false } as const;
  const [stopped] = run(reference, {
    only: ['cms-replication'],
    interventions: [{ at: 0, change }],
  }).features;
  const { chains } = explain(stopped!, reference);
  expect(chains.map(({ cause, steps }) => [cause, steps.map(({ kind }) => kind)])).toEqual([
    [null, ['act', 'refused', 'see']],
  ]);
  expect(chains[0]!.steps[1]!.text).toBe('Front end 1: the replication service is stopped.');
});
