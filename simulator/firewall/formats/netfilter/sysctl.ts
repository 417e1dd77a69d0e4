import type { Policy, Timeouts } from '../../../model/policy.ts';
import { LINUX_TIMEOUTS } from '../../../model/policy.ts';

/*
 * Rules of netfilter say nothing about time-outs, which are settings of the kernel
 * (Documentation/networking/nf_conntrack-sysctl.rst). Files that we write carry them in comments.
 */

const NAMES: { readonly [K in keyof Timeouts]: string } = {
  tcpOpening_s: 'tcp_timeout_syn_sent',
  tcpAnswered_s: 'tcp_timeout_syn_recv',
  tcpEstablished_s: 'tcp_timeout_established',
  tcpClosing_s: 'tcp_timeout_fin_wait',
  tcpCloseWait_s: 'tcp_timeout_close_wait',
  tcpLastAck_s: 'tcp_timeout_last_ack',
  tcpTimeWait_s: 'tcp_timeout_time_wait',
  tcpClosed_s: 'tcp_timeout_close',
  udpUnreplied_s: 'udp_timeout',
  udp_s: 'udp_timeout_stream',
  icmp_s: 'icmp_timeout',
  other_s: 'generic_timeout',
};
const PHASES = Object.keys(NAMES) as (keyof Timeouts)[];
const PREFIX = 'net.netfilter.nf_conntrack_';
const LINE = /^#\s*sysctl\s+net\.netfilter\.nf_conntrack_([a-z_]+)\s*=\s*(\d{1,9}(?:\.\d{1,6})?)\s*$/;

/** Comment lines that say what of the kernel's settings differs from its defaults. */
export function writeSysctl({ timeouts, maxConnections }: Policy): string[] {
  const lines = PHASES.filter((phase) => timeouts[phase] !== LINUX_TIMEOUTS[phase]).map(
    (phase) => `# sysctl ${PREFIX}${NAMES[phase]} = ${timeouts[phase]}`,
  );
  if (maxConnections > 0) lines.push(`# sysctl ${PREFIX}max = ${maxConnections}`);
  return lines;
}

/** Reads such comments. */
export class Sysctl {
  readonly #timeouts: { -readonly [K in keyof Timeouts]: number } = { ...LINUX_TIMEOUTS };
  #max: number | null = null;

  /** @returns false when the line is no such comment */
  read(line: string): boolean {
    const match = LINE.exec(line.trim());
    if (!match) return false;
    const phase = PHASES.find((one) => NAMES[one] === match[1]);
    if (phase) this.#timeouts[phase] = Number(match[2]);
    else if (match[1] === 'max') this.#max = Math.floor(Number(match[2]));
    else return false;
    return true;
  }

  settings(): Partial<Pick<Policy, 'timeouts' | 'maxConnections'>> {
    return { timeouts: { ...this.#timeouts }, ...(this.#max !== null && { maxConnections: this.#max }) };
  }
}
