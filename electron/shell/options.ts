import { parseArgs } from 'node:util';

/** How the lab is started. */
export interface StartOptions {
  /** Do not look for Electron. */
  readonly browser: boolean;
  /** Do not open a window: only print the address. */
  readonly open: boolean;
  readonly headless: boolean;
  readonly port: number;
}

/** The port on which settings are kept: another port is another origin to the browser. */
export const USUAL_PORT = 47810;

/**
 * Reads the arguments of `npm start -- ...`.
 * @throws Error with one line that says what is wrong
 */
export function startOptions(args: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      browser: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      headless: { type: 'boolean', default: false },
      port: { type: 'string', default: String(USUAL_PORT) },
    },
    strict: true,
  });
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65535)
    throw new Error(`--port ${values.port}: must be a port from 0 (any that is free) to 65535`);
  return { browser: values.browser, open: !values['no-open'], headless: values.headless, port: Number(values.port) };
}
