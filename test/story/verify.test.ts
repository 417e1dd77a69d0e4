import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { junitOf } from '../../electron/cli/junit.ts';
import { BUILTIN_DESIGNS, builtinDesign } from '../../simulator/designs/registry.ts';
import { designText } from '../../simulator/designs/text.ts';
import { run } from '../../simulator/run.ts';
import { callLab, root } from './call-lab.ts';
import { closed } from './designs.ts';

const folder = mkdtempSync(join(tmpdir(), 'edge-lab-verify-'));

const lab = (args: readonly string[], input = '') => callLab(args, { cwd: folder, input });

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

const policy = (...rules: readonly Readonly<Record<string, unknown>>[]) =>
  JSON.stringify({ format: 'edge-lab-policy', version: 1, rules });

interface Told {
  readonly hash: string;
  readonly ok: boolean;
  readonly required: readonly { id: string; status: string; ok: boolean; because: { text: string }[] }[];
  readonly policy: readonly { id: string; ok: boolean; text: string; evidence: { text: string }[] }[];
}

/** An element of XML with what is in it. */
interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Reads XML strictly: what is not well-formed throws. */
function parsed(xml: string): Element {
  const top: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], text: '' };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => (open.at(-1)!.text += text));
  parser.on('closetag', () => void open.pop());
  parser.write(xml).close();
  return top.children[0]!;
}

/** What junit-10.xsd of Jenkins asks of a report, in which GitLab and GitHub's actions agree. */
function expectJUnit(report: Element): readonly Element[] {
  expect(report.name).toBe('testsuites');
  const [suite, ...others] = report.children;
  expect(others).toEqual([]);
  expect(suite!.name).toBe('testsuite');
  const { attributes } = suite!;
  expect(Object.keys(attributes)).toEqual(['name', 'tests', 'failures', 'errors', 'skipped', 'time']);
  const [properties, ...cases] = suite!.children;
  expect(properties!.name).toBe('properties');
  for (const { name, attributes: own } of properties!.children) {
    expect(name).toBe('property');
    expect(Object.keys(own)).toEqual(['name', 'value']);
  }
  for (const { name, attributes: own, children } of cases) {
    expect(name).toBe('testcase');
    expect(Object.keys(own)).toEqual(['name', 'classname', 'time']);
    expect(own['time']).toMatch(/^\d+\.\d{3}$/);
    for (const failure of children) {
      expect(failure.name).toBe('failure');
      expect(Object.keys(failure.attributes)).toEqual(['message', 'type']);
    }
  }
  expect(Number(attributes['tests'])).toBe(cases.length);
  expect(Number(attributes['failures'])).toBe(cases.filter(({ children }) => children.length > 0).length);
  return cases;
}

