import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { sha256 } from '@noble/hashes/sha2.js';
import * as v from 'valibot';
import { parseDocument } from 'yaml';
import { field } from '../model/design.ts';
import { decodeBase64Bytes, encodeBase64Bytes } from '../protocols/codec/base64.ts';
import { decodeUtf8, encodeUtf8 } from '../protocols/codec/utf8.ts';
import type { Lesson } from './lesson.ts';
import type { LoadedLesson } from './load.ts';
import { loadLesson } from './load.ts';

/*
 * A lesson as it is given to learners: one file in which nobody reads what is wrong, or the key, by opening it in an editor.
 * It is sealed with a key that is in this program: that keeps honest people honest, and no more (assumption: whoever can take
 * this program apart needs no lesson about it).
 */

const FORMAT = 'edge-lab-handout';
const VERSION = 1;
const NONCE_BYTES = 24;
const SEAL = sha256(encodeUtf8('a hand-out of Edge Lab, form 1'));

export const HandoutForm = v.strictObject({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  id: field.id,
  title: field.text,
  sealed: v.string(),
});

/**
 * A lesson's file made into a hand-out.
 * @param text the lesson's, as it was read
 */
export function sealLesson({ id, title }: Pick<Lesson, 'id' | 'title'>, text: string): string {
  const bytes = encodeUtf8(text);
  // Made of what it seals: the same lesson gives the same file, and no nonce serves for two.
  const nonce = sha256(bytes).subarray(0, NONCE_BYTES);
  const sealed = xchacha20poly1305(SEAL, nonce).encrypt(bytes);
  const all = new Uint8Array(nonce.length + sealed.length);
  all.set(nonce);
  all.set(sealed, nonce.length);
  const handout = { format: FORMAT, version: VERSION, id, title, sealed: encodeBase64Bytes(all) };
  return `${JSON.stringify(handout, null, 1)}\n`;
}

/** A lesson's text with the key with which work for it is signed; comments and all else stay as they are. */
export function withKey(text: string, key: string): string {
  const document = parseDocument(text);
  document.set('key', key);
  return document.toString({ lineWidth: 0 });
}

/** What a file of a lesson holds: the text that its author wrote, whether it is open or handed out. */
export type OpenedLesson = LoadedLesson & { readonly text: string; readonly handedOut: boolean };

/** Reads a lesson, or a hand-out of one. */
export function openLesson(text: string, file: string): OpenedLesson {
  const handout = handoutIn(text);
  if (!handout) return { ...loadLesson(text, file), text, handedOut: false };
  const refuse = (message: string): OpenedLesson => ({
    ok: false,
    problems: [{ file, line: 1, column: 1, message }],
    text: '',
    handedOut: true,
  });
  if (typeof handout.version === 'number' && handout.version > VERSION)
    return refuse('this lesson was handed out by a newer version of Edge Lab: update Edge Lab to open it');
  const parsed = v.safeParse(HandoutForm, handout);
  const inside = parsed.success ? unsealed(parsed.output.sealed) : null;
  if (inside === null) return refuse('this lesson was cut off or damaged on its way: ask for the file again');
  return { ...loadLesson(inside, file), text: inside, handedOut: true };
}

function handoutIn(text: string): { readonly version?: unknown } | null {
  if (!text.trimStart().startsWith('{')) return null;
  // Even one that was cut off says at its beginning what it is.
  const says = new RegExp(`^\\s*\\{\\s*"format":\\s*"${FORMAT}"`).test(text);
  try {
    const json = JSON.parse(text) as { readonly format?: unknown; readonly version?: unknown } | null;
    return json?.format === FORMAT ? json : null;
  } catch {
    return says ? {} : null;
  }
}

function unsealed(data: string): string | null {
  try {
    const all = decodeBase64Bytes(data);
    const cipher = xchacha20poly1305(SEAL, all.subarray(0, NONCE_BYTES));
    return decodeUtf8(cipher.decrypt(all.subarray(NONCE_BYTES)));
  } catch {
    return null;
  }
}
