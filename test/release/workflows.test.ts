import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, '.github/workflows');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

interface Workflow {
  readonly permissions: Record<string, string>;
  readonly jobs: Record<
    string,
    { steps: { uses?: string; run?: string }[]; needs?: string; 'timeout-minutes'?: number }
  >;
}

const workflows = readdirSync(folder).map((name) => ({
  name,
  // YAML 1.1, as its readers take it: `on` stays a word in either.
  workflow: parse(readFileSync(join(folder, name), 'utf8')) as Workflow,
}));

for (const { name, workflow } of workflows) {
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  test(`${name} calls scripts and files that there are`, () => {
    const lines = steps.flatMap(({ run = '' }) => run.split('\n'));
    for (const line of lines) {
      const script = /\bnpm run (?:-s )?([\w:]+)/.exec(line)?.[1];
      if (script !== undefined) expect(Object.keys(scripts)).toContain(script);
      const file = /\btsx ([\w./]+)/.exec(line)?.[1] ?? /^(\.ci\/\w+)/.exec(line)?.[1];
      if (file !== undefined) expect([file, existsSync(join(root, file))]).toEqual([file, true]);
    }
  });

  test(`${name} may read only, ends by itself, and its jobs follow jobs that there are`, () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const job of jobs) {
      expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
      if (job.needs !== undefined) expect(Object.keys(workflow.jobs)).toContain(job.needs);
    }
  });
}

test('what packs has each action by the hash of a commit', () => {
  const release = workflows.find(({ name }) => name === 'release.yml')!.workflow;
  const used = Object.values(release.jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
  expect(used.length).toBeGreaterThan(4);
  for (const action of used) expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
});

test('keys for signing are seen by the packing step alone', () => {
  const release = readFileSync(join(folder, 'release.yml'), 'utf8');
  const { jobs } = parse(release) as Workflow;
  const seeing = Object.values(jobs)
    .flatMap(({ steps }) => steps)
    .filter((step) => JSON.stringify(step).includes('secrets.'));
  expect(seeing).toHaveLength(1);
  expect(seeing[0]?.run).toContain('electron-builder --publish never');
  expect(release.match(/secrets\./g)).toHaveLength(JSON.stringify(seeing[0]).match(/secrets\./g)!.length);
});