describe('story 24: a pipeline, on a machine without a display', () => {
  test('green: status 0, JSON and JUnit, the hash of the window', () => {
    const { status, stdout, stderr } = lab([
      'verify',
      '--require',
      'remote-im,web-app',
      '--junit',
      'green.xml',
      '--json',
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const told = JSON.parse(stdout) as Told;
    expect(Object.keys(told)).toEqual(['design', 'seed', 'hash', 'ok', 'required', 'policy']);
    expect(told).toMatchObject({ design: 'reference-1', seed: 1, ok: true, policy: [] });
    expect(told.hash).toBe(run(builtinDesign()).hash);
    expect(told.required.map(({ id, status: is, ok, because }) => ({ id, is, ok, because }))).toEqual([
      { id: 'remote-im', is: 'works', ok: true, because: [] },
      { id: 'web-app', is: 'works', ok: true, because: [] },
    ]);
    const cases = expectJUnit(parsed(readFileSync(join(folder, 'green.xml'), 'utf8')));
    expect(cases.map(({ attributes }) => attributes['name'])).toEqual(['remote-im', 'web-app']);
  });

  test('red: status 1, the causes of each failure, the hash of that run', () => {
    file('rules.jsonc', policy({ id: 'partners', feature: 'federation-im-lync2010', must: 'work' }));
    const args = [
      '--close',
      'E3,E5',
      '--require',
      'remote-sign-in,cms-replication',
      '--policy',
      'rules.jsonc',
    ];
    const { status, stdout } = lab(['verify', ...args, '--junit', 'red.xml', '--json']);
    expect(status).toBe(1);
    const told = JSON.parse(stdout) as Told;
    const broken = run(closed(builtinDesign(), 'E3', 'E5'));
    expect(told).toMatchObject({ ok: false, hash: broken.hash });
    expect(told.required.map(({ ok }) => ok)).toEqual([false, true]);
    const { because } = broken.features.find(({ feature }) => feature.id === 'remote-sign-in')!.finding;
    expect(told.required[0]!.because.map(({ text }) => text)).toEqual(because.map(({ text }) => text));
    expect(told.policy[0]).toMatchObject({ id: 'partners', ok: false });
    expect(told.policy[0]!.evidence[0]!.text).toContain('E5 would let it');
    const cases = expectJUnit(parsed(readFileSync(join(folder, 'red.xml'), 'utf8')));
    const failures = cases.map(({ children }) => children[0]?.text.split('\n').slice(1));
    expect(failures).toEqual([
      because.map(({ text }) => text),
      undefined,
      told.policy[0]!.evidence.map(({ text }) => text),
    ]);
    // As text, and the same bytes in the report.
    expect(lab(['verify', ...args, '--junit', 'again.xml']).stdout).toContain('2 of 3 do not hold');
    expect(readFileSync(join(folder, 'again.xml'))).toEqual(readFileSync(join(folder, 'red.xml')));
  });

  test('what works by a fallback only holds where that was said', () => {
    const args = ['verify', '--close', 'E12', '--require', 'av-remote-internal'];
    expect(lab(args).status).toBe(1);
    expect(lab([...args, '--accept-degraded']).status).toBe(0);
    expect(
      lab(['verify', '--close', 'E13', '--require', 'sharing-remote-internal', '--accept-degraded']).status,
    ).toBe(1);
    const must = (what: string) => policy({ id: 'a', feature: 'av-remote-internal', must: what });
    const by = (what: string) =>
      lab(['verify', '--close', 'E12', '--accept-degraded', '--policy', file('must.jsonc', must(what))])
        .status;
    expect([by('work'), by('work-or-limp')]).toEqual([1, 0]);
  });

  test('changes of the design and of the run count', () => {
    const sign = ['verify', '--require', 'remote-sign-in'];
    expect(lab([...sign, '--at', '0:close E3']).status).toBe(1);
    expect(lab([...sign, '--set', 'firewalls.external.rules.E3.enabled=false']).status).toBe(1);
    const rules = file(
      'wide.csv',
      'id,direction,action,source,destination,destination port,protocol\nW,in,permit,any,any,any,any\n',
    );
    const shut = file(
      'shut.jsonc',
      policy({ id: 'rdp', never: { from: 'internet', to: 'edge', ports: '3389' } }),
    );
    expect(lab(['verify', '--policy', shut]).status).toBe(0);
    const { status, stdout } = lab(['verify', '--policy', shut, '--firewall', `external=${rules}`]);
    expect(status).toBe(1);
    expect(stdout).toContain('through external (W)');
  });
});

test.each([
  [[], /nothing is to be verified: --require or --policy/],
  [['--require', 'remote-i'], /feature "remote-i" does not exist/],
  [
    ['--policy', 'nowhere.jsonc'],
    /^lab: nowhere\.jsonc: cannot be read: there is no such file; must be a policy/,
  ],
  [
    ['--policy', 'bad.jsonc'],
    /^lab: bad\.jsonc:3:\d+: .* must not work by this rule and work by "a" on line 2/,
  ],
  [
    ['--policy', 'place.jsonc'],
    /^lab: place\.jsonc:1:\d+: "pool" is no place of the design: .*; did you mean "pool-web"\?/,
  ],
  [
    ['--require', 'remote-im', '--policy', 'not.jsonc'],
    /--require: "remote-im" must not work by rule "a" of the policy/,
  ],
  [['--require', 'remote-im', '--junit', 'missing/x.xml'], /missing\/x\.xml: cannot be written/],
])('bad input %j: one line, status 2, nothing on standard output', (args, line) => {
  const must = (id: string, what: string) => `{ "id": "${id}", "feature": "remote-im", "must": "${what}" }`;
  file(
    'bad.jsonc',
    `{ "format": "edge-lab-policy", "version": 1, "rules": [\n${must('a', 'work')},\n${must('b', 'not-work')}] }`,
  );
  file('not.jsonc', policy({ id: 'a', feature: 'remote-im', must: 'not-work' }));
  file('place.jsonc', policy({ id: 'a', never: { from: 'internet', to: 'pool' } }));
  const { status, stdout, stderr } = lab(['verify', ...args]);
  expect(stderr).toMatch(line);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(existsSync(join(folder, 'missing'))).toBe(false);
});

test('a report is well-formed whatever stands in it', () => {
  const bad = ['\u0000', '\u001b', '\ufffe', '\ud800'];
  const hostile = `<a b="c">&amp;]]>${bad.join(' ')}\u{1f600}\t"'\n--`;
  const report = parsed(
    junitOf(hostile, { [hostile]: hostile }, [
      { group: hostile, name: hostile, seconds: 0, failures: [hostile, hostile] },
    ]),
  );
  const [one] = expectJUnit(report);
  const kept = bad.reduce((text, character) => text.replace(character, '\ufffd'), hostile);
  expect(one!.attributes['name']).toBe(kept);
  expect(one!.children[0]!.text).toBe(`${kept}\n${kept}`);
});

describe('diff', () => {
  test('an example is a packet that the one lets pass and the other does not, as verdict is asked', () => {
    const wide = BUILTIN_DESIGNS[0]!.text.replaceAll('"dport": "3478"', '"dport": "3470-3480"');
    file('wide.json', wide);
    const told = JSON.parse(lab(['diff', 'wide.json', 'reference-1', '--json']).stdout) as {
      newlyBlocked: { example: object; firewall: string; seen: unknown[] }[];
      newlyAllowed: unknown[];
      runs: { before: string; after: string };
    };
    expect(told.newlyBlocked).toHaveLength(3);
    const asked = told.newlyBlocked.map(({ example }) => JSON.stringify(example)).join('\n');
    const answers = (design: string) =>
      lab(['firewall', 'verdict', design], asked)
        .stdout.trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { action: string }).action);
    expect(answers('wide.json')).toEqual(['accept', 'accept', 'accept']);
    expect(answers('reference-1')).toEqual(['drop', 'drop', 'drop']);
    expect(told.runs.after).toBe(run(builtinDesign()).hash);
  });

  test('ports are those of the whole change; the features that began so are shown by their packets', () => {
    const [opened] = (
      JSON.parse(lab(['diff', 'reference-1', 'wide.json', '--json']).stdout) as {
        newlyAllowed: { ports: number; after: string }[];
      }
    ).newlyAllowed;
    expect(opened).toMatchObject({ ports: 10, after: 'E11' });
    const { status, stdout } = lab(['diff', 'reference-1', 'one-address', '--json']);
    expect(status).toBe(1);
    const { newlyBlocked } = JSON.parse(stdout) as {
      newlyBlocked: { features: string[]; seen: { feature: string; packet: number; time: number }[] }[];
    };
    for (const { features, seen } of newlyBlocked)
      expect(seen.map(({ feature }) => feature)).toEqual(features);
    const { feature, packet, time } = newlyBlocked.find(({ seen }) => seen.length > 0)!.seen[0]!;
    const { trace } = run(builtinDesign(), { only: [feature] }).features[0]!;
    expect(trace.events.time[trace.packets.sent[packet]!]! / 1e6).toBeLessThanOrEqual(time);
  });

  test('what happens in a file while it runs happens here, too', () => {
    const interventions = [{ at: 0, change: { kind: 'rule', rule: 'E12', enabled: false } }] as const;
    file('meanwhile.edgelab', designText(builtinDesign(), interventions));
    const { status, stdout } = lab(['diff', 'reference-1', 'meanwhile.edgelab', '--json']);
    expect(status).toBe(1);
    const told = JSON.parse(stdout) as { features: unknown[]; newlyBlocked: unknown[]; runs: object };
    expect(told.features.length).toBeGreaterThan(0);
    // The designs themselves have the same rules.
    expect(told.newlyBlocked).toEqual([]);
    expect(told.runs).toEqual({
      before: run(builtinDesign()).hash,
      after: run(builtinDesign(), { interventions }).hash,
    });
  });

  test('a firewall that only one has is told, and is a difference', () => {
    const { status, stdout } = lab(['diff', 'reference-1', 'two-edge-pools', '--json']);
    expect(status).toBe(1);
    expect((JSON.parse(stdout) as { onlyIn: unknown }).onlyIn).toEqual({
      before: [],
      after: ['external-2', 'internal-2', 'wan'],
    });
    expect(lab(['diff', 'two-edge-pools', 'reference-1']).stdout).toMatch(
      /^firewall wan +there +not there$/m,
    );
  });
});

test('the example of the README runs, and what it shows holds', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const section = /^## In a pipeline$([\s\S]*?)^## /m.exec(readme)![1]!;
  const block = (language: string) =>
    new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(section)![1]!;
  file('policy.jsonc', block('jsonc'));
  file('edge.json', BUILTIN_DESIGNS[0]!.text);
  const commands = [...block('yaml').matchAll(/^ *- run: (.*)$/gm)].map(([, command]) => command!);
  const ours = commands.filter((command) => command !== 'npm ci');
  expect(ours).toHaveLength(1);
  for (const command of ours) {
    const [start, args] = [command.slice(0, 18), command.slice(18)];
    expect(start).toBe('npm run -s lab -- ');
    const { status, stderr } = lab(args.split(' '));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  }
  expect(expectJUnit(parsed(readFileSync(join(folder, 'verify.xml'), 'utf8')))).toHaveLength(6);
});
