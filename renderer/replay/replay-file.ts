import type { FeatureRun } from '../../simulator/model/run.ts';
import { decodeBase64Bytes } from '../../simulator/protocols/codec/base64.ts';
import type { ReplayHead } from '../../simulator/replay/replay.ts';
import { readReplayHead, readReplayTrace } from '../../simulator/replay/replay.ts';

export const DAMAGED =
  'This replay is damaged: its file was cut off or changed on the way. Ask for the file to be sent again.';
export const NEWER =
  'This replay was written by a newer Edge Lab than the one that made this page. Ask for it to be made again.';
export const TOO_OLD =
  'This browser is too old for this replay. Open it in a newer Chromium, Firefox or Safari.';

/** What can be read, or a sentence that says why it cannot. */
export type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** A replay as its page holds it: packed, part by part. */
export class ReplayFile {
  readonly head: ReplayHead;
  /** The packed trace of each scene. */
  readonly #traces: readonly string[];

  private constructor(head: ReplayHead, traces: readonly string[]) {
    this.head = head;
    this.#traces = traces;
  }

  /** @param parts in base64: the head, and the trace of each scene */
  static async open([head = '', ...traces]: readonly string[]): Promise<Read<ReplayFile>> {
    if (typeof DecompressionStream === 'undefined') return { ok: false, problem: TOO_OLD };
    const text = await unpacked(head);
    if (text === null) return { ok: false, problem: DAMAGED };
    const read = readReplayHead(text);
    if (read === 'newer') return { ok: false, problem: NEWER };
    if (read === 'damaged' || read.scenes.length !== traces.length) return { ok: false, problem: DAMAGED };
    return { ok: true, value: new ReplayFile(read, traces) };
  }

  /** The run of a scene. */
  async run(scene: number): Promise<Read<FeatureRun>> {
    const text = await unpacked(this.#traces[scene]!);
    const trace = text === null ? null : readReplayTrace(text);
    if (!trace) return { ok: false, problem: DAMAGED };
    return { ok: true, value: { ...this.head.scenes[scene]!.run, trace } };
  }
}

/** The text that was packed; null when it is not whole, which gzip knows by checksum and length (RFC 1952 2.3.1). */
async function unpacked(base64: string): Promise<string | null> {
  const packed = new Blob([decodeBase64Bytes(base64) as Uint8Array<ArrayBuffer>]);
  try {
    return await new Response(packed.stream().pipeThrough(new DecompressionStream('gzip'))).text();
  } catch {
    return null;
  }
}
