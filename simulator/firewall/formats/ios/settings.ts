import type { Policy, Timeouts } from '../../../model/policy.ts';
import { Settings, settingComments } from '../cisco/settings.ts';

/*
 * Time-outs of inspection (Cisco IOS Security command reference, "ip inspect tcp synwait-time" and the like), and, in
 * comments of files that we write, the others.
 */

/** Seconds behind "ip inspect". */
const COMMAND: Readonly<Record<string, readonly (keyof Timeouts)[]>> = {
  'tcp synwait-time': ['tcpOpening_s', 'tcpAnswered_s'],
  // Counted from when both sides have sent a FIN.
  'tcp finwait-time': ['tcpLastAck_s', 'tcpTimeWait_s'],
  'tcp idle-time': ['tcpEstablished_s'],
  'udp idle-time': ['udp_s', 'udpUnreplied_s'],
};
/** The same for the protocol of one rule set, "ip inspect name X tcp timeout 3600". */
const OF_RULE: Readonly<Record<string, readonly (keyof Timeouts)[]>> = {
  tcp: ['tcpEstablished_s'],
  udp: ['udp_s', 'udpUnreplied_s'],
  icmp: ['icmp_s'],
};
const DEFAULTS: Partial<Timeouts> = {
  tcpOpening_s: 30,
  tcpAnswered_s: 30,
  tcpLastAck_s: 5,
  tcpTimeWait_s: 5,
  tcpEstablished_s: 3600,
  udp_s: 30,
  udpUnreplied_s: 30,
  icmp_s: 10,
};

export class IosSettings extends Settings {
  constructor() {
    super(DEFAULTS);
  }

  /**
   * Reads what stands behind "ip inspect", "tcp idle-time 3600".
   * @returns false when it is none of these
   */
  command(words: readonly string[]): boolean {
    const name = words.slice(0, 2).join(' ');
    return Object.hasOwn(COMMAND, name) && this.#take(COMMAND[name]!, words[2]);
  }

  /** Reads what stands behind the protocol of a rule set, "timeout 3600". */
  ofRule(protocol: string, words: readonly string[]): void {
    const at = words.indexOf('timeout');
    if (at >= 0 && Object.hasOwn(OF_RULE, protocol)) this.#take(OF_RULE[protocol]!, words[at + 1]);
  }

  #take(phases: readonly (keyof Timeouts)[], text = ''): boolean {
    if (!/^\d{1,7}$/.test(text)) return false;
    this.set(phases, Number(text));
    return true;
  }
}

const whole = (seconds: number) => Number.isInteger(seconds) && seconds > 0 && seconds <= 2_147_483;

/**
 * The lines that say them.
 * @returns commands, how long sessions of ICMP last when a rule set can say so, and comments
 */
export function writeSettings(policy: Policy): {
  readonly commands: readonly string[];
  readonly icmp: string;
  readonly comments: readonly string[];
} {
  const { timeouts } = policy;
  const said = new Map<keyof Timeouts, number>();
  const commands: string[] = [];
  if (policy.stateful)
    for (const [name, phases] of Object.entries(COMMAND)) {
      const seconds = timeouts[phases[0]!];
      if (!whole(seconds)) continue;
      commands.push(`ip inspect ${name} ${seconds}`);
      for (const phase of phases) said.set(phase, seconds);
    }
  const icmp = policy.stateful && whole(timeouts.icmp_s) ? ` timeout ${timeouts.icmp_s}` : '';
  if (icmp !== '') said.set('icmp_s', timeouts.icmp_s);
  return { commands, icmp, comments: settingComments(policy, said, DEFAULTS) };
}
