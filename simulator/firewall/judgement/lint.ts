import type { Policy, Rule } from '../../model/policy.ts';
import { hasPorts } from '../../model/policy.ts';
import { isAny, union } from '../formats/ranges.ts';
import type { Box } from './space.ts';
import type { Near, Neighbours } from './neighbours.ts';
import { neighboursOf } from './neighbours.ts';
import { BEGINNING, exampleOf } from './packets.ts';
import { common, outsideOf, overlap, uncovered } from './space.ts';

/** Something that is odd about a rule. */
export interface Finding {
  readonly kind: 'shadowed' | 'redundant' | 'conflicting' | 'wide' | 'undetermined' | 'unused';
  /** An error changes what somebody who reads the rule expects; the rest is worth knowing. */
  readonly severity: 'error' | 'warning';
  readonly rule: string;
  /** Of the file, or 0. */
  readonly line: number;
  /** The other rules that it is about. */
  readonly others: readonly string[];
  /** In a sentence, with the rules and their lines. */
  readonly text: string;
}

/** Other rules that a sentence names at most. */
const NAMED = 5;

/**
 * What is odd about the rules of a firewall, over all packets that there can be: where it knows connections, those that
 * begin one. Rules that are switched off are as good as none.
 * @param used ids of rules that some feature's packets passed by, or null when nobody has looked
 */
export function lint(policy: Policy, used: ReadonlySet<string> | null): readonly Finding[] {
  const findings: Finding[] = [];
  for (const around of neighboursOf(policy)) {
    const { rule } = around;
    const never = shadowed(around);
    if (never) {
      findings.push(never);
      continue;
    }
    const others = [
      redundant(around, policy),
      conflicting(around),
      wide(around),
      rule.action === 'undetermined'
        ? finding(
            'undetermined',
            'error',
            rule,
            [],
            'stands for a line that was not understood; its packets are stopped',
          )
        : null,
      used && !used.has(rule.id) && rule.action === 'permit'
        ? finding('unused', 'warning', rule, [], 'lets nothing pass that any feature needs')
        : null,
    ];
    findings.push(...others.flatMap((one) => one ?? []));
  }
  return findings;
}

/** Does it never match, since what it names is named by others before it? */
function shadowed({ rule, boxes, unseen, before }: Neighbours): Finding | null {
  if (boxes.length === 0)
    return finding(
      'shadowed',
      'warning',
      rule,
      [],
      'never matches: it names no packet that is ever asked about',
    );
  const earlier = [...unseen, ...before.flatMap((other) => other.boxes)];
  if (boxes.some((box) => uncovered(box, earlier) !== null)) return null;
  // Those that decide any of its packets, each what the ones before it have left.
  let left = boxes.flatMap((box) => outsideOfAll(box, unseen));
  const decide = before.filter((other) => {
    if (!left.some((box) => other.boxes.some((one) => overlap(box, one)))) return false;
    left = left.flatMap((box) => outsideOfAll(box, other.boxes));
    return true;
  });
  if (decide.length === 0)
    return finding(
      'shadowed',
      'warning',
      rule,
      [],
      'never matches: it names outside addresses of the NAT, which is asked before the rules',
    );
  const opposite = decide.filter((other) => passes(other.rule) !== passes(rule));
  const others = opposite.length > 0 ? opposite : decide;
  return finding(
    'shadowed',
    opposite.length > 0 ? 'error' : 'warning',
    rule,
    others,
    opposite.length > 0
      ? `never matches: all that it would ${verb(rule)} is decided before by ${names(others)}, which ${others.length > 1 ? 'do' : 'does'} the opposite`
      : `never matches: all that it would ${verb(rule)} is decided the same way before by ${names(others)}`,
  );
}

/** Would its packets fare the same without it? */
function redundant({ rule, boxes, unseen, before, ...around }: Neighbours, policy: Policy): Finding | null {
  const after = around.after();
  const effect = effectOf(rule);
  const earlier = [...unseen, ...before.flatMap((other) => other.boxes)];
  const later = [...earlier, ...after.flatMap((other) => other.boxes)];
  const rest = boxes.some((box) => uncovered(box, later) !== null);
  if (rest && effect !== effectOf({ action: policy.default, rejectWith: null, log: false })) return null;
  /** Does one of those that come after decide any of the packets that it decides now? */
  const follows = (other: Near, between: readonly Box[]) =>
    sharedBy(boxes, other.boxes).some((box) => uncovered(box, between) !== null);
  const taken = [...earlier];
  for (const other of after) {
    if (effectOf(other.rule) !== effect && follows(other, taken)) return null;
    taken.push(...other.boxes);
  }
  const between = [...earlier];
  const covers = after.filter((other) => {
    const does = follows(other, between);
    between.push(...other.boxes);
    return does;
  });
  const by = [names(covers), rest ? "the firewall's default" : ''].filter((part) => part !== '').join(', ');
  return finding(
    'redundant',
    'warning',
    rule,
    covers,
    `is not needed: without it ${by} would ${verb(rule)} the same packets`,
  );
}

