import type { HeldFile } from './chosen.ts';
import { handleOf } from './handles.ts';

/** How long a window waits for the others to say that they have a file, too, milliseconds. */
const PATIENCE_MS = 400;

/** What windows ask each other, and answer. Handles travel with it. */
interface Asked {
  readonly ask: string;
  readonly name: string;
  readonly version: string;
  readonly handle: FileSystemFileHandle | null;
}
interface Answered {
  readonly answer: string;
}

let channel: BroadcastChannel | undefined;
let held: Omit<Asked, 'ask'> | null = null;
const waiting = new Map<string, () => void>();

/**
 * This window has a file as its design from now on: asks the others, and answers them from then on. Where the browser gives
 * no handles, files of one name and content are taken for one.
 * @returns whether another window has it, too
 */
export async function holdInBrowser(file: HeldFile | null): Promise<boolean> {
  const handle = file?.at ? await handleOf(file.at.id) : null;
  held = file && { name: file.name, version: file.version, handle };
  if (!held) return false;
  channel ??= listen();
  const ask = crypto.randomUUID();
  const mine = held;
  const elsewhere = await new Promise<boolean>((resolve) => {
    waiting.set(ask, () => resolve(true));
    setTimeout(() => resolve(false), PATIENCE_MS);
    channel?.postMessage({ ask, ...mine } satisfies Asked);
  });
  waiting.delete(ask);
  return elsewhere;
}

function listen(): BroadcastChannel {
  const opened = new BroadcastChannel('edge-lab.files');
  opened.onmessage = ({ data }: MessageEvent<Asked | Answered>) => {
    if ('answer' in data) waiting.get(data.answer)?.();
    else
      void isHeld(data).then((same) => same && opened.postMessage({ answer: data.ask } satisfies Answered));
  };
  return opened;
}

async function isHeld({ name, version, handle }: Asked): Promise<boolean> {
  if (!held) return false;
  return handle && held.handle
    ? handle.isSameEntry(held.handle)
    : held.name === name && held.version === version;
}
