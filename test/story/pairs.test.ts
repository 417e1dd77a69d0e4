import { describe, expect, test } from 'vitest';
import { EventKind } from '../../simulator/model/trace.ts';
import type { FeatureRun, Run } from '../../simulator/model/run.ts';
import { run } from '../../simulator/run.ts';
import { closed, designWith } from './designs.ts';

const reference = designWith();
const rules = reference.firewalls.flatMap((firewall) =>
  firewall.rules.map((rule, index) => ({ id: rule.id, firewall: firewall.id, index })),
);
const alone = new Map<string, Run>(rules.map(({ id }) => [id, run(closed(reference, id))]));

/** Did a packet of the run meet the rule: was it let through by it, or would it have been? */
function met({ trace }: FeatureRun, { firewall, index }: (typeof rules)[number]): boolean {
  const node = trace.nodes.findIndex((one) => one.id === firewall);
  const { events } = trace;
  return events.kind.some(
    (kind, event) =>
      kind === EventKind.verdict &&
      events.node[event] === node &&
      (events.a[event] === index || events.c[event] === index),
  );
}

describe.each(rules.slice(0, -1))('$id and another row closed', (first) => {
  const others = rules.slice(rules.indexOf(first) + 1);

  test.each(others)('$id', (second) => {
    const { features } = run(closed(reference, first.id, second.id));
    for (const [index, one] of features.entries()) {
      const { feature, finding } = one;
      const name = `${feature.id} without ${first.id} and ${second.id}`;
      // A row that its packets never met has changed nothing, whatever else is closed.
      const before = alone.get(first.id)!.features[index]!;
      const beside = alone.get(second.id)!.features[index]!;
      if (!met(before, second)) expect(one.hash, name).toBe(before.hash);
      if (!met(beside, first)) expect(one.hash, name).toBe(beside.hash);
      // What fails has reasons: a packet that was stopped where one of the two rows would have let it through.
      expect(finding.because.length > 0, name).toBe(finding.status !== 'works');
      const told = finding.because.filter(
        ({ text }) => text.includes(`${first.id} would let`) || text.includes(`${second.id} would let`),
      );
      expect(told.length > 0, `${name}: ${finding.because.map((cause) => cause.text).join(' ')}`).toBe(
        finding.status !== 'works',
      );
    }
  });
});
