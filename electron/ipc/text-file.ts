import * as v from 'valibot';

/** Designs and rules are far smaller; a film chosen by mistake must not be read into memory. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** What a file is chosen for. */
export const FileKind = v.picklist(['design', 'rules', 'show', 'lesson']);
export type FileKind = v.InferOutput<typeof FileKind>;

/** Endings of the names of files of each kind, without a dot; rules of firewalls have many. */
export const EXTENSIONS: Readonly<Record<FileKind, readonly string[]>> = {
  design: ['json', 'edgelab'],
  show: ['edgeshow'],
  lesson: ['edgelesson', 'yaml', 'yml'],
  rules: ['cfg', 'conf', 'txt', 'rules', 'nft', 'json', 'set', 'csv', 'ps1', 'log'],
};

/** What became of the file that the person chose: its text, or one sentence that says why there is none. */
export const TextFile = v.variant('ok', [
  v.object({ ok: v.literal(true), name: v.string(), text: v.string() }),
  v.object({ ok: v.literal(false), problem: v.string() }),
]);
export type TextFile = v.InferOutput<typeof TextFile>;

/** A text to be kept under a name that the person may change: a plain name, without a folder. */
export const TextToSave = v.object({
  name: v.pipe(v.string(), v.regex(/^[^/\\:*?"<>|\p{Cc}]{1,200}$/u)),
  text: v.pipe(v.string(), v.maxLength(MAX_FILE_BYTES)),
});
export type TextToSave = v.InferOutput<typeof TextToSave>;

/** Whether it was kept, or the person changed their mind; or one sentence that says why it could not be. */
export const Saved = v.variant('ok', [
  v.object({ ok: v.literal(true), saved: v.boolean() }),
  v.object({ ok: v.literal(false), problem: v.string() }),
]);
export type Saved = v.InferOutput<typeof Saved>;

/** The answer for a file of this size when it must not even be opened, else null. */
export function tooLarge(name: string, size_bytes: number): TextFile | null {
  if (size_bytes <= MAX_FILE_BYTES) return null;
  const mebibytes = Math.ceil(size_bytes / 1024 / 1024);
  return { ok: false, problem: `${name}: too large (${mebibytes} MB; at most 16 MB)` };
}

/** The answer for a file's bytes. Both shells read files through here, so that both refuse the same ones. */
export function textFile(name: string, bytes: Uint8Array): TextFile {
  const refused = tooLarge(name, bytes.length);
  if (refused) return refused;
  try {
    return { ok: true, name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, problem: `${name}: not a text file in UTF-8` };
  }
}
