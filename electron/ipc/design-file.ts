import * as v from 'valibot';

/** A design is far smaller; a film chosen by mistake must not be read into memory. */
export const MAX_DESIGN_BYTES = 16 * 1024 * 1024;

/** What became of the file that the person chose: its text, or one sentence that says why there is none. */
export const DesignFile = v.variant('ok', [
  v.object({ ok: v.literal(true), name: v.string(), text: v.string() }),
  v.object({ ok: v.literal(false), problem: v.string() }),
]);
export type DesignFile = v.InferOutput<typeof DesignFile>;

/** The answer for a file of this size when it must not even be opened, else null. */
export function tooLarge(name: string, size_bytes: number): DesignFile | null {
  if (size_bytes <= MAX_DESIGN_BYTES) return null;
  const mebibytes = Math.ceil(size_bytes / 1024 / 1024);
  return { ok: false, problem: `${name}: too large for a design (${mebibytes} MB; at most 16 MB)` };
}

/** The answer for a file's bytes. Both shells read files through here, so that both refuse the same ones. */
export function designFile(name: string, bytes: Uint8Array): DesignFile {
  const refused = tooLarge(name, bytes.length);
  if (refused) return refused;
  try {
    return { ok: true, name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, problem: `${name}: not a text file in UTF-8` };
  }
}
