import type { Design, DesignFirewall, DesignRule } from '../../../simulator/model/design.ts';
import type { DefaultAction } from '../edits.ts';
import { fileOf, putFirewall, setDefault, setHairpin, toggleRule, withFirewall } from '../edits.ts';
import { listed } from './words.ts';

/** What a firewall does otherwise than in the design that was opened. */
export type WallDifference =
  | { readonly kind: 'rule'; readonly firewall: string; readonly rule: string; readonly enabled: boolean }
  /** Rules came, went, moved, or say something else. */
  | {
      readonly kind: 'rules';
      readonly firewall: string;
      readonly what: string;
      readonly was: readonly DesignRule[];
    }
  /** All that a firewall does was taken from a file. */
  | { readonly kind: 'file'; readonly firewall: string; readonly file: string; readonly was: DesignFirewall }
  /** What a firewall has besides rules. */
  | {
      readonly kind: 'settings';
      readonly firewall: string;
      readonly what: string;
      readonly was: DesignFirewall;
    }
  | {
      readonly kind: 'default';
      readonly firewall: string;
      readonly action: DefaultAction;
      readonly was: DefaultAction;
    }
  | { readonly kind: 'hairpin'; readonly firewall: string; readonly hairpin: boolean };

/** Of the firewalls that both designs have; where they stand and what they are called is an entry's difference. */
export function wallDifferences(original: Design, design: Design): WallDifference[] {
  return design.firewalls.flatMap((wall) => {
    const before = original.firewalls.find(({ id }) => id === wall.id);
    return before ? ofFirewall(before, wall) : [];
  });
}

function ofFirewall(before: DesignFirewall, wall: DesignFirewall): WallDifference[] {
  if (before === wall) return [];
  const firewall = wall.id;
  const file = fileOf(wall);
  // What was changed since it was taken from its file.
  if (file)
    return [
      { kind: 'file', firewall, file: file.name, was: before },
      ...(file.wall === wall ? [] : changesOf(file.wall, wall)),
    ];
  return changesOf(before, wall);
}

function changesOf(before: DesignFirewall, wall: DesignFirewall): WallDifference[] {
  const firewall = wall.id;
  const found: WallDifference[] = [];
  const old = new Map(before.rules.map((rule) => [rule.id, rule]));
  for (const rule of wall.rules) {
    const was = old.get(rule.id);
    if (was && was.enabled !== rule.enabled)
      found.push({ kind: 'rule', firewall, rule: rule.id, enabled: rule.enabled });
  }
  const what = ruleChanges(before.rules, wall.rules);
  if (what !== null) found.push({ kind: 'rules', firewall, what, was: before.rules });
  if (before.default !== wall.default)
    found.push({ kind: 'default', firewall, action: wall.default, was: before.default });
  if (before.hairpin !== wall.hairpin) found.push({ kind: 'hairpin', firewall, hairpin: wall.hairpin });
  const settings = settingChanges(before, wall);
  if (settings !== null) found.push({ kind: 'settings', firewall, what: settings, was: before });
  return found;
}

/** "1 rule added, E3 moved", or null. */
function ruleChanges(before: readonly DesignRule[], after: readonly DesignRule[]): string | null {
  if (before === after) return null;
  const old = new Map(before.map((rule) => [rule.id, rule]));
  const ids = new Set(after.map(({ id }) => id));
  const added = after.filter(({ id }) => !old.has(id)).map(({ id }) => id);
  const removed = before.filter(({ id }) => !ids.has(id)).map(({ id }) => id);
  const changed = after.filter((rule) => {
    const was = old.get(rule.id);
    return was && was !== rule && contentOf(was) !== contentOf(rule);
  });
  const kept = [before.filter(({ id }) => ids.has(id)), after.filter(({ id }) => old.has(id))] as const;
  const moved = kept[0].filter((rule, at) => rule.id !== kept[1][at]!.id);
  const parts = [
    worded(added, 'added'),
    worded(removed, 'removed'),
    worded(
      changed.map(({ id }) => id),
      'changed',
    ),
    moved.length > 0 ? 'another order' : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(', ') : null;
}

function worded(ids: readonly string[], verb: string): string | null {
  if (ids.length === 0) return null;
  return ids.length > 2 ? `${ids.length} rules ${verb}` : `${listed(ids)} ${verb}`;
}

function contentOf(rule: DesignRule): string {
  return JSON.stringify({ ...rule, enabled: true });
}

function settingChanges(before: DesignFirewall, wall: DesignFirewall): string | null {
  const rest = ({
    rules: _r,
    default: _d,
    hairpin: _h,
    inspections: _i,
    title: _t,
    outside: _o,
    inside: _n,
    ...other
  }: DesignFirewall) => JSON.stringify(other);
  const inspects = wall.inspections.length - before.inspections.length;
  const looks = JSON.stringify(before.inspections) !== JSON.stringify(wall.inspections);
  const parts = [
    looks ? (inspects < 0 ? 'without inspection' : 'with inspection') : null,
    rest(before) === rest(wall) ? null : 'other settings',
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(', ') : null;
}

/** The design without one of these differences. */
export function takeBackWall(design: Design, difference: WallDifference): Design {
  const { firewall } = difference;
  switch (difference.kind) {
    case 'rule':
      return toggleRule(design, firewall, difference.rule);
    case 'rules':
      return withFirewall(design, firewall, (wall) => ({ ...wall, rules: [...difference.was] }));
    case 'file':
      return putFirewall(design, difference.was);
    case 'settings':
      return withFirewall(
        design,
        firewall,
        ({ rules, default: action, hairpin, title, outside, inside }) => ({
          ...difference.was,
          rules,
          default: action,
          hairpin,
          title,
          outside,
          inside,
        }),
      );
    case 'default':
      return setDefault(design, firewall, difference.was);
    case 'hairpin':
      return setHairpin(design, firewall, !difference.hairpin);
  }
}

const DEFAULT_WORDS: Readonly<Record<DefaultAction, string>> = {
  drop: 'drops',
  reject: 'rejects',
  permit: 'permits',
};

/** "E3 closed", "external rejects" */
export function wallText(difference: WallDifference): string {
  const { firewall } = difference;
  switch (difference.kind) {
    case 'rule':
      return `${difference.rule} ${difference.enabled ? 'open' : 'closed'}`;
    case 'file':
      return `${firewall} from ${difference.file}`;
    case 'rules':
      return `${firewall}: ${difference.what}`;
    case 'settings':
      return `${firewall} ${difference.what}`;
    case 'default':
      return `${firewall} ${DEFAULT_WORDS[difference.action]}`;
    case 'hairpin':
      return `${firewall} ${difference.hairpin ? 'with' : 'without'} hairpin`;
  }
}

/** What taking it back would do: "Close E3". */
export function takeBackWallText(difference: WallDifference): string {
  const { firewall } = difference;
  switch (difference.kind) {
    case 'rule':
      return `${difference.enabled ? 'Close' : 'Open'} ${difference.rule}`;
    case 'file':
    case 'rules':
      return `${firewall}: the rules as they were`;
    case 'settings':
      return `${firewall}: the settings as they were`;
    case 'default':
      return `${firewall}: back to ${difference.was}`;
    case 'hairpin':
      return `${firewall}: ${difference.hairpin ? 'no hairpin' : 'hairpin'}`;
  }
}
