import type { Browser } from 'puppeteer-core';
import { launch } from 'puppeteer-core';

/** Nothing listens there: whatever is asked of a network fails. */
const NOWHERE = { host: '127.0.0.1', port: 9 };

/**
 * Starts Firefox without a screen and without a network. Playwright can drive only a Firefox of its own, puppeteer any.
 * @param file the program
 */
export function launchFirefox(file: string): Promise<Browser> {
  return launch({
    browser: 'firefox',
    executablePath: file,
    headless: true,
    extraPrefsFirefox: {
      'network.proxy.type': 1,
      'network.proxy.http': NOWHERE.host,
      'network.proxy.http_port': NOWHERE.port,
      'network.proxy.ssl': NOWHERE.host,
      'network.proxy.ssl_port': NOWHERE.port,
    },
  });
}
