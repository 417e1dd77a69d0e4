/** Chromium, and so Electron, refuses to start its sandbox for root on Linux, as which containers and CI run. */
export function sandboxFlags(): string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
