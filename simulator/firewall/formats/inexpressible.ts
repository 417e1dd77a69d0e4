import type { Inspection, Policy, Rule } from '../../model/policy.ts';
import { ANY_STATE } from '../../model/policy.ts';
import { isAny } from './ranges.ts';

/** What a vendor's form can say; what is left out, it can. */
export interface Abilities {
  readonly hairpin?: false;
  readonly inspections?: false;
  readonly nat?: false;
  readonly forwards?: false;
  readonly masquerades?: false;
  readonly maxConnections?: false;
  /** Rules that ask for the state of a connection, or for flags. */
  readonly states?: false;
  readonly flags?: false;
  readonly sourcePorts?: false;
  readonly reject?: false;
  readonly log?: false;
  /** Does its own connection tracking come before the rules (true), never (false)? Left out: either. */
  readonly stateful?: boolean;
  readonly defaults?: readonly Policy['default'][];
}

/** Why a policy cannot be said in a form, each reason in a sentence. */
export function inexpressible(policy: Policy, can: Abilities): string[] {
  const problems: string[] = [];
  const refuse = (so: boolean, problem: string) => {
    if (so) problems.push(problem);
  };
  for (const rule of policy.rules) {
    const problem = ruleProblem(rule, can);
    if (problem !== null) problems.push(`rule ${rule.id} ${problem}`);
  }
  refuse(
    can.stateful !== undefined && policy.stateful !== can.stateful,
    policy.stateful
      ? 'the firewall remembers connections: this form has rules for packets only'
      : 'the firewall remembers no connections: firewalls of this form always do',
  );
  refuse(
    can.defaults !== undefined && !can.defaults.includes(policy.default),
    `what no rule names is ${policy.default === 'permit' ? 'let through' : 'rejected'}: this form can only ${can.defaults?.join(' or ') ?? ''} it`,
  );
  refuse(can.hairpin === false && policy.hairpin, 'hairpinning is switched on: this form cannot say so');
  refuse(
    can.inspections === false && policy.inspections.length > 0,
    'content is inspected: this form cannot say so',
  );
  refuse(can.nat === false && policy.nat.length > 0, 'one-to-one NAT: this form has none');
  refuse(can.forwards === false && policy.forwards.length > 0, 'destination NAT by port: this form has none');
  refuse(can.masquerades === false && policy.masquerades.length > 0, 'source NAT: this form has none');
  refuse(
    can.maxConnections === false && policy.maxConnections > 0,
    'a limit to the table of connections: this form cannot say so',
  );
  return problems;
}

function ruleProblem(rule: Rule, can: Abilities): string | null {
  if (rule.action === 'undetermined')
    return 'stands for a line that was not understood: nobody can say what to write';
  if (can.states === false && rule.states !== ANY_STATE)
    return 'asks for the state of a connection: this form cannot';
  if (can.flags === false && rule.flags.length > 0) return 'asks for flags of TCP: this form cannot';
  if (can.reject === false && rule.action === 'reject') return 'rejects: this form can only drop';
  if (can.log === false && rule.log) return 'is logged: this form cannot say so of one rule';
  if (can.sourcePorts === false && rule.sourcePorts.every(({ first, last }) => first > 0 || last < 65535))
    return 'asks for source ports: this form cannot';
  return null;
}

/** Is it the helper for SIP on its own port, whoever is the server: the one inspection that some boxes have? */
export function isSipHelper({ kind, destinations, ports }: Inspection): boolean {
  return (
    kind === 'sip' &&
    isAny(destinations) &&
    ports.length === 1 &&
    ports[0]!.first === 5060 &&
    ports[0]!.last === 5060
  );
}
