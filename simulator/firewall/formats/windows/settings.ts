import type { Policy, Timeouts } from '../../../model/policy.ts';
import { LINUX_TIMEOUTS } from '../../../model/policy.ts';

/*
 * Windows has no commands for time-outs and for the size of its table. Files that we write carry them in comments.
 */

const COMMENT = /^#\s*lab: (\w{1,40}) = (\d{1,9}(?:\.\d{1,6})?)\s*$/;

/** Reads such comments. */
export class Settings {
  #timeouts: { -readonly [K in keyof Timeouts]: number } | null = null;
  #max: number | null = null;

  /** @returns false when the line is another comment */
  read(line: string): boolean {
    const [, name = '', value = ''] = COMMENT.exec(line.trim()) ?? [];
    if (name === 'maxConnections') this.#max = Math.floor(Number(value));
    else if (Object.hasOwn(LINUX_TIMEOUTS, name)) {
      this.#timeouts ??= { ...LINUX_TIMEOUTS };
      this.#timeouts[name as keyof Timeouts] = Number(value);
    } else return false;
    return true;
  }

  settings(): Partial<Policy> {
    return {
      ...(this.#timeouts && { timeouts: this.#timeouts }),
      ...(this.#max !== null && { maxConnections: this.#max }),
    };
  }
}

/** The comments that say them. */
export function writeSettings({ timeouts, maxConnections }: Policy): string[] {
  return [
    ...(Object.keys(timeouts) as (keyof Timeouts)[]).map((phase) => `# lab: ${phase} = ${timeouts[phase]}`),
    `# lab: maxConnections = ${maxConnections}`,
  ];
}
