import type { Policy, Timeouts } from '../../../model/policy.ts';
import type { Ledger } from '../ledger.ts';
import type { Statement } from './configuration.ts';
import { mark } from './marks.ts';

/*
 * Time-outs and helpers: what SRX has statements for, and, in comments of files that we write, the rest.
 */

/**
 * What SRX does when its file is silent (Junos, "Understanding Policy Application Timeout Configuration and Lookup"; CLI
 * reference, "tcp-initial-timeout" and "apply-to-half-close-state"): a connection of which one end only has sent its FIN
 * lives on as before.
 */
export const SRX_TIMEOUTS: Timeouts = {
  tcpOpening_s: 20,
  tcpAnswered_s: 20,
  tcpEstablished_s: 1800,
  tcpClosing_s: 1800,
  tcpCloseWait_s: 1800,
  tcpLastAck_s: 150,
  tcpTimeWait_s: 150,
  tcpClosed_s: 10,
  udpUnreplied_s: 60,
  udp_s: 60,
  icmp_s: 60,
  other_s: 1800,
};

const COMMENT = /^\s*# lab: (\w{1,40}) = (\d{1,9}(?:\.\d{1,6})?)$/;
const INITIAL = 'tcp-initial-timeout';
const LATE = 'session-timeout';

export class Settings {
  readonly #ledger: Ledger;
  readonly #timeouts: { -readonly [K in keyof Timeouts]: number } = { ...SRX_TIMEOUTS };
  readonly #comments = new Map<keyof Timeouts, number>();
  #max: number | null = null;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** @returns false when the line is no such comment */
  comment(text: string): boolean {
    const match = COMMENT.exec(text);
    if (!match) return false;
    if (match[1] === 'maxConnections') this.#max = Math.floor(Number(match[2]));
    else if (Object.hasOwn(this.#timeouts, match[1]!))
      this.#comments.set(match[1] as keyof Timeouts, Number(match[2]));
    else return false;
    return true;
  }

  /** Takes up [edit security flow]. */
  flow(flow: Statement): void {
    const session = flow.live('tcp-session');
    for (const one of flow.live())
      if (one.name !== 'tcp-session') mark(this.#ledger, one, 'ignored', 'decides no verdict here');
    for (const one of session.flatMap((all) => all.live())) {
      if (one.name === INITIAL) this.#initial(one);
      else if (one.name === 'time-wait-state') this.#timeWait(one);
      else if (one.name === 'no-syn-check')
        mark(
          this.#ledger,
          one,
          'approximated',
          'a connection begins with a SYN here: other packets without one are dropped',
        );
      else if (one.name === 'no-sequence-check')
        mark(this.#ledger, one, 'understood', 'sequence numbers are not checked');
      else mark(this.#ledger, one, 'ignored', 'decides no verdict here');
    }
  }

  #initial(one: Statement): void {
    const seconds = secondsOf(one.value, 4, 300);
    if (seconds === null) return mark(this.#ledger, one, 'ignored', 'must be 4 to 300 seconds: 20 hold');
    this.#timeouts.tcpOpening_s = seconds;
    this.#timeouts.tcpAnswered_s = seconds;
    mark(this.#ledger, one, 'understood', 'a time-out');
  }

  #timeWait(state: Statement): void {
    mark(this.#ledger, state, 'understood', 'a time-out');
    for (const one of state.live('session-ageout'))
      mark(this.#ledger, one, 'ignored', 'how fast a closed connection is forgotten is as without it');
    const given = state.one(LATE);
    const seconds = given ? secondsOf(given.value, 2, 600) : SRX_TIMEOUTS.tcpTimeWait_s;
    if (seconds === null) return mark(this.#ledger, given!, 'ignored', 'must be 2 to 600 seconds: 150 hold');
    this.#timeouts.tcpLastAck_s = seconds;
    this.#timeouts.tcpTimeWait_s = seconds;
    if (!state.one('apply-to-half-close-state')) return;
    this.#timeouts.tcpClosing_s = seconds;
    this.#timeouts.tcpCloseWait_s = seconds;
  }

  /** The time-outs of single applications: those of the firewall hold for all. */
  applications(all: readonly Statement[]): void {
    const timeouts = this.timeouts();
    for (const application of all)
      for (const term of [application, ...application.live('term')]) {
        const given = term.one('inactivity-timeout');
        if (!given) continue;
        const held = { tcp: timeouts.tcpEstablished_s, udp: timeouts.udp_s, icmp: timeouts.icmp_s };
        const protocol = term.one('protocol')?.value ?? '';
        const seconds = Object.hasOwn(held, protocol) ? held[protocol as keyof typeof held] : null;
        if (`${seconds ?? ''}` !== given.value)
          mark(
            this.#ledger,
            given,
            'approximated',
            `time-outs of single applications are not modelled${seconds === null ? '' : `: ${seconds} s hold`}`,
          );
      }
  }

  timeouts(): Timeouts {
    return { ...this.#timeouts, ...Object.fromEntries(this.#comments) };
  }

  settings(): Partial<Policy> {
    return {
      timeouts: this.timeouts(),
      ...(this.#max !== null && { maxConnections: this.#max }),
    };
  }
}

function secondsOf(text: string, least: number, most: number): number | null {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  return value >= least && value <= most ? value : null;
}

/** The lines that say them. */
export function writeSettings({ timeouts, maxConnections }: Policy): string[] {
  const within = (value: number, least: number, most: number) =>
    Number.isInteger(value) && value >= least && value <= most;
  const said: { -readonly [K in keyof Timeouts]: number } = { ...SRX_TIMEOUTS };
  const lines: string[] = [];
  if (timeouts.tcpOpening_s !== 20 && within(timeouts.tcpOpening_s, 4, 300)) {
    lines.push(`set security flow tcp-session ${INITIAL} ${timeouts.tcpOpening_s}`);
    said.tcpOpening_s = timeouts.tcpOpening_s;
    said.tcpAnswered_s = timeouts.tcpOpening_s;
  }
  if (timeouts.tcpTimeWait_s !== 150 && within(timeouts.tcpTimeWait_s, 2, 600)) {
    lines.push(`set security flow tcp-session time-wait-state ${LATE} ${timeouts.tcpTimeWait_s}`);
    said.tcpLastAck_s = timeouts.tcpTimeWait_s;
    said.tcpTimeWait_s = timeouts.tcpTimeWait_s;
  }
  const rest = (Object.keys(timeouts) as (keyof Timeouts)[]).filter(
    (phase) => timeouts[phase] !== said[phase],
  );
  return [
    ...lines,
    ...rest.map((phase) => `# lab: ${phase} = ${timeouts[phase]}`),
    ...(maxConnections > 0 ? [`# lab: maxConnections = ${maxConnections}`] : []),
  ];
}
