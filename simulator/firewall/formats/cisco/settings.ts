import type { Policy, Timeouts } from '../../../model/policy.ts';
import { LINUX_TIMEOUTS } from '../../../model/policy.ts';

const COMMENT = /^! lab: (\w+) = (\d{1,9}(?:\.\d{1,6})?)$/;

/** Time-outs and the size of the table: what commands set, and what stands in comments of files that we write. */
export class Settings {
  readonly #timeouts: { -readonly [K in keyof Timeouts]: number };
  #said = false;
  #max: number | null = null;

  /** @param defaults what the firewall has when its file does not say */
  constructor(defaults: Partial<Timeouts>) {
    this.#timeouts = { ...LINUX_TIMEOUTS, ...defaults };
  }

  set(phases: readonly (keyof Timeouts)[], seconds: number): void {
    if (phases.length > 0) this.#said = true;
    for (const phase of phases) this.#timeouts[phase] = seconds;
  }

  /** @returns false when the line is no such comment */
  comment(line: string): boolean {
    const match = COMMENT.exec(line.trim());
    if (!match) return false;
    const value = Number(match[2]);
    if (match[1] === 'maxConnections') this.#max = Math.floor(value);
    else if (Object.hasOwn(this.#timeouts, match[1]!)) this.#timeouts[match[1] as keyof Timeouts] = value;
    else return false;
    this.#said = true;
    return true;
  }

  /** What the file says of them. */
  settings(): Partial<Policy> {
    return {
      ...(this.#said && { timeouts: { ...this.#timeouts } }),
      ...(this.#max !== null && { maxConnections: this.#max }),
    };
  }
}

/**
 * The comments that say what commands do not.
 * @param said what commands say
 * @param defaults as for `Settings`
 */
export function settingComments(
  { timeouts, maxConnections }: Policy,
  said: ReadonlyMap<keyof Timeouts, number>,
  defaults: Partial<Timeouts>,
): string[] {
  const known = { ...LINUX_TIMEOUTS, ...defaults };
  const rest = (Object.keys(timeouts) as (keyof Timeouts)[]).filter(
    (phase) => timeouts[phase] !== (said.get(phase) ?? known[phase]),
  );
  return [
    ...rest.map((phase) => `! lab: ${phase} = ${timeouts[phase]}`),
    ...(maxConnections > 0 ? [`! lab: maxConnections = ${maxConnections}`] : []),
  ];
}
