import { parseArgs } from 'node:util';

/** How the lab is started. */
export interface StartOptions {
  /** Do without Electron. */
  readonly browser: boolean;
  /** Try to download Electron even if that failed a short while ago. */
  readonly download: boolean;
  /** Open a window, not only print the address. */
  readonly open: boolean;
  readonly headless: boolean;
  readonly port: number;
  readonly help: boolean;
}

/** The port on which settings are kept: another port is another origin to the browser. */
export const USUAL_PORT = 47810;

export const HELP = `npm start -- [options]
  --browser    in a browser window, without looking for Electron
  --no-open    only print the address (in a browser, like the next two)
  --port N     serve on this port, or the next free one (usual: ${USUAL_PORT}; 0: any, and settings are not kept)
  --headless   a browser window that is not shown
  --download   try to download Electron now, even if that failed today`;

const FORM = {
  browser: { type: 'boolean' },
  download: { type: 'boolean' },
  'no-open': { type: 'boolean' },
  headless: { type: 'boolean' },
  port: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * Reads the arguments of `npm start -- ...`.
 * @throws Error with one line that says what is wrong
 */
export function startOptions(args: readonly string[]): StartOptions {
  const values = parse(args);
  const port = values.port ?? String(USUAL_PORT);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535)
    throw new Error(`--port ${port}: must be a port from 0 (any that is free) to 65535`);
  const open = values['no-open'] !== true;
  const headless = values.headless === true;
  return {
    // Electron has no address to print, no port, and shows its window: whoever asks for those means the browser.
    browser: values.browser === true || !open || headless || values.port !== undefined,
    download: values.download === true,
    open,
    headless,
    port: Number(port),
    help: values.help === true,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FORM, strict: true }).values;
  } catch (error) {
    // Node's own sentences go on with advice about "--" that does not fit here.
    const [sentence] = (error as Error).message.split(/\. |\n/);
    throw new Error(`${sentence}; npm start -- --help lists what there is`, { cause: error });
  }
}
