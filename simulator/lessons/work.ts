import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { printable, shortened } from '../designs/quote.ts';
import { openDesign } from '../designs/registry.ts';
import { field } from '../model/design.ts';
import type { Design } from '../model/design.ts';
import { encodeUtf8 } from '../protocols/codec/utf8.ts';
import { EntryForm } from './entry.ts';
import type { Lesson } from './lesson.ts';

/*
 * What a learner hands in: what they did in a lesson, and the networks that they made. It is signed with the lesson's key (HMAC,
 * RFC 2104, with SHA-256), so that whoever has the lesson can tell whether somebody edited it. The score is not in it: who
 * grades it runs the networks again.
 */

export const WORK_FORMAT = 'edge-lab-work';
const WORK_VERSION = 1;

const Unsigned = v.strictObject({
  format: v.literal(WORK_FORMAT),
  version: v.literal(WORK_VERSION),
  lesson: v.strictObject({ id: field.id, title: field.text, digest: v.pipe(v.string(), v.length(64)) }),
  learner: v.pipe(field.text, v.minLength(1)),
  /** When it began and was handed in, ISO 8601, by the learner's clock. */
  began: field.instant,
  ended: field.instant,
  /** Seconds that the lesson was open. */
  seconds: v.pipe(v.number(), v.minValue(0)),
  entries: v.pipe(v.array(EntryForm), v.maxLength(10_000)),
  /** Texts of designs. */
  designs: v.pipe(v.array(v.string()), v.maxLength(1000)),
});
export type Work = v.InferOutput<typeof Unsigned>;

export const WorkForm = v.strictObject({
  ...Unsigned.entries,
  signature: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

export type ReadWork =
  | { readonly ok: true; readonly work: Work; readonly designs: readonly Design[] }
  /** One line. */
  | { readonly ok: false; readonly problem: string };

/** A work file's text. */
export function writeWork(lesson: Lesson, work: Work): string {
  return `${JSON.stringify({ ...work, signature: signatureOf(lesson, work) }, null, 1)}\n`;
}

/** Reads what somebody handed in for a lesson: its form, that it is of this lesson, and that nobody edited it. */
export function readWork(lesson: Lesson, text: string, file: string): ReadWork {
  const refuse = (problem: string): ReadWork => ({ ok: false, problem: printable(`${file}: ${problem}`) });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refuse('this is no whole work file: it was cut off or damaged; ask for it again');
  }
  const { format, version } = (json ?? {}) as Readonly<Record<string, unknown>>;
  if (format !== WORK_FORMAT)
    return refuse('this is no work file of Edge Lab: it must be what a lesson handed in');
  if (typeof version === 'number' && version > WORK_VERSION)
    return refuse('this work file was written by a newer version of Edge Lab: update Edge Lab to grade it');
  const parsed = v.safeParse(WorkForm, json);
  if (!parsed.success)
    return refuse(
      `this work file is damaged at ${shortened(v.getDotPath(parsed.issues[0]) ?? 'its beginning')}; ask for it again`,
    );
  const { signature, ...work } = parsed.output;
  if (work.lesson.id !== lesson.id)
    return refuse(`this is work for the lesson "${work.lesson.title}", not for "${lesson.title}"`);
  if (work.lesson.digest !== lesson.digest)
    return refuse(
      'this is work for another version of this lesson: grade it with the file that was handed out',
    );
  if (signature !== signatureOf(lesson, work))
    return refuse('this work file was changed after the lesson wrote it, so it has no score');
  const designs: Design[] = [];
  for (const one of work.designs) {
    const loaded = openDesign(one, '');
    if (!loaded.ok) return refuse(`a network in it is none: ${loaded.problems[0]!.message}`);
    designs.push(loaded.design);
  }
  return { ok: true, work, designs };
}

/** A lesson without a key of its own is for practice: what it signs with can be worked out from its text. */
function signatureOf({ key, digest }: Lesson, work: Work): string {
  const signed = JSON.stringify(v.parse(Unsigned, work));
  return bytesToHex(hmac(sha256, hexToBytes(key ?? digest), encodeUtf8(signed)));
}
