import { verdictText } from '../analysis/causes.ts';
import { Mark } from '../firewall/engine/connections.ts';
import type { Engine } from '../firewall/engine/engine.ts';
import { ANSWERED, phaseName } from '../model/connection.ts';
import type { Design, DesignFirewall } from '../model/design.ts';
import { RULE_DEFAULT } from '../model/disposition.ts';
import type { VerdictReason } from '../model/disposition.ts';
import { formatFlow, Protocol } from '../model/packet.ts';
import type { Intervention } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import { worldAt } from '../run.ts';
import type { PacketQuestion } from './question.ts';
import { packetOf } from './question.ts';

/** When somebody asks: in the middle of a feature's scene, whose connections the firewalls know by then. */
export interface Moment {
  readonly feature: string;
  /** Microseconds since the start of its run. */
  readonly time: number;
  readonly interventions: readonly Intervention[];
}

/** What a firewall would do with a packet. */
export interface TestAnswer {
  readonly action: 'accept' | 'drop' | 'reject';
  readonly reason: VerdictReason;
  /** The rule that decides or by which the connection began, "default", or null when none was asked. */
  readonly rule: string | null;
  /** The connection that it belongs to. */
  readonly connection: number | null;
  /** Does it rest on a line that was not understood? */
  readonly undetermined: boolean;
  /** In a sentence or two. */
  readonly text: string;
}

/**
 * Would this packet get through, at this moment of the run? The run itself is not changed.
 * @throws Error when the design has no such firewall
 */
export function testPacket(design: Design, moment: Moment, question: PacketQuestion): TestAnswer {
  const firewall = design.firewalls.find((one) => one.id === question.firewall);
  const { feature, time, interventions } = moment;
  const engine = worldAt(design, feature, time, { interventions }).engine(question.firewall);
  if (!firewall || !engine) throw new Error(`no firewall "${question.firewall}"`);
  const packet = packetOf(question);
  const fromOutside = question.side === 'outside';
  const { src, dst, sport, dport, protocol } = packet;
  const slot = engine.tracker.connections.find(src, dst, sport, dport, protocol, time);
  const known = slot >= 0 ? connectionText(engine, firewall, slot >> 1, time) : null;
  const { action, reason, rule, connection, out } = engine.decide(packet, fromOutside, time);
  const of = firewall.rules[rule];
  const closed = action === 'accept' ? -1 : engine.closedRule(packet, fromOutside);
  return {
    action,
    reason,
    rule: of?.id ?? (rule === RULE_DEFAULT ? 'default' : null),
    connection: known !== null && action === 'accept' ? connection : null,
    undetermined: of?.action === 'undetermined',
    text:
      action === 'accept'
        ? passes(firewall, of?.id, known, formatFlow(packet), formatFlow(out), reason)
        : reason === 'nat'
          ? `Behind ${question.dst} stands nobody for this port: no translation of the firewall's NAT leads inside.`
          : verdictText(firewall, of, reason, firewall.rules[closed], packet, action === 'reject'),
  };
}

function passes(
  firewall: DesignFirewall,
  rule: string | undefined,
  known: string | null,
  asked: string,
  out: string,
  reason: VerdictReason,
): string {
  const onward = asked === out ? '' : ` It goes on as ${out}.`;
  if (known !== null) return `It passes: it belongs to ${known}.${onward}`;
  if (reason === 'open') return `It passes: the firewall is open and asks no rule.${onward}`;
  const by =
    rule === undefined ? 'no rule names it, and the default lets it pass' : `rule ${rule} permits it`;
  const inspected =
    firewall.inspections.length > 0
      ? ' Whether what it carries passes the inspection is another question.'
      : '';
  return `It passes: ${by}${firewall.stateful ? ', and a connection begins' : ''}.${onward}${inspected}`;
}

/** "connection 3, which E12 let begin at 4.031 s, established, and which lives for another 58 s without packets" */
function connectionText(engine: Engine, firewall: DesignFirewall, entry: number, now: number): string {
  const { connections } = engine.tracker;
  const tuple = { src: 0, dst: 0, sport: 0, dport: 0, protocol: 0 };
  connections.read(entry * 2, tuple);
  const rule = firewall.rules[connections.rule[entry]!]?.id ?? 'the default';
  const answered = connections.marks[entry]! & Mark.answered ? ANSWERED : 0;
  const phase = phaseName(connections.state[entry]! | answered, tuple.protocol === Protocol.tcp);
  const left = Math.max(0, Math.ceil(toSeconds(connections.expires[entry]! - now)));
  const began = toSeconds(connections.began[entry]!).toFixed(3);
  return (
    `connection ${connections.serial[entry]!} (${formatFlow(tuple)}), which ${rule} let begin at ${began} s; ` +
    `${phase}, and without packets it is forgotten in ${left} s`
  );
}
