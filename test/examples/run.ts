import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { edited, EXAMPLES, readExample } from '../../docs/manual/make/extending/examples.ts';

/*
 * `npm run examples`: takes all worked examples into a copy of the project, and holds that to what the project is held to:
 * types, lint, imports, its tests, a build of the window, and commands that show what was added. With --quick only types
 * of the simulator and the examples' own tests.
 */

const quick = process.argv.includes('--quick');
const root = resolve('.');
const copy = mkdtempSync(join(tmpdir(), 'edge-lab-examples-'));
let passed = 0;
let failed = 0;

function step(
  what: string,
  program: string,
  args: readonly string[],
  accepts = (said: string) => said !== '',
): void {
  const begun = performance.now();
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const ok = status === 0 && accepts(`${stdout}${stderr} `);
  const took = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${ok ? 'ok' : 'FAILED'}: ${what} (${took} s)`);
  if (!ok) console.log(`${stdout}\n${stderr}`.slice(-6000));
  if (ok) passed++;
  else failed++;
}

/** Copies what git knows of, and what it would take; packages are shared, but not what they keep in node_modules. */
function copyProject(): void {
  const listed = spawnSync('git', ['ls-files', '-z', '-c', '-o', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const path of listed.stdout.split('\0'))
    if (path !== '' && existsSync(join(root, path))) cpSync(join(root, path), join(copy, path));
  const packages = join(copy, 'node_modules');
  mkdirSync(packages);
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '.cache' && !name.startsWith('.vite'))
      symlinkSync(join(root, 'node_modules', name), join(packages, name));
}

/** @returns files that are new, and all that differ from the project's */
function takeExamples(): { readonly added: readonly string[]; readonly changed: readonly string[] } {
  const added: string[] = [];
  const changed = new Set<string>();
  for (const example of EXAMPLES.map(readExample)) {
    for (const { path, text } of example.files) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      writeFileSync(join(copy, path), text, { flag: 'wx' });
      added.push(path);
    }
    for (const edit of example.edits) {
      const path = join(copy, edit.file);
      writeFileSync(path, edited(readFileSync(path, 'utf8'), edit));
      changed.add(edit.file);
    }
  }
  return { added, changed: [...added, ...changed] };
}

const npx = (...args: string[]) => ['--no-install', ...args];

try {
  copyProject();
  const { added, changed } = takeExamples();
  const code = changed.filter((path) => /\.(ts|svelte)$/.test(path));
  step('form of the files', 'npx', npx('prettier', '--write', '--log-level', 'warn', ...changed), () => true);
  step('types of the simulator', 'npx', npx('tsc', '-p', 'tsconfig.simulator.json'), () => true);
  step('tests of the examples', 'npx', npx('vitest', 'run', 'test/unit/examples'), (said) =>
    /^\d+ passed, 0 failed$/m.test(said),
  );
  if (!quick) {
    step(
      'types of the command line and the shell',
      'npx',
      npx('tsc', '-p', 'tsconfig.node.json'),
      () => true,
    );
    step(
      'types of the window',
      'npx',
      npx('svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings'),
    );
    step('lint', 'npx', npx('eslint', ...code), () => true);
    step(
      'imports',
      'npx',
      npx('depcruise', 'simulator', 'electron', 'renderer', '--config', '.dependency-cruiser.cjs'),
    );
    step('the window', 'npm', ['run', '-s', 'build', '--', '--logLevel', 'warn'], () => true);
    showCommands();
  }
  console.log(`${added.length} files added, ${changed.length - added.length} changed`);
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** Commands that show what was added. */
function showCommands(): void {
  const lab = (what: string, says: string, ...args: string[]) =>
    step(what, process.execPath, ['electron/cli/start.mjs', ...args], (said) => said.includes(says));
  lab('the feature on the design', 'works', 'run', 'time-server', '--only', 'edge-clock');
  lab('why it fails without its rule', 'I10', 'explain', 'time-server', 'edge-clock', '--close', 'I10');
  lab('the format', 'ufw route allow', 'firewall', 'export', '--firewall', 'external', '--format', 'ufw');
  lab(
    'the kind of fault',
    'cable:edge/access',
    'whatif',
    '--faults',
    'cable',
    '--only',
    'remote-sign-in',
    '--json',
  );
  lab('the report in its form', '10.45.16.10', 'report', 'addresses', '--as', 'text');
  lab('the lesson', 'can be done', 'lesson', 'check', 'simulator/lessons/course/keeping-time.yaml');
  lab('the message', 'works', 'run', '--only', 'remote-sign-in', '--at', '0.2:inject alice-pc=ntp-answer');
}

console.log(`${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
