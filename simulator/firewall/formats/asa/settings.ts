import type { Policy, Timeouts } from '../../../model/policy.ts';
import { Settings, settingComments } from '../cisco/settings.ts';

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

export class AsaSettings extends Settings {
  constructor() {
    super(DEFAULTS);
  }

  /** Reads "timeout conn 1:00:00 udp 0:02:00". */
  command(words: readonly string[]): void {
    for (let at = 1; at + 1 < words.length; at += 2) {
      const match = /^(\d{1,4}):(\d{2}):(\d{2})$/.exec(words[at + 1]!);
      if (match && Object.hasOwn(COMMAND, words[at]!))
        this.set(COMMAND[words[at]!]!, Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]));
    }
  }
}

/** The lines that say them. */
export function writeSettings(policy: Policy): string[] {
  const { timeouts } = policy;
  const clock = (seconds: number) =>
    [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
      .map((part, at) => (at === 0 ? `${part}` : `${part}`.padStart(2, '0')))
      .join(':');
  const whole = (seconds: number) => Number.isInteger(seconds) && seconds < 36_000_000;
  const commands = Object.entries(COMMAND).filter(([, [phase]]) => whole(timeouts[phase!]));
  const said = new Map(
    commands.flatMap(([, phases]) => phases.map((phase) => [phase, timeouts[phases[0]!]])),
  );
  return [
    ...commands.map(([name, [phase]]) => `timeout ${name} ${clock(timeouts[phase!])}`),
    ...settingComments(policy, said, DEFAULTS),
  ];
}
