import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { startProgram } from '../../../electron/shell/program.ts';

const here = mkdtempSync(join(tmpdir(), 'edge-lab-program-'));

/** Runs a piece of JavaScript as a program. */
const run = (script: string) => startProgram(process.execPath, ['-e', script]);

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    // A zombie answers too: it is dead all the same.
    return !(existsSync(`/proc/${pid}/stat`) && readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '));
  } catch {
    return false;
  }
};

test('tells how a program ended', async () => {
  expect(await run('process.exit(3)').ended).toEqual({ code: 3 });
  expect(await startProgram(join(here, 'none'), []).ended).toMatchObject({
    code: null,
    problem: expect.stringContaining('ENOENT') as string,
  });
});

test.skipIf(process.platform === 'win32')('stop takes along what the program has started', async () => {
  const file = join(here, 'helper');
  const helper = `process.on('SIGTERM', () => {}); require('fs').writeFileSync(${JSON.stringify(file)}, String(process.pid)); setInterval(() => {}, 1000)`;
  const program = run(
    `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(helper)}]); setInterval(() => {}, 1000)`,
  );
  await vi.waitFor(() => expect(readFileSync(file, 'utf8')).not.toBe(''), { timeout: 10_000 });
  const pid = Number(readFileSync(file, 'utf8'));
  expect(alive(pid)).toBe(true);
  program.stop();
  expect(await program.ended).toEqual({ code: null });
  await vi.waitFor(() => expect(alive(pid)).toBe(false));
});
