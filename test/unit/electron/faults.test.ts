import { EventEmitter } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, BrowserWindow } from 'electron';
import { beforeEach, expect, test, vi } from 'vitest';
import { dialog, FakeWindow } from './fake-electron.ts';

vi.mock('electron', () => import('./fake-electron.ts'));
const { watchProgram, watchWindow } = await import('../../../electron/main/faults.ts');
const { Reports } = await import('../../../electron/main/reports.ts');

const HOME = '/home/alice';
const newReports = () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'edge-lab-reports-')), 'reports');
  return new Reports(folder, HOME, () => new Date(0));
};
const lines = ({ log }: { log: string }) => (existsSync(log) ? readFileSync(log, 'utf8') : '');
const settled = () => new Promise((done) => setImmediate(done));

beforeEach(() => {
  vi.clearAllMocks();
});

test('the log says when, where and what, without the name of the person', () => {
  const reports = newReports();
  reports.keep('main', new Error(`cannot read ${HOME}/secret.edgelab`));
  reports.keep('page', 'x'.repeat(30_000));
  const [first, ...rest] = lines(reports).split('\n');
  expect(first).toBe('1970-01-01T00:00:00.000Z main: Error: cannot read ~/secret.edgelab');
  expect(lines(reports)).not.toContain(HOME);
  expect(rest.join('').length).toBeLessThan(25_000);
});

test('the log does not grow without end', () => {
  const reports = newReports();
  for (let at = 0; at < 60; at++) reports.keep('page', `${at} ${'x'.repeat(19_000)}`);
  const before = readFileSync(join(reports.folder, 'errors.1.log'), 'utf8');
  expect(lines(reports).length + before.length).toBeLessThan(2 * 300 * 1024);
  expect(lines(reports)).toContain('59 x');
});

test('where nothing can be written, nothing breaks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'edge-lab-reports-'));
  writeFileSync(join(folder, 'file'), '');
  new Reports(join(folder, 'file'), HOME).keep('main', 'x');
});

test('what breaks in the program is kept each time and said once; the program goes on', () => {
  const app = new EventEmitter();
  const process = new EventEmitter();
  const reports = newReports();
  watchProgram(app as unknown as App, process as unknown as NodeJS.Process, reports);
  process.emit('uncaughtException', new Error('first'));
  process.emit('unhandledRejection', 'second');
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 5 });
  app.emit('child-process-gone', {}, { type: 'Utility', reason: 'clean-exit', exitCode: 0 });
  expect(lines(reports)).toContain('main: Error: first');
  expect(lines(reports)).toContain('main: second');
  expect(lines(reports)).toContain('GPU: crashed, exit code 5');
  expect(lines(reports)).not.toContain('Utility');
  expect(dialog.showErrorBox).toHaveBeenCalledOnce();
});

function watched() {
  const window = new FakeWindow({});
  const reports = newReports();
  watchWindow(window as unknown as BrowserWindow, reports);
  const breaks = (reason: string) =>
    window.webContents.emit('render-process-gone', {}, { reason, exitCode: 1 });
  const answers = (response: number) => dialog.showMessageBox.mockResolvedValueOnce({ response });
  return { window, reports, breaks, answers };
}

test('a window that broke is loaded again, or closed, as the person says', async () => {
  const { window, reports, breaks, answers } = watched();
  answers(0);
  breaks('crashed');
  await settled();
  expect(window.webContents.reload).toHaveBeenCalledOnce();
  expect(lines(reports)).toContain('window: crashed, exit code 1');
  answers(1);
  breaks('oom');
  await settled();
  expect(window.webContents.reload).toHaveBeenCalledOnce();
  expect(window.destroy).toHaveBeenCalledOnce();
});

test('a window that ends as it should asks nothing', async () => {
  const { breaks } = watched();
  breaks('clean-exit');
  await settled();
  expect(dialog.showMessageBox).not.toHaveBeenCalled();
});

test('a window that does not answer is asked about once at a time, and loaded again without another question', async () => {
  const { window, breaks, answers } = watched();
  answers(1);
  window.emit('unresponsive');
  window.emit('unresponsive');
  await settled();
  expect(dialog.showMessageBox).toHaveBeenCalledOnce();
  expect(window.webContents.forcefullyCrashRenderer).not.toHaveBeenCalled();
  answers(0);
  window.emit('unresponsive');
  await settled();
  expect(window.webContents.forcefullyCrashRenderer).toHaveBeenCalledOnce();
  breaks('killed');
  await settled();
  expect(window.webContents.reload).toHaveBeenCalledOnce();
  expect(dialog.showMessageBox).toHaveBeenCalledTimes(2);
});
