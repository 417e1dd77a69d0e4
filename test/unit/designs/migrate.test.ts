import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openDesign } from '../../../simulator/designs/registry.ts';
import { designText } from '../../../simulator/designs/text.ts';
import { run } from '../../../simulator/run.ts';
import { changed, expectProblem, MARK, problemsOf, REFERENCE } from './helpers.ts';

const FOLDER = new URL('../../fixtures/designs/', import.meta.url);
/** Files as earlier builds wrote them, by the fields in which these differed. */
const EARLIER = readdirSync(FOLDER);
const earlier = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8');

/** A design of an earlier build, opened. */
function opened(name: string) {
  const loaded = openDesign(earlier(name), name);
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('; '));
  return loaded;
}

test.each(EARLIER)('%s opens, runs and is written in the form of today', (name) => {
  expect(earlier(name)).toContain('"version": 1');
  const { design, interventions } = opened(name);
  expect(interventions).toEqual([]);
  const only = ['remote-sign-in', 'av-remote-internal', 'web-conferencing'];
  const { features } = run(design, { only });
  const works = features.filter(({ finding }) => finding.status === 'works').map(({ feature }) => feature.id);
  // What a build had not, a design of it cannot have.
  const had = { 'first-way-through.edgelab': 1, 'without-media.edgelab': 2 }[name] ?? 3;
  expect(works).toHaveLength(had);
  const text = designText(design);
  expect(JSON.parse(text)).toMatchObject({ version: 2 });
  expect(openDesign(text, name)).toEqual({ ok: true, design, interventions });
});

test('a front end knew its media relay by a port of its Edge', () => {
  const { design } = opened('media-relay-by-port.edgelab');
  const relays = design.hosts.flatMap(({ roles }) => roles.flatMap(({ mediaRelay }) => mediaRelay ?? []));
  expect(relays[0]).toEqual({ name: 'edge.contoso.net', port: 5062 });
  expect(relays).toHaveLength(6);
});

test('slides had one name, which is the one outside', () => {
  const { design } = opened('without-media.edgelab');
  const contents = design.hosts.flatMap(({ roles }) => roles.flatMap(({ content }) => content ?? []));
  expect(contents).toHaveLength(2);
  expect(contents[1]).toEqual({ external: 'webext.contoso.com', internal: 'webpool.contoso.net' });
});

test('what is wrong in an earlier file is told where it stands there', () => {
  const text = earlier('media-relay-by-port.edgelab');
  const broken = changed('"port": 5067', `"port": ${MARK}true`, text);
  expect(problemsOf(broken.text)).toEqual([
    `lab.json:${broken.at}: true is wrong for "port": it must be a port: a whole number from 0 to 65535`,
  ]);
  const wrongPort = changed('"mrasPort": 5062', `${MARK}"mrasPort": "x"`, text);
  const [problem] = problemsOf(wrongPort.text);
  expect(problem).toContain(`lab.json:${wrongPort.at}: "mrasPort" is no field here`);
});

test('a file of a later version is refused in one sentence, whatever else it holds', () => {
  const { text, at } = changed('"version": 2', `"version": ${MARK}3, "colour": "red"`);
  expect(problemsOf(text.replace('"zones"', '"places"'))).toEqual([
    `lab.json:${at}: this design was made by a newer version of Edge Lab (form 3; this one reads 2): update Edge Lab to open it`,
  ]);
  // Another thing's version is no later version of a design.
  expect(problemsOf('{ "format": "edge-lab-policy", "version": 3 }').join('\n')).not.toContain('newer');
});

test.each(['0', '-1', '1.5', '"2"', 'null'])('version %s is none', (version) => {
  const shown = version;
  expectProblem(
    '"version": 2',
    `"version": ${MARK}${version}`,
    `${shown} is wrong for "version": it must be 2, the version of this form`,
  );
});

test('hostile files of version 1 are refused in words', () => {
  const at = (fields: string) => problemsOf(`{ "format": "edge-lab-design", "version": 1, ${fields} }`);
  for (const fields of [
    '"hosts": 7',
    '"hosts": [7, null, []]',
    '"hosts": [{ "roles": "x" }, { "roles": [1] }]',
  ])
    expect(at(fields).length).toBeGreaterThan(0);
  expect(REFERENCE).toContain('"version": 2');
});
