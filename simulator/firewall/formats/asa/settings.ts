import type { Policy, Timeouts } from '../../../model/policy.ts';
import { LINUX_TIMEOUTS } from '../../../model/policy.ts';

/*
 * Time-outs: those that ASA's "timeout" command sets, and, in comments of files that we write, the others.
 */

const COMMAND: Readonly<Record<string, readonly (keyof Timeouts)[]>> = {
  conn: ['tcpEstablished_s'],
  'half-closed': ['tcpClosing_s'],
  udp: ['udp_s', 'udpUnreplied_s'],
  icmp: ['icmp_s'],
};
/** What ASA has when its file does not say (Cisco ASA command reference, "timeout"). */
const DEFAULTS: Partial<Timeouts> = {
  tcpEstablished_s: 3600,
  tcpClosing_s: 600,
  udp_s: 120,
  udpUnreplied_s: 120,
  icmp_s: 2,
};
const COMMENT = /^! lab: (\w+) = (\d{1,9}(?:\.\d{1,6})?)$/;

export class Settings {
  readonly #timeouts: { -readonly [K in keyof Timeouts]: number } = { ...LINUX_TIMEOUTS, ...DEFAULTS };
  #said = false;
  #max: number | null = null;

  /** Reads "timeout conn 1:00:00 udp 0:02:00". */
  command(words: readonly string[]): void {
    for (let at = 1; at + 1 < words.length; at += 2) {
      const match = /^(\d{1,4}):(\d{2}):(\d{2})$/.exec(words[at + 1]!);
      const phases = Object.hasOwn(COMMAND, words[at]!) ? COMMAND[words[at]!]! : [];
      if (!match || phases.length === 0) continue;
      this.#said = true;
      for (const phase of phases)
        this.#timeouts[phase] = Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
    }
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

  settings(): Partial<Policy> {
    return {
      ...(this.#said && { timeouts: { ...this.#timeouts } }),
      ...(this.#max !== null && { maxConnections: this.#max }),
    };
  }
}

/** The lines that say them. */
export function writeSettings({ timeouts, maxConnections }: Policy): string[] {
  const clock = (seconds: number) =>
    [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
      .map((part, at) => (at === 0 ? `${part}` : `${part}`.padStart(2, '0')))
      .join(':');
  const whole = (seconds: number) => Number.isInteger(seconds) && seconds < 36_000_000;
  const commands = Object.entries(COMMAND).filter(([, [phase]]) => whole(timeouts[phase!]));
  const said = new Map(
    commands.flatMap(([, phases]) => phases.map((phase) => [phase, timeouts[phases[0]!]])),
  );
  const rest = (Object.keys(timeouts) as (keyof Timeouts)[]).filter(
    (phase) => timeouts[phase] !== (said.get(phase) ?? { ...LINUX_TIMEOUTS, ...DEFAULTS }[phase]),
  );
  return [
    ...commands.map(([name, [phase]]) => `timeout ${name} ${clock(timeouts[phase!])}`),
    ...rest.map((phase) => `! lab: ${phase} = ${timeouts[phase]}`),
    ...(maxConnections > 0 ? [`! lab: maxConnections = ${maxConnections}`] : []),
  ];
}
