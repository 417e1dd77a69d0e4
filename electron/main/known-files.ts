import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import * as v from 'valibot';
import { writeWhole } from '../files/whole-file.ts';
import type { RecentFile } from '../ipc/text-file.ts';
import { FileId } from '../ipc/text-file.ts';

const RECENT_MAX = 12;

const KnownFile = v.strictObject({
  id: FileId,
  path: v.pipe(v.string(), v.minLength(1)),
  /** When a window had it as its design last, milliseconds since 1970. */
  when: v.number(),
});
type KnownFile = v.InferOutput<typeof KnownFile>;

const ListForm = v.strictObject({ version: v.literal(1), files: v.array(KnownFile) });

/** The files that the person chose, by the ids by which windows know them. Those that were designs outlast the program. */
export class KnownFiles {
  readonly #list: string;
  readonly #paths = new Map<string, string>();
  /** The last one first. */
  #recent: readonly KnownFile[];

  /** @param list file in which the recent ones are kept */
  constructor(list: string) {
    this.#list = list;
    this.#recent = readList(list);
    for (const { id, path } of this.#recent) this.#paths.set(id, path);
  }

  /** The id of a file, whatever links lead there. */
  async idOf(path: string): Promise<string> {
    const real = await realpath(path).catch(() => path);
    for (const [id, known] of this.#paths) if (known === real) return id;
    const id = randomUUID();
    this.#paths.set(id, real);
    return id;
  }

  /** Where a file is; undefined when nobody chose one of this id. */
  pathOf(id: string): string | undefined {
    return this.#paths.get(id);
  }

  /** A window has a file as its design: it is the last one from now on. */
  touch(id: string, now: number): void {
    const path = this.#paths.get(id);
    if (path === undefined) return;
    const others = this.#recent.filter((one) => one.id !== id);
    this.#keep([{ id, path, when: now }, ...others].slice(0, RECENT_MAX));
  }

  /** Takes one off the list, or all of them. Windows that have it open still know it. */
  forget(id: string | null): void {
    this.#keep(id === null ? [] : this.#recent.filter((one) => one.id !== id));
  }

  /** Those that are still there. */
  async recent(): Promise<RecentFile[]> {
    const there = await Promise.all(this.#recent.map(async ({ path }) => isThere(path)));
    const found = this.#recent.filter((_, at) => there[at]);
    if (found.length < this.#recent.length) this.#keep(found);
    return found.map(({ id, path, when }) => ({
      id,
      name: basename(path),
      folder: basename(dirname(path)),
      when,
    }));
  }

  #keep(recent: readonly KnownFile[]): void {
    this.#recent = recent;
    try {
      writeWhole(this.#list, (write) => write(JSON.stringify({ version: 1, files: recent })));
    } catch {
      // The list lasts as long as the program, then.
    }
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function readList(list: string): readonly KnownFile[] {
  try {
    const parsed = v.safeParse(ListForm, JSON.parse(readFileSync(list, 'utf8')));
    return parsed.success ? parsed.output.files : [];
  } catch {
    return [];
  }
}
