import { homedir } from 'node:os';
import { join } from 'node:path';

export interface OwnFolders {
  /** What must last: the browser's profile, in which settings are kept. */
  readonly data: string;
  /** What may be deleted at any time. */
  readonly cache: string;
}

/** Where this person's programs keep their own, by each system's custom. */
export function ownFolders(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  home = homedir(),
): OwnFolders {
  if (platform === 'darwin')
    return {
      data: join(home, 'Library/Application Support/edge-lab'),
      cache: join(home, 'Library/Caches/edge-lab'),
    };
  if (platform === 'win32') {
    const local = join(env['LOCALAPPDATA'] ?? join(home, 'AppData/Local'), 'edge-lab');
    return { data: join(local, 'data'), cache: join(local, 'cache') };
  }
  // Empty counts as not set, as the XDG base directory specification has it.
  return {
    data: join(env['XDG_DATA_HOME'] || join(home, '.local/share'), 'edge-lab'),
    cache: join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'edge-lab'),
  };
}
