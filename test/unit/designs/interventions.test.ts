import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtinDesign, openDesign } from '../../../simulator/designs/registry.ts';
import { designText } from '../../../simulator/designs/text.ts';
import type { Change, Intervention } from '../../../simulator/model/run.ts';
import { STRAY_MESSAGES } from '../../../simulator/model/run.ts';
import { changed, MARK, problemsOf } from './helpers.ts';

const design = builtinDesign();
const one = <T>(values: readonly T[]) => fc.constantFrom(...values);
const host = one(design.hosts);
const wall = one(design.firewalls);

/** Any change of the reference design. */
const change: fc.Arbitrary<Change> = fc.oneof(
  wall.chain(({ id, rules }) =>
    fc.record(
      {
        kind: fc.constant('rule' as const),
        rule: rules.length > 0 ? one(rules.map((rule) => rule.id)) : fc.constant('E1'),
        enabled: fc.boolean(),
        ...(rules.length > 0 ? { firewall: fc.constant(id) } : {}),
      },
      { requiredKeys: ['kind', 'rule', 'enabled'] },
    ),
  ),
  fc.record({
    kind: fc.constant('host' as const),
    host: host.map(({ id }) => id),
    power: fc.constantFrom('on', 'off', 'shutdown'),
  }),
  host
    .filter(({ roles }) => roles.length > 0)
    .chain(({ id, roles }) =>
      fc.record({
        kind: fc.constant('service' as const),
        host: fc.constant(id),
        role: one(roles.map(({ role }) => role)),
        running: fc.boolean(),
      }),
    ),
  fc.record({
    kind: fc.constant('firewall' as const),
    firewall: wall.map(({ id }) => id),
    mode: fc.constantFrom('enforcing', 'open', 'failed'),
  }),
  fc.record({
    kind: fc.constant('zone' as const),
    zone: one(design.zones.map(({ id }) => id)),
    connected: fc.boolean(),
  }),
  host.chain(({ id, interfaces }) =>
    fc.record(
      {
        kind: fc.constant('link' as const),
        host: fc.constant(id),
        interface: one(interfaces.map((nic) => nic.id)),
        connected: fc.boolean(),
      },
      { requiredKeys: ['kind', 'host', 'connected'] },
    ),
  ),
  fc.record({
    kind: fc.constant('expire' as const),
    firewall: wall.map(({ id }) => id),
    connection: fc.option(fc.nat()),
  }),
  fc.record({
    kind: fc.constant('inject' as const),
    host: host.map(({ id }) => id),
    message: one(STRAY_MESSAGES),
  }),
);

const intervention: fc.Arbitrary<Intervention> = fc.record(
  { at: fc.nat(), change, feature: fc.constant('remote-sign-in') },
  { requiredKeys: ['at', 'change'] },
);

test('a file holds what happens in the run: what is written is read, and written the same', () => {
  fc.assert(
    fc.property(fc.array(intervention, { maxLength: 6 }), (interventions) => {
      const text = designText(design, interventions);
      const loaded = openDesign(text, 'lab.edgelab');
      expect(loaded).toEqual({ ok: true, design, interventions });
      if (loaded.ok) expect(designText(loaded.design, loaded.interventions)).toBe(text);
    }),
  );
});

test('a file in which nothing happens is the design alone', () => {
  expect(designText(design, [])).toBe(designText(design));
  expect(designText(design)).not.toContain('interventions');
});

test('what names things that are gone does nothing, and is not written', () => {
  const met: Intervention = { at: 5, change: { kind: 'rule', rule: 'E3', enabled: false } };
  const gone: Intervention = { at: 6, change: { kind: 'rule', rule: 'gone', enabled: false } };
  const elsewhere: Intervention = {
    at: 7,
    change: { kind: 'rule', rule: 'E3', firewall: 'internal', enabled: false },
  };
  expect(designText(design, [gone, met, elsewhere])).toBe(designText(design, [met]));
});

test.each([
  [
    `[{ "at": 5, "change": ${MARK}{ "kind": "rule", "rule": "E99", "enabled": false } }]`,
    /rule "E99" does not exist: must be one of E1, /,
  ],
  [
    `[{ "at": 5, "change": ${MARK}{ "kind": "service", "host": "edge", "role": "cook", "running": false } }]`,
    /service "edge\/cook" does not exist: must be one of /,
  ],
  [
    `[{ "at": ${MARK}-5, "change": { "kind": "zone", "zone": "dmz", "connected": false } }]`,
    /must be microseconds/,
  ],
  [`${MARK}7`, /7 is wrong for "interventions": it must be a list of what happens while the design runs/],
])('%s is refused where it stands', (list, message) => {
  const { text, at } = changed('"zones":', `"interventions": ${list}, "zones":`);
  const [problem, ...more] = problemsOf(text);
  expect(more).toEqual([]);
  expect(problem).toMatch(message);
  expect(problem).toContain(`lab.json:${at}: `);
});
