import type { Policy, Rule } from '../../model/policy.ts';
import { isAny } from '../formats/ranges.ts';
import type { Box } from './space.ts';
import { boxesOf, common, everyPacket, exampleOf, uncovered } from './space.ts';

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

/** A rule with the packets that it names. */
interface Region {
  readonly rule: Rule;
  readonly boxes: readonly Box[];
}

/**
 * What is odd about the rules of a firewall, over all packets that there can be.
 * @param used ids of rules that some feature's packets passed by, or null when nobody has looked
 */
export function lint(policy: Policy, used: ReadonlySet<string> | null): readonly Finding[] {
  const space = everyPacket(policy);
  const regions: Region[] = policy.rules
    .filter(({ enabled }) => enabled)
    .map((rule) => ({ rule, boxes: boxesOf(rule).flatMap((box) => common(box, space) ?? []) }));
  return regions.flatMap((region, index) => {
    const before = regions.slice(0, index);
    const never = shadowed(region, before);
    if (never) return [never];
    return [
      redundant(region, before, regions.slice(index + 1), policy, space),
      conflicting(region, before),
      wide(region),
      region.rule.action === 'undetermined'
        ? finding(
            'undetermined',
            'error',
            region.rule,
            [],
            'stands for a line that was not understood; its packets are stopped',
          )
        : null,
      used && !used.has(region.rule.id) && region.rule.action === 'permit'
        ? finding('unused', 'warning', region.rule, [], 'lets nothing pass that any feature needs')
        : null,
    ].flatMap((one) => one ?? []);
  });
}

/** Does it never match, since what it names is named by others before it? */
function shadowed({ rule, boxes }: Region, before: readonly Region[]): Finding | null {
  if (boxes.length === 0)
    return finding(
      'shadowed',
      'warning',
      rule,
      [],
      'never matches: it names no packet that is ever asked about',
    );
  const earlier = before.flatMap((other) => other.boxes);
  if (boxes.some((box) => uncovered(box, earlier) !== null)) return null;
  const covers = before.filter((other) => touches(other, boxes));
  const opposite = covers.filter((other) => passes(other.rule) !== passes(rule));
  const others = opposite.length > 0 ? opposite : covers;
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
function redundant(
  { rule, boxes }: Region,
  before: readonly Region[],
  after: readonly Region[],
  policy: Policy,
  space: Box,
): Finding | null {
  if (rule.log) return null;
  const taken = before.flatMap((other) => other.boxes);
  const covers: Region[] = [];
  for (const other of after) {
    const shared = boxes.flatMap((box) => other.boxes.flatMap((one) => common(box, one) ?? []));
    const reached = shared.some((box) => uncovered(box, taken) !== null);
    if (reached && !sameEffect(other.rule, rule)) return null;
    if (reached) covers.push(other);
    taken.push(...other.boxes);
  }
  const rest = boxes.some((box) => common(box, space) && uncovered(box, taken) !== null);
  const byDefault = policy.default === rule.action && rule.rejectWith === null;
  if (rest && !byDefault) return null;
  const by = [...covers.map((other) => nameOf(other.rule)), ...(rest ? ["the firewall's default"] : [])].join(
    ', ',
  );
  return finding(
    'redundant',
    'warning',
    rule,
    covers,
    `is not needed: without it ${by} would ${verb(rule)} the same packets`,
  );
}

/** Does it overlap with an earlier rule that does the opposite, where neither is part of the other? */
function conflicting({ rule, boxes }: Region, before: readonly Region[]): Finding | null {
  for (const other of before) {
    if (passes(other.rule) === passes(rule) || other.rule.action === 'undetermined') continue;
    const shared = boxes.flatMap((box) => other.boxes.flatMap((one) => common(box, one) ?? []))[0];
    if (!shared || other.boxes.every((box) => uncovered(box, boxes) === null)) continue;
    return finding(
      'conflicting',
      'warning',
      rule,
      [other],
      `and ${nameOf(other.rule)} before it disagree about some packets, such as ${exampleOf(shared)}: their order decides`,
    );
  }
  return null;
}

/** Does it open more than anybody can mean? */
function wide({ rule }: Region): Finding | null {
  if (rule.action !== 'permit' || rule.direction === 'out') return null;
  const everyPort = rule.destinationPorts.some(({ first, last }) => first === 0 && last === 65535);
  const ported = ['tcp', 'udp', 'tcp-udp'].includes(rule.transport);
  if (
    rule.transport !== 'any' &&
    !(ported && everyPort && isAny(rule.sources)) &&
    !(ported && isAny(rule.destinations))
  )
    return null;
  const what = isAny(rule.destinations) ? 'every address inside' : 'every port';
  return finding(
    'wide',
    'warning',
    rule,
    [],
    `opens ${what} to ${isAny(rule.sources) ? 'everybody outside' : 'others'}: name what is needed`,
  );
}

function finding(
  kind: Finding['kind'],
  severity: Finding['severity'],
  rule: Rule,
  others: readonly Region[],
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

function touches(region: Region, boxes: readonly Box[]): boolean {
  return boxes.some((box) => region.boxes.some((one) => common(box, one) !== null));
}

/** What an action comes to: packets pass, or do not. */
function passes({ action }: Rule): boolean {
  return action === 'permit';
}

function sameEffect(a: Rule, b: Rule): boolean {
  return a.action === b.action && a.rejectWith === b.rejectWith && a.log === b.log;
}

function verb({ action }: Rule): string {
  return action === 'undetermined' ? 'stop' : action;
}

function names(regions: readonly Region[]): string {
  return regions.map(({ rule }) => nameOf(rule)).join(', ');
}

/** "E3 (line 12)" */
function nameOf({ id, line }: Rule): string {
  return line > 0 ? `${id} (line ${line})` : id;
}
