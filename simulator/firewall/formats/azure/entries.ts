import type { Node } from 'jsonc-parser';
import { membersOf } from './document.ts';
import type { SecurityRule } from './security-rule.ts';
import { PRIORITIES } from './security-rule.ts';
import type { Note } from './values.ts';

/** A security rule with its place in the file and what is said about it. */
export interface Entry {
  rule: SecurityRule;
  readonly node: Node;
  readonly notes: Note[];
}

/** Does it stand among the rules that Azure puts behind a group's own? */
export function ofAzure({ rule }: Entry): boolean {
  return rule.priority > PRIORITIES.last;
}

/**
 * A template may say a rule in its group and by itself: once is enough. Said differently, it is not clear which counts.
 * @param entries without those that say the same again, afterwards
 * @returns these
 */
export function settleRepeated(entries: Entry[]): readonly Entry[] {
  const first = new Map<string, Entry>();
  const again = new Set<Entry>();
  for (const entry of entries) {
    const { name } = entry.rule;
    const key = `${ofAzure(entry) ? 'Azure' : 'own'} ${name.toLowerCase()}`;
    const before = name === '' ? undefined : first.get(key);
    if (!before) first.set(key, entry);
    else if (JSON.stringify(before.rule) === JSON.stringify(entry.rule)) again.add(entry);
    else
      for (const one of [before, entry])
        doubt(one, `the rule ${name.slice(0, 80)} stands twice, not the same`);
  }
  const rest = entries.filter((entry) => !again.has(entry));
  entries.length = 0;
  for (const entry of rest) entries.push(entry);
  return [...again];
}

/** Azure takes no two rules of one priority in one direction. */
export function settleConflicts(entries: readonly Entry[]): void {
  const first = new Map<string, Entry>();
  for (const entry of entries) {
    const { priority, direction } = entry.rule;
    if (priority === 0) continue;
    const key = `${priority} ${direction}`;
    const before = first.get(key);
    if (!before) first.set(key, entry);
    else {
      doubt(before, `${calledAs(entry)} has its priority and direction too`);
      doubt(entry, `${calledAs(before)} has its priority and direction too`);
    }
  }
}

function calledAs({ rule }: Entry): string {
  return rule.name === '' ? 'another rule' : rule.name.slice(0, 80);
}

function doubt(entry: Entry, why: string): void {
  entry.rule = { ...entry.rule, action: 'undetermined' };
  const at = membersOf(entry.node).get('priority')?.whole ?? entry.node;
  // Of many that disagree, the first few say enough.
  if (entry.notes.length < 6)
    entry.notes.push({ at, status: 'ignored', why: `${why}: what it names is undetermined` });
}
