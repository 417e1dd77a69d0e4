import { ensureBrowser } from './tools.ts';

// Not in the configuration itself: an error there would end the run before a reporter could close it.
export default function setup(): void {
  process.env['E2E_BROWSER'] = ensureBrowser();
}
