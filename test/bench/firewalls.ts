import { RuleTable } from '../../simulator/firewall/engine/rules.ts';
import type { FirewallFormat } from '../../simulator/firewall/formats/format.ts';
import { DEFAULT_INTERFACES } from '../../simulator/firewall/formats/format.ts';
import { readPolicy } from '../../simulator/firewall/formats/registry.ts';
import { differences } from '../../simulator/firewall/judgement/diff.ts';
import { exposedBy } from '../../simulator/firewall/judgement/exposure.ts';
import { lint } from '../../simulator/firewall/judgement/lint.ts';
import type { Rule } from '../../simulator/model/policy.ts';
import { policy } from '../unit/firewall/policies.ts';
import { queriesFor, revised, siteRules, tangledRules } from './rule-sets.ts';

const SYN = 2;
const NEW = 1;

/** Packets that a rule table finds the rule of in a second, of which half are made for some rule. */
export function lookupsPerSecond(rules: readonly Rule[], seconds = 0.3): number {
  const table = new RuleTable(rules);
  const queries = queriesFor(rules, 20_000);
  const ask = () => {
    for (const { src, dst, sport, dport, protocol, fromOutside } of queries)
      table.find(src, dst, sport, dport, protocol, SYN, fromOutside, NEW);
  };
  for (let round = 0; round < 10; round++) ask();
  const start = performance.now();
  let rounds = 0;
  for (; performance.now() - start < seconds * 1000; rounds++) ask();
  return (rounds * queries.length * 1000) / (performance.now() - start);
}

/** Milliseconds that the quickest of some tries takes: what the machine can do when nothing else takes its time. */
function quickest(tries: number, action: () => unknown): number {
  return Math.min(
    ...Array.from({ length: tries }, () => {
      const start = performance.now();
      action();
      return performance.now() - start;
    }),
  );
}

/** What two rule sets do differently: a year of changes, two sets of nothing in common, two that are hard to tell apart. */
export function diff_ms(count: number): {
  readonly changed: number;
  readonly strange: number;
  readonly tangled: number;
} {
  const [rules, tangled] = [siteRules(count), tangledRules(count)];
  const time = (before: readonly Rule[], after: readonly Rule[]) =>
    quickest(3, () => differences(policy(before), policy(after)));
  return {
    changed: time(rules, revised(rules, 40)),
    strange: time(rules, siteRules(count, 99)),
    tangled: time(tangled, revised(tangled, 40)),
  };
}

export function lint_ms(rules: readonly Rule[], tries: number): number {
  return quickest(tries, () => lint(policy(rules), new Set()));
}

export function exposure_ms(rules: readonly Rule[]): number {
  return quickest(3, () => exposedBy(policy(rules)));
}

/** Reads a file of at least so many lines, as the form's own writer made it; in JSON each object of a list is one. */
export function reading_ms(format: FirewallFormat, lines: number): number {
  const text = longFile(format, lines);
  const reading = readPolicy(text, format, DEFAULT_INTERFACES);
  if ('problem' in reading) throw new Error(`${format.id}: ${reading.problem}`);
  return quickest(3, () => readPolicy(text, format, DEFAULT_INTERFACES));
}

function longFile(format: FirewallFormat, lines: number): string {
  for (let rules = 500; ; rules = Math.ceil(rules * 1.2)) {
    const text = written(format, rules);
    if (text === null) break;
    if (linesOf(text) >= lines) return text;
  }
  // It takes only so many rules: printed as its tools print them, each property in a line.
  const text = JSON.stringify(JSON.parse(written(format, 900)!), null, 2);
  if (linesOf(text) < lines) throw new Error(`${format.id}: only ${linesOf(text)} lines`);
  return text;
}

/** A file with rules of the kind that every form can say, or null when they are too many for this one. */
function written(format: FirewallFormat, rules: number): string | null {
  const said = siteRules(rules * 2)
    .filter(({ transport }) => transport === 'tcp' || transport === 'udp')
    .slice(0, rules)
    .map((one): Rule => ({ ...one, action: 'permit' }));
  const text = format.write(policy(said), DEFAULT_INTERFACES, 'bench');
  return typeof text === 'string' ? text : null;
}

/** Of JSON in few lines, the objects of its longest list count. */
function linesOf(text: string): number {
  const lines = text.split('\n').length;
  const objects = /^\{"nftables"/.test(text) ? text.split('},{').length : 0;
  return Math.max(lines, objects);
}