/**
 * Are there packets that an earlier rule decides, that would fare otherwise by this one if the two changed places? Where
 * the earlier one is but an exception to this one, that is meant.
 */
function conflicting({ rule, boxes, unseen, before }: Neighbours): Finding | null {
  const earlier = [...unseen, ...before.flatMap((other) => other.boxes)];
  let at = unseen.length;
  for (const other of before) {
    const from = at;
    at += other.boxes.length;
    if (passes(other.rule) === passes(rule) || other.rule.action === 'undetermined') continue;
    if (other.all.every((box) => uncovered(box, boxes) === null)) continue;
    const rest = earlier.toSpliced(from, other.boxes.length);
    for (const box of sharedBy(boxes, other.boxes)) {
      const disputed = uncovered(box, rest);
      if (!disputed) continue;
      return finding(
        'conflicting',
        'warning',
        rule,
        [other],
        `and ${nameOf(other.rule)} before it disagree about some packets, such as ${exampleOf(disputed)}: their order decides`,
      );
    }
  }
  return null;
}

/** Does it let those outside begin more than anybody can mean? */
function wide({ rule, boxes }: Neighbours): Finding | null {
  if (rule.action !== 'permit' || rule.direction === 'out') return null;
  if (!boxes.some((box) => overlap(box, BEGINNING))) return null;
  const [sources, destinations] = [union(rule.sources), union(rule.destinations)];
  const everyPort = union(rule.destinationPorts).some(({ first, last }) => first === 0 && last === 65535);
  const ported = hasPorts(rule.transport);
  if (
    rule.transport !== 'any' &&
    !(ported && everyPort && isAny(sources)) &&
    !(ported && isAny(destinations))
  )
    return null;
  const what = isAny(destinations) ? 'every address inside' : 'every port';
  return finding(
    'wide',
    'warning',
    rule,
    [],
    `opens ${what} to ${isAny(sources) ? 'everybody outside' : 'others'}: name what is needed`,
  );
}

function finding(
  kind: Finding['kind'],
  severity: Finding['severity'],
  rule: Rule,
  others: readonly Near[],
  text: string,
): Finding {
  return {
    kind,
    severity,
    rule: rule.id,
    line: rule.line,
    others: others.map((other) => other.rule.id),
    text: `${nameOf(rule)} ${text}`,
  };
}

/** What an action comes to: packets pass, or do not. */
function passes({ action }: Rule): boolean {
  return action === 'permit';
}

/** All that a rule does to a packet, in a word; without "how", TCP gets a RST and the rest a message, as with "reset". */
function effectOf({ action, rejectWith, log }: Pick<Rule, 'action' | 'rejectWith' | 'log'>): string {
  return `${action} ${rejectWith ?? 'reset'} ${log}`;
}

function verb({ action }: Rule): string {
  return action === 'undetermined' ? 'stop' : action;
}

/** "E3 (line 12), E4 (line 13)", of many the first few. */
function names(regions: readonly Near[]): string {
  const all = regions.map(({ rule }) => nameOf(rule));
  return all.length > NAMED + 1
    ? `${all.slice(0, NAMED).join(', ')} and ${all.length - NAMED} more`
    : all.join(', ');
}

/** "E3 (line 12)" */
function nameOf({ id, line }: Rule): string {
  return line > 0 ? `${id} (line ${line})` : id;
}

/** What of a box lies outside of all the others. */
function outsideOfAll(box: Box, others: readonly Box[]): Box[] {
  return others.reduce((left, other) => left.flatMap((one) => outsideOf(one, other)), [box]);
}

/** What two rules both name. */
function sharedBy(boxes: readonly Box[], others: readonly Box[]): Box[] {
  return boxes.flatMap((box) => others.flatMap((other) => common(box, other) ?? []));
}
