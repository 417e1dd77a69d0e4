import type { Address } from '../../../simulator/model/address.ts';
import { formatAddress } from '../../../simulator/model/address.ts';
import { formatService, Protocol } from '../../../simulator/model/packet.ts';
import type { Shown } from '../../parts/status.ts';
import type { JudgedFlow } from '../../worker/laboratory.ts';

/** Kinds of messages that a row names. */
const NAMES_MAX = 3;

/** Who, and by which address and port; a foreign address has no other name. */
export interface RowEnd {
  readonly title: string;
  readonly address: string;
}

/** A conversation as a row of the table. */
export interface FlowRow {
  readonly flow: JudgedFlow;
  /** Seconds since the first packet of the capture. */
  readonly time: string;
  readonly from: RowEnd;
  readonly to: RowEnd;
  readonly service: string;
  readonly said: string;
  /** Everything that was said, for a tooltip. */
  readonly all: string;
  readonly status: Shown;
  readonly verdict: string;
  /** Where and by what. */
  readonly by: string;
  /** What the design as it was opened makes of it, when that is something else. */
  readonly before: { readonly verdict: string; readonly by: string } | null;
  /** Would the firewalls stop what the capture shows answered? */
  readonly found: boolean;
}

const WORDS: Readonly<Record<JudgedFlow['verdict'], string>> = {
  passes: 'passes',
  beside: 'no firewall',
  partly: 'dropped later',
  dropped: 'dropped',
  rejected: 'rejected',
  'no-way': 'no way',
  unjudged: 'not judged',
};

const STOPPED: readonly JudgedFlow['verdict'][] = ['partly', 'dropped', 'rejected'];

/**
 * The rows of a capture's conversations.
 * @param before the same by the design as it was opened, where it has changed since
 */
export function flowRows(flows: readonly JudgedFlow[], before: readonly JudgedFlow[]): readonly FlowRow[] {
  const earlier = new Map(before.map((flow) => [flow.number, flow]));
  return flows.map((flow) => {
    const { from, to, tuple, names, verdict, answered } = flow;
    const icmp = tuple.protocol === Protocol.icmp;
    const was = earlier.get(flow.number);
    const same = !was || (was.verdict === verdict && was.rule === flow.rule);
    const told = names.map(([name, times]) => (times > 1 ? `${times} × ${name}` : name));
    return {
      flow,
      time: (flow.first / 1e6).toFixed(3),
      from: endOf(from.title, tuple.src, icmp ? '' : `port ${tuple.sport}`),
      to: endOf(to.title, tuple.dst, formatService(tuple)),
      service: formatService(tuple),
      said: [
        ...told.slice(0, NAMES_MAX),
        ...(told.length > NAMES_MAX ? [`${told.length - NAMES_MAX} more`] : []),
      ].join('; '),
      all: told.join('\n'),
      status: statusOf(flow),
      verdict: WORDS[verdict],
      by: byOf(flow),
      before: same ? null : { verdict: WORDS[was.verdict], by: byOf(was) },
      found: answered && STOPPED.includes(verdict),
    };
  });
}

function statusOf({ verdict, answered }: JudgedFlow): Shown {
  if (verdict === 'passes') return 'works';
  if (verdict === 'partly') return 'degraded';
  return STOPPED.includes(verdict) && answered ? 'broken' : 'unreached';
}

/** "E12, external", "default, external": what decided, and where. */
function byOf({ rule, firewall, closed }: JudgedFlow): string {
  if (firewall === null) return '';
  return `${rule ?? 'no conversation'}, ${firewall}${closed === null ? '' : `; ${closed} is closed`}`;
}

function endOf(title: string, address: Address, port: string): RowEnd {
  const text = formatAddress(address);
  return { title, address: [title === text ? '' : text, port].filter(Boolean).join(', ') };
}
