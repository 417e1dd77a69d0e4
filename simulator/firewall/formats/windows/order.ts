import type { Policy, Rule } from '../../../model/policy.ts';
import type { Reading } from '../format.ts';
import type { Ledger } from '../ledger.ts';
import { RuleList } from '../rule-list.ts';
import type { Doubt } from './block.ts';
import type { Profiles } from './profiles.ts';
import type { Statement } from './rule.ts';

/** All that a listing says. */
export interface Listed {
  readonly statements: readonly Statement[];
  /** Lines that may change any rule. */
  readonly changes: readonly Doubt[];
  readonly profiles: Profiles;
  /** Where the profiles were said last, or the last line. */
  readonly profileLine: number;
  readonly settings: Partial<Policy>;
}

/** A rule with its place: what is asked first has the lowest number. */
interface Placed {
  readonly place: number;
  readonly line: number;
  readonly rule: Partial<Omit<Rule, 'id' | 'line'>>;
  readonly remark: string;
}

/*
 * Windows asks its rules in no order of the list: those that bypass by authentication come first, then those that block,
 * then those that allow, then the profile's default (Microsoft, "Windows Firewall rules": precedence). In between stand
 * rules of which is not clear what they name, so that each stops only what no clear rule before it decides.
 */
const PLACE = { bypass: 0, block: 1, unclearBlock: 2, allow: 3, unclearAllow: 4 } as const;

/** The rules of a listing in the order in which Windows asks them, with the defaults of its profiles. */
export function readingOf(listed: Listed, ledger: Ledger): Reading {
  const { statements, changes, profiles, profileLine, settings } = listed;
  const placed = statements.flatMap((statement) => place(statement, profiles, ledger) ?? []);
  for (const { line, why } of changes) {
    ledger.mark(line, 'ignored', `${why}: what it names is undetermined`);
    placed.push({ place: PLACE.unclearBlock, line, rule: { action: 'undetermined' }, remark: '' });
  }
  const list = new RuleList();
  for (const { line, rule, remark } of placed.sort((a, b) => a.place - b.place)) list.add(line, rule, remark);
  const defaults = { in: profiles.default('in'), out: profiles.default('out') };
  const both = defaults.in === defaults.out ? defaults.in : null;
  if (both === null)
    for (const direction of ['in', 'out'] as const)
      if (defaults[direction] !== 'drop')
        list.add(profileLine, {
          direction,
          action: defaults[direction] ?? 'undetermined',
          purpose: `what no rule names, ${direction === 'in' ? 'inbound' : 'outbound'}`,
        });
  return {
    policy: {
      rules: list.all(),
      default: both ?? 'drop',
      // Switched off, it looks at nothing.
      stateful: !profiles.off,
      ...settings,
    },
    ledger: ledger.all(),
  };
}

/** Says what became of a rule's lines, and where it comes in the order; null when it decides nothing. */
function place(statement: Statement, profiles: Profiles, ledger: Ledger): Placed | null {
  const { line, kind, direction, rule, remark, never, profileLine, assumed } = statement;
  const holds = profiles.holds(statement);
  if (never) ledger.mark(never.line, 'ignored', never.why);
  else if (holds.answer === 'no') ledger.mark(profileLine, 'ignored', holds.why);
  if (never || holds.answer === 'no') return null;
  const doubts =
    holds.answer === 'maybe'
      ? [...statement.doubts, { line: profileLine, why: holds.why }]
      : statement.doubts;
  if (doubts.length === 0) {
    if (assumed !== null) ledger.mark(line, 'approximated', assumed);
    if (rule.enabled === false) ledger.mark(line, 'understood', 'a rule that is switched off');
    const action = kind === 'allow' ? 'permit' : 'drop';
    return { place: kind === 'allow' ? PLACE.allow : PLACE.block, line, rule: { ...rule, action }, remark };
  }
  const ways = direction === 'both' ? (['in', 'out'] as const) : [direction];
  const passes = kind === 'allow' && ways.every((way) => profiles.default(way) === 'permit');
  for (const { line: where, why } of doubts)
    ledger.mark(
      where,
      'ignored',
      `${why}: ${passes ? 'what it allows passes anyway' : 'what it names is undetermined'}`,
    );
  if (passes) return null;
  const where = kind === 'bypass' ? PLACE.bypass : kind === 'allow' ? PLACE.unclearAllow : PLACE.unclearBlock;
  return { place: where, line, rule: { ...rule, action: 'undetermined' }, remark };
}
