import { spawnSync } from 'node:child_process';
import { shippedPackages } from './licences/list.ts';

/**
 * Asks npm's advisories about what is shipped (`npx tsx build/audit.ts`, after a build). Not `npm audit --omit=dev`: the
 * window's packages are bundled, so that npm takes them for tools. Exit status: 0 nothing is known, 1 something is, 2 no answer.
 */

const { stdout } = spawnSync('npm', ['audit', '--json'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
const answer = readAnswer(stdout);
if (answer === null) {
  console.error('npm audit gave no answer: its registry may not serve advisories');
  process.exitCode = 2;
} else {
  const shipped = new Set(shippedPackages().map(({ name }) => name));
  const found = Object.entries(answer).filter(([name]) => shipped.has(name));
  for (const [name, { severity, range }] of found) console.log(`${name} ${range}: ${severity}`);
  console.log(`${shipped.size} packages are shipped, something is known against ${found.length}`);
  process.exitCode = found.length === 0 ? 0 : 1;
}

interface Advisory {
  readonly severity: string;
  readonly range: string;
}

/** Null when it is no answer of npm's. */
function readAnswer(text: string): Record<string, Advisory> | null {
  try {
    return (JSON.parse(text) as { vulnerabilities?: Record<string, Advisory> }).vulnerabilities ?? null;
  } catch {
    return null;
  }
}
