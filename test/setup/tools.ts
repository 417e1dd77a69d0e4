import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { noKernel } from '../referee/kernel/referee.ts';
import { systemBrowser } from '../../electron/shell/browser.ts';

/** Starts a program once: one that exists but cannot run (a stub, a missing library) is none. */
function runs(file: string, version = '--version'): boolean {
  return spawnSync(file, [version], { timeout: 20_000, stdio: 'ignore' }).status === 0;
}

function attempt(command: string, args: readonly string[], limit_ms: number): void {
  console.log(`[setup] ${command} ${args.join(' ')}`);
  spawnSync(command, args, {
    timeout: limit_ms,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/** Installs Debian packages where that can be done without asking anyone. */
function install(...names: string[]): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  // Another apt may be at work, on a machine that has just started or in a test beside this one.
  const wait = ['-o', 'DPkg::Lock::Timeout=120'];
  attempt('apt-get', ['update', '-qq'], 120_000);
  attempt('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wait, ...names], 300_000);
}

function findBrowser(): string | null {
  const own = chromium.executablePath();
  return [systemBrowser(), existsSync(own) ? own : null].find((file) => file !== null && runs(file)) ?? null;
}

/**
 * A Chromium for the tests: the system's, Playwright's, Debian's package, Playwright's download.
 * @throws with what to do when there is none to be had
 */
export function ensureBrowser(): string {
  const here = findBrowser();
  if (here) return here;
  install('chromium');
  const installed = findBrowser();
  if (installed) return installed;
  attempt(process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium'], 120_000);
  const downloaded = findBrowser();
  if (downloaded) return downloaded;
  throw new Error('No Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.');
}

/**
 * Debian's Firefox, for what must open there too. Installed where that can be done; where not, the reason is printed.
 * @returns its file, or null
 */
export function ensureFirefox(): string | null {
  const FIREFOX = '/usr/bin/firefox-esr';
  if (!runs(FIREFOX)) install('firefox-esr');
  if (runs(FIREFOX)) return FIREFOX;
  console.log('[setup] no Firefox: what it would open is skipped (Debian: apt-get install firefox-esr)');
  return null;
}

/** Is tshark here? Installed where that can be done; where not, the reason is printed for the tests that it skips. */
export function haveTshark(): boolean {
  if (runs('tshark')) return true;
  install('tshark');
  if (runs('tshark')) return true;
  console.log('[setup] no tshark: what it would judge is skipped (Debian: apt-get install tshark)');
  return false;
}

/** Is a Redis server here? Installed where that can be done; where not, the reason is printed for the tests that it skips. */
export function haveRedis(): boolean {
  if (runs('redis-server')) return true;
  install('redis-server');
  if (runs('redis-server')) return true;
  console.log('[setup] no redis-server: the queue is not tested (Debian: apt-get install redis-server)');
  return false;
}

/** Is poppler's pdftotext here? Installed where that can be done; where not, the reason is printed for the tests that it skips. */
export function havePdftotext(): boolean {
  if (runs('pdftotext', '-v')) return true;
  install('poppler-utils');
  if (runs('pdftotext', '-v')) return true;
  console.log('[setup] no pdftotext: what PDFs say is not read (Debian: apt-get install poppler-utils)');
  return false;
}

/** Is ffmpeg here? Installed where that can be done; where not, the reason is printed for the tests that it skips. */
export function haveFfmpeg(): boolean {
  if (runs('ffmpeg', '-version')) return true;
  install('ffmpeg');
  if (runs('ffmpeg', '-version')) return true;
  console.log('[setup] no ffmpeg: films are not read (Debian: apt-get install ffmpeg)');
  return false;
}

/** Is all here that it takes to ask a Linux kernel? Installed where that can be done; where not, the reason is printed. */
export function haveKernel(): boolean {
  let missing = noKernel();
  if (missing !== null && missing.endsWith('not installed')) {
    install('nftables', 'iptables', 'iproute2', 'python3');
    missing = noKernel();
  }
  if (missing !== null) console.log(`[setup] no kernel to judge the firewalls: ${missing}`);
  return missing === null;
}
