import type { Design, DesignFirewall, DesignRule } from '../model/design.ts';
import { hasPorts, protocolNumbers } from '../model/policy.ts';
import { parsePorts } from '../model/ports.ts';
import type { Fault, Knock } from './fault.ts';
import { changing } from './fault.ts';

/** Something that is wrong with one rule. */
export interface WrongRule {
  readonly id: string;
  readonly title: string;
  /** Goes on after "External firewall: ". */
  readonly sentence: string;
  /** What stands in the rule's place. */
  change(rule: DesignRule): readonly DesignRule[];
}

/** The faults of each rule that is switched on and lets something pass. */
export function ofRules(design: Design, wrong: (rule: DesignRule) => readonly WrongRule[]): readonly Fault[] {
  return design.firewalls.flatMap((firewall) =>
    firewall.rules
      .filter(({ enabled, action }) => enabled && action === 'permit')
      .flatMap((rule) => wrong(rule).map((one) => faultOf(firewall, rule, one))),
  );
}

/** The place of a rule, as a fault names it. */
export function placeOf(firewall: string, rule: string): string {
  return `firewall/${firewall}/rule/${rule}`;
}

function faultOf({ id, title }: DesignFirewall, rule: DesignRule, wrong: WrongRule): Fault {
  const now = wrong.change(rule).filter((one) => one !== rule);
  return {
    id: wrong.id,
    title: wrong.title,
    sentence: `${title}: ${wrong.sentence}`,
    place: placeOf(id, rule.id),
    nodes: [id],
    apply: changing((design) => ({
      ...design,
      firewalls: design.firewalls.map((one) =>
        one.id === id
          ? {
              ...one,
              rules: one.rules.flatMap((each) => (each.id === rule.id ? wrong.change(each) : [each])),
            }
          : one,
      ),
    })),
    // Beside the packets that the rule named, those that it names now, or the one above it.
    concerns: ({ rules, fresh }) =>
      rules.has(rule.id) || (fresh.get(id) ?? []).some((knock) => now.some((one) => mayName(one, knock))),
  };
}

/** Can a rule name such a packet, whatever its addresses? */
function mayName({ transport, sport, dport }: DesignRule, knock: Knock): boolean {
  if (!(protocolNumbers(transport)?.includes(knock.protocol) ?? true)) return false;
  const names = (ports: string, port: number) =>
    parsePorts(ports)!.some(({ first, last }) => port >= first && port <= last);
  return !hasPorts(transport) || (names(sport, knock.sport) && names(dport, knock.dport));
}
