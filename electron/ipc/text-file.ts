import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
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

/** A file that the person chose, as the window knows it: never by its path. */
export const FileId = v.pipe(v.string(), v.uuid());

/** A file, and what it held when it was read or written last, by its hash. */
export const FilePlace = v.strictObject({ id: FileId, version: v.pipe(v.string(), v.hash(['sha256'])) });
export type FilePlace = v.InferOutput<typeof FilePlace>;

/** What became of a file's bytes: their text, or one sentence that says why there is none. */
export type TextFile = { readonly ok: true; readonly name: string; readonly text: string } | Refused;

interface Refused {
  readonly ok: false;
  readonly problem: string;
}

/** What became of the file that the person chose, with where it is; null where it can only be read. */
export const OpenedFile = v.variant('ok', [
  v.strictObject({ ok: v.literal(true), name: v.string(), text: v.string(), at: v.nullable(FilePlace) }),
  v.strictObject({ ok: v.literal(false), problem: v.string() }),
]);
export type OpenedFile = v.InferOutput<typeof OpenedFile>;

const text = v.pipe(v.string(), v.maxLength(MAX_FILE_BYTES));

/** A text to be kept under a name that the person may change: a plain name, without a folder. */
export const TextToSave = v.object({
  name: v.pipe(v.string(), v.regex(/^[^/\\:*?"<>|\p{Cc}]{1,200}$/u)),
  text,
});
export type TextToSave = v.InferOutput<typeof TextToSave>;

/** Where it was kept; null when the person changed their mind. Or one sentence that says why it could not be. */
export const Saved = v.variant('ok', [
  v.strictObject({
    ok: v.literal(true),
    saved: v.nullable(v.strictObject({ name: v.string(), at: v.nullable(FilePlace) })),
  }),
  v.strictObject({ ok: v.literal(false), problem: v.string() }),
]);
export type Saved = v.InferOutput<typeof Saved>;

/** A text for a file that the person chose before. */
export const TextToWrite = v.strictObject({
  at: FilePlace,
  text,
  /** Also over what something else has put there meanwhile. */
  anyway: v.boolean(),
});
export type TextToWrite = v.InferOutput<typeof TextToWrite>;

/** What became of that: written, or left alone because the file is not what it was. */
export const Written = v.variant('state', [
  v.strictObject({ state: v.literal('written'), at: FilePlace }),
  v.strictObject({ state: v.literal('changed') }),
  v.strictObject({ state: v.literal('failed'), problem: v.string() }),
]);
export type Written = v.InferOutput<typeof Written>;

/** A file that was open before. */
export const RecentFile = v.strictObject({
  id: FileId,
  name: v.string(),
  /** The name of its folder; empty where it is not known. */
  folder: v.string(),
  /** When it was opened or saved last, milliseconds since 1970. */
  when: v.number(),
});
export type RecentFile = v.InferOutput<typeof RecentFile>;

/** What a file holds, by its hash. */
export function versionOf(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** The answer for a file of this size when it must not even be opened, else null. */
export function tooLarge(name: string, size_bytes: number): Refused | null {
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
