import type { AddressRange } from '../../../model/address.ts';
import { ANY_ADDRESS, parseRange } from '../../../model/address.ts';
import type { Policy, Rule, Transport } from '../../../model/policy.ts';
import type { PortRange } from '../../../model/ports.ts';
import { ANY_PORT, parsePorts } from '../../../model/ports.ts';
import type { Interfaces, Reading } from '../format.ts';
import { Ledger, linesOf } from '../ledger.ts';
import { RuleList } from '../rule-list.ts';

const ACTIONS: Readonly<Record<string, Policy['default']>> = {
  allow: 'permit',
  deny: 'drop',
  reject: 'reject',
};
const DEFAULT = /^ufw default (allow|deny|reject) routed$/;
const OFF = /^# off: /;
const RULE =
  /^ufw route (allow|deny|reject)( log)?(?: in on (\S{1,100}))?(?: out on (\S{1,100}))?(?: proto (tcp|udp))? from (\S{1,100})(?: port (\S{1,2000}))? to (\S{1,100})(?: port (\S{1,2000}))?(?: comment '([^']{0,2000})')?$/;

/** Reads commands of ufw. A line that is not understood stands for every packet, and stops it. */
export function read(text: string, interfaces: Interfaces): Reading {
  const lines = linesOf(text);
  const ledger = new Ledger(lines);
  const list = new RuleList();
  let usual: Policy['default'] = 'drop';
  for (const [at, line] of lines.entries()) {
    const place = at + 1;
    const enabled = !OFF.test(line);
    const command = line
      .replace(OFF, '')
      .trim()
      .replace(/^sudo /, '');
    if (command === '') continue;
    if (command.startsWith('#')) {
      ledger.mark(place, 'understood', 'a comment');
      continue;
    }
    const action = DEFAULT.exec(command)?.[1];
    if (action !== undefined) {
      usual = ACTIONS[action]!;
      ledger.mark(place, 'understood', 'what becomes of packets that no rule names');
      continue;
    }
    const { rule, remark } = ruleOf(command, interfaces) ?? { rule: null, remark: '' };
    list.add(place, { ...(rule ?? { action: 'undetermined' }), enabled }, remark);
    if (rule) ledger.mark(place, 'understood');
    else ledger.mark(place, 'ignored', 'no rule for what is passed on: what it names is undetermined');
  }
  // ufw puts its own connection tracking before all rules.
  return { policy: { rules: list.all(), default: usual, stateful: true }, ledger: ledger.all() };
}

function ruleOf(command: string, sides: Interfaces): { rule: Partial<Rule>; remark: string } | null {
  const [, action, log, into, out, proto, from, sport, to, dport, comment = ''] = RULE.exec(command) ?? [];
  if (action === undefined) return null;
  const direction = directionOf(into, out, sides);
  const [source, destination] = [addressOf(from!), addressOf(to!)];
  const [sourcePorts, destinationPorts] = [portsOf(sport), portsOf(dport)];
  if (!direction || !source || !destination || !sourcePorts || !destinationPorts) return null;
  const ported = sport !== undefined || dport !== undefined;
  const transport = (proto ?? (ported ? 'tcp-udp' : 'any')) as Transport;
  return {
    rule: {
      action: ACTIONS[action]!,
      direction,
      sources: [source],
      destinations: [destination],
      transport,
      ...(transport !== 'any' && { sourcePorts, destinationPorts }),
      log: log !== undefined,
    },
    remark: comment,
  };
}

function directionOf(into: string | undefined, out: string | undefined, sides: Interfaces) {
  const { outside, inside } = sides;
  if (into === undefined && out === undefined) return 'both';
  if ((into ?? outside) === outside && (out ?? inside) === inside) return 'in';
  return (into ?? inside) === inside && (out ?? outside) === outside ? 'out' : null;
}

function addressOf(text: string): AddressRange | null {
  return text === 'any' ? ANY_ADDRESS : parseRange(text);
}

/** ufw writes a range with a colon. */
function portsOf(text: string | undefined): readonly PortRange[] | null {
  return text === undefined ? [ANY_PORT] : parsePorts(text.replaceAll(':', '-'));
}
