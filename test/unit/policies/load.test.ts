import { describe, expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { formatProblem } from '../../../simulator/designs/source.ts';
import { exposure } from '../../../simulator/policies/kinds/exposure.ts';
import { feature } from '../../../simulator/policies/kinds/feature.ts';
import { never } from '../../../simulator/policies/kinds/never.ts';
import { loadPolicy } from '../../../simulator/policies/load.ts';
import { placeNames, resolvePlaces } from '../../../simulator/policies/places.ts';
import { designWith } from '../../story/designs.ts';

const design = builtinDesign();

/** What is said about a policy with these rules, each on a line of its own from line 2. */
function problemsOf(...rules: readonly string[]): string[] {
  const loaded = loadPolicy(
    `{ "format": "edge-lab-policy", "version": 1, "rules": [\n${rules.join(',\n')}\n] }`,
    'policy.jsonc',
    design,
  );
  return loaded.ok ? [] : loaded.problems.map(formatProblem);
}

test('comments and last commas may stand in a policy; what is left out has its default', () => {
  const loaded = loadPolicy(
    `// What must hold.
    { "format": "edge-lab-policy", "version": 1, /* of the form */ "rules": [
      { "id": "im", "feature": "remote-im", "must": "work-or-limp", "why": "They live by it." },
      { "id": "wall", "never": { "from": "internet", "to": "corporate" } },
      { "id": "small", "exposesAtMost": { "ports": 9 } },
    ] }`,
    'policy.jsonc',
    design,
  );
  expect(loaded).toEqual({
    ok: true,
    rules: [
      {
        kind: feature,
        rule: { id: 'im', why: 'They live by it.', feature: 'remote-im', must: 'work-or-limp' },
      },
      {
        kind: never,
        rule: {
          id: 'wall',
          why: '',
          never: { from: 'internet', to: 'corporate', transport: 'tcp-udp', ports: 'any' },
        },
      },
      {
        kind: exposure,
        rule: { id: 'small', why: '', exposesAtMost: { ports: 9, transport: 'tcp-udp' } },
      },
    ],
  });
});

describe('what is wrong is told in a line: where, what, and what would be right', () => {
  const kinds = 'it must have "feature" with "must", or "never", or "exposesAtMost"';
  test.each([
    [
      '{ "id": "a", "feature": "remote-i", "must": "work" }',
      '2:25: feature "remote-i" does not exist; did you mean "remote-im"?',
    ],
    [
      '{ "id": "a", "feature": "remote-im", "must": "limp" }',
      '2:46: "limp" is wrong for "must": it must be "work", "work-or-limp" or "not-work"',
    ],
    ['{ "id": "a", "feature": "remote-im" }', `2:1: rule "a" says nothing whole: ${kinds}`],
    ['{ "id": "a", "why": "" }', `2:1: rule "a" says nothing whole: ${kinds}`],
    [
      '{ "id": "a", "must": "work", "exposesAtMost": { "ports": 1 } }',
      `2:1: rule "a" says several things: ${kinds}`,
    ],
    [
      '{ "id": "a", "never": { "from": "internet", "to": "edge", "port": "1" } }',
      '2:59: "port" is no field here; did you mean "ports"?',
    ],
    [
      '{ "id": "a", "never": { "from": "internet, edg.av", "to": "edge" } }',
      '2:33: "edg.av" is no place of the design: must be "any", a zone, a host, host.interface, a NAT, an address, a prefix, a range, or a part of people; did you mean "edge.av"?',
    ],
    [
      '{ "id": "a", "never": { "to": "edge" } }',
      '2:23: it is not said whom this keeps out: it must have "from", places, or "whose", a part of people',
    ],
    [
      '{ "id": "a", "never": { "whose": "anon", "to": "edge" } }',
      '2:34: "anon" is wrong for "whose": it must be "remote", "internal", "federated", "anonymous" or "public"',
    ],
    [
      '{ "id": "a", "never": { "from": "any", "to": "edge", "ports": "70000" } }',
      /^policy\.jsonc:2:63: "70000" is wrong for "ports"/,
    ],
    [
      '{ "id": "a", "never": { "from": "any", "to": "edge", "transport": "icmp", "ports": "8" } }',
      '2:84: "icmp" has no ports: "transport" must be "tcp", "udp" or "tcp-udp" where "ports" stands',
    ],
    [
      '{ "id": "a", "exposesAtMost": { "ports": -1 } }',
      /^policy\.jsonc:2:42: -1 is wrong for "ports": it must be a number of ports/,
    ],
  ])('%s', (rule, expected) => {
    const problems = problemsOf(rule);
    expect(problems).toHaveLength(1);
    if (typeof expected === 'string') expect(problems[0]).toBe(`policy.jsonc:${expected}`);
    else expect(problems[0]).toMatch(expected);
  });

  test('a part that nobody plays cannot be checked', () => {
    const nobody = { ...design, people: design.people.filter(({ plays }) => plays !== 'anonymous') };
    const text = JSON.stringify({
      format: 'edge-lab-policy',
      version: 1,
      rules: [{ id: 'a', never: { whose: 'anonymous', to: 'edge' } }],
    });
    expect(loadPolicy(text, 'p', design).ok).toBe(true);
    expect(loadPolicy(text, 'p', nobody)).toMatchObject({
      problems: [{ message: 'nobody in the design plays "anonymous": must be a part of somebody' }],
    });
  });

  test.each([
    ['', '1:1: the file is empty: it must hold a policy, which begins with {'],
    ['// nothing', /^policy\.jsonc:1:\d+: this is no JSON/],
    [
      '{ "format": "edge-lab-policy", "version": 1, "rules": [] }',
      '1:55: [ ] is wrong for "rules": it must have at least one rule',
    ],
    ['{ "format": "edge-lab-design", "version": 1, "rules": [] }', /must be "edge-lab-policy"/],
  ])('the whole: %j', (text, expected) => {
    const loaded = loadPolicy(text, 'policy.jsonc', design);
    const [first] = loaded.ok ? [] : loaded.problems.map(formatProblem);
    if (typeof expected === 'string') expect(first).toBe(`policy.jsonc:${expected}`);
    else expect(first).toMatch(expected);
  });
});

describe('a policy that contradicts itself is refused, with both lines', () => {
  const must = (id: string, what: string) => `{ "id": "${id}", "feature": "remote-im", "must": "${what}" }`;
  test.each([
    [
      'work',
      'not-work',
      '3:46: "remote-im" must not work by this rule and work by "a" on line 2: one of the two must go',
    ],
    [
      'not-work',
      'work-or-limp',
      '3:46: "remote-im" must work or limp by this rule and not work by "a" on line 2: one of the two must go',
    ],
  ])('%s and %s', (first, second, expected) => {
    expect(problemsOf(must('a', first), must('b', second))).toEqual([`policy.jsonc:${expected}`]);
  });

  test('one demand that holds another is none', () => {
    expect(problemsOf(must('a', 'work'), must('b', 'work-or-limp'))).toEqual([]);
  });

  test('two rules of one id', () => {
    expect(problemsOf(must('a', 'work'), must('a', 'work'))).toEqual([
      'policy.jsonc:3:9: "a" is taken already: each rule must have its own id',
    ]);
  });
});

describe('places', () => {
  const zonesOf = (text: string, of = design) => {
    const found = resolvePlaces(text, of, placeNames(of));
    return 'unknown' in found ? found : found.places.map(({ zone }) => zone);
  };
  test('hosts have all their addresses, interfaces one, parts the computers of their people', () => {
    expect(zonesOf('edge')).toEqual([
      'perimeter-external',
      'perimeter-external',
      'perimeter-external',
      'perimeter-internal',
    ]);
    expect(zonesOf('edge.internal')).toEqual(['perimeter-internal']);
    expect(zonesOf('remote')).toEqual(['alice-home', 'carol-home']);
    expect(zonesOf('alice-router, 10.45.16.0/24')).toEqual(['internet', 'perimeter-external']);
    expect(zonesOf('any')).toHaveLength(design.zones.length);
    expect(zonesOf('constructor')).toEqual({ unknown: 'constructor' });
  });

  test('the Internet has what no zone has that shares the world; a private address is in each zone that has it', () => {
    expect(zonesOf('8.8.8.8')).toEqual(['internet']);
    expect(zonesOf('192.168.10.90')).toEqual(['corporate']);
    // A home is private: from elsewhere, its addresses are the Internet's.
    expect(zonesOf('192.168.1.5')).toEqual(['internet', 'alice-home']);
  });

  test('a zone goes before a part of its name', () => {
    const renamed = designWith({ 'zones.hosted-exchange.title': 'x' });
    const zone = { ...renamed.zones[0]!, id: 'remote', prefixes: ['203.0.114.0/24'] };
    expect(zonesOf('remote', { ...renamed, zones: [...renamed.zones, zone] })).toEqual(['remote']);
  });
});
