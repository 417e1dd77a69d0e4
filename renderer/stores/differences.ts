import type { Design, DesignFirewall, DesignOrganization, DesignRule } from '../../simulator/model/design.ts';
import { describeChange } from '../../simulator/model/interventions.ts';
import type { Intervention, Setup } from '../../simulator/model/run.ts';
import { toSeconds } from '../../simulator/model/time.ts';
import type { DefaultAction, Part } from './edits.ts';
import {
  fileOf,
  playerOf,
  putFirewall,
  setDefault,
  setHairpin,
  setPart,
  setVersion,
  toggleRule,
  withFirewall,
} from './edits.ts';

/** One way in which a setup differs from the design that it was made of. */
export type Difference =
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
  | {
      readonly kind: 'version';
      readonly organization: string;
      readonly title: string;
      readonly version: DesignOrganization['version'];
      readonly was: DesignOrganization['version'];
    }
  | { readonly kind: 'hairpin'; readonly firewall: string; readonly hairpin: boolean }
  | { readonly kind: 'part'; readonly part: Part; readonly name: string; readonly was: string }
  /** Something of a host, a NAT or a certificate. */
  | {
      readonly kind: 'entry';
      readonly list: EntryList;
      readonly title: string;
      /** Names of what is otherwise: "mapping". */
      readonly what: string;
      readonly was: Entry;
    }
  | { readonly kind: 'intervention'; readonly intervention: Intervention };

/** Lists of a design whose entries have ids. */
type EntryList = 'hosts' | 'nats' | 'certificates';
type Entry = Design[EntryList][number];

export function differences(original: Design, { design, interventions }: Setup): readonly Difference[] {
  return [
    ...design.firewalls.flatMap((wall) => {
      const before = original.firewalls.find(({ id }) => id === wall.id);
      return before ? ofFirewall(before, wall) : [];
    }),
    ...PARTS.flatMap((part): Difference[] => {
      const [was, now] = [playerOf(original, part), playerOf(design, part)];
      return was && now && was.id !== now.id ? [{ kind: 'part', part, name: now.name, was: was.id }] : [];
    }),
    ...design.organizations.flatMap(({ id, title, version }): Difference[] => {
      const before = original.organizations.find((one) => one.id === id);
      return before && before.version !== version
        ? [{ kind: 'version', organization: id, title, version, was: before.version }]
        : [];
    }),
    ...ENTRY_LISTS.flatMap((list) => ofEntries(list, original, design)),
    ...interventions.map((intervention): Difference => ({ kind: 'intervention', intervention })),
  ];
}

const ENTRY_LISTS: readonly EntryList[] = ['hosts', 'nats', 'certificates'];

function ofEntries(list: EntryList, original: Design, design: Design): Difference[] {
  if (original[list] === design[list]) return [];
  return design[list].flatMap((entry: Entry): Difference[] => {
    const was = (original[list] as readonly Entry[]).find(({ id }) => id === entry.id);
    const what = was && was !== entry ? changedKeys(was, entry) : [];
    if (!was || what.length === 0) return [];
    const title = 'title' in entry ? entry.title : `Certificate ${entry.id}`;
    return [{ kind: 'entry', list, title, what: listed(what), was }];
  });
}

function changedKeys(before: object, after: object): string[] {
  const values = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after)
    .filter(([key, value]) => JSON.stringify(values.get(key)) !== JSON.stringify(value))
    .map(([key]) => key);
}

function ofFirewall(before: DesignFirewall, wall: DesignFirewall): Difference[] {
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

function changesOf(before: DesignFirewall, wall: DesignFirewall): Difference[] {
  const firewall = wall.id;
  const found: Difference[] = [];
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
  const rest = ({ rules: _r, default: _d, hairpin: _h, inspections: _i, ...other }: DesignFirewall) =>
    JSON.stringify(other);
  const inspects = wall.inspections.length - before.inspections.length;
  const looks = JSON.stringify(before.inspections) !== JSON.stringify(wall.inspections);
  const parts = [
    looks ? (inspects < 0 ? 'without inspection' : 'with inspection') : null,
    rest(before) === rest(wall) ? null : 'other settings',
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(', ') : null;
}

/** The setup without one of its differences. */
export function takeBack(setup: Setup, difference: Difference): Setup {
  const { design } = setup;
  switch (difference.kind) {
    case 'rule':
      return { ...setup, design: toggleRule(design, difference.firewall, difference.rule) };
    case 'rules':
      return {
        ...setup,
        design: withFirewall(design, difference.firewall, (wall) => ({
          ...wall,
          rules: [...difference.was],
        })),
      };
    case 'file':
      return { ...setup, design: putFirewall(design, difference.was) };
    case 'settings': {
      const { was } = difference;
      return {
        ...setup,
        design: withFirewall(design, difference.firewall, ({ rules, default: action, hairpin }) => ({
          ...was,
          rules,
          default: action,
          hairpin,
        })),
      };
    }
    case 'default':
      return { ...setup, design: setDefault(design, difference.firewall, difference.was) };
    case 'version':
      return { ...setup, design: setVersion(design, difference.organization, difference.was) };
    case 'hairpin':
      return { ...setup, design: setHairpin(design, difference.firewall, !difference.hairpin) };
    case 'part':
      return { ...setup, design: setPart(design, difference.part, difference.was) };
    case 'entry':
      return { ...setup, design: putEntry(design, difference.list, difference.was) };
    case 'intervention':
      return {
        ...setup,
        interventions: setup.interventions.filter((one) => one !== difference.intervention),
      };
  }
}

function putEntry(design: Design, list: EntryList, entry: Entry): Design {
  const entries = design[list].map((one) => (one.id === entry.id ? entry : one));
  return { ...design, [list]: entries };
}

/** What taking a difference back would do: "Close E3". */
export function takeBackText(difference: Difference): string {
  switch (difference.kind) {
    case 'rule':
      return `${difference.enabled ? 'Close' : 'Open'} ${difference.rule}`;
    case 'file':
    case 'rules':
      return `${difference.firewall}: the rules as they were`;
    case 'settings':
      return `${difference.firewall}: the settings as they were`;
    case 'default':
      return `${difference.firewall}: back to ${difference.was}`;
    case 'version':
      return `${difference.title}: back to ${VERSION_WORDS[difference.was]}`;
    case 'hairpin':
      return `${difference.firewall}: ${difference.hairpin ? 'no hairpin' : 'hairpin'}`;
    case 'part':
      return `Somebody else as the ${difference.part} user`;
    case 'entry':
      return `${difference.title}: as it was`;
    case 'intervention':
      return 'Without what happened meanwhile';
  }
}

const PARTS: readonly Part[] = ['remote', 'internal', 'federated', 'anonymous', 'public'];

export const VERSION_WORDS: Readonly<Record<DesignOrganization['version'], string>> = {
  'lync-2010': 'Lync 2010',
  'ocs-2007-r2': 'OCS 2007 R2',
  'ocs-2007': 'OCS 2007',
};

const DEFAULT_WORDS: Readonly<Record<DefaultAction, string>> = {
  drop: 'drops',
  reject: 'rejects',
  permit: 'permits',
};

/** "E3 closed", "external rejects" */
export function differenceText(difference: Difference): string {
  switch (difference.kind) {
    case 'rule':
      return `${difference.rule} ${difference.enabled ? 'open' : 'closed'}`;
    case 'file':
      return `${difference.firewall} from ${difference.file}`;
    case 'rules':
      return `${difference.firewall}: ${difference.what}`;
    case 'settings':
      return `${difference.firewall} ${difference.what}`;
    case 'default':
      return `${difference.firewall} ${DEFAULT_WORDS[difference.action]}`;
    case 'version':
      return `${difference.title} on ${VERSION_WORDS[difference.version]}`;
    case 'hairpin':
      return `${difference.firewall} ${difference.hairpin ? 'with' : 'without'} hairpin`;
    case 'part':
      return `${difference.name} as the ${difference.part} user`;
    case 'entry':
      return `${difference.title}: other ${difference.what}`;
    case 'intervention': {
      const { at, change } = difference.intervention;
      return `${describeChange(change)} at ${toSeconds(at).toFixed(3)} s`;
    }
  }
}

/** What the variant is called: "as designed", "E3 closed", "E3 and E12 closed", "5 changes". */
export function variantName(found: readonly Difference[]): string {
  if (found.length === 0) return 'as designed';
  if (found.length > 3) return `${found.length} changes`;
  const closed = found.flatMap((one) => (one.kind === 'rule' && !one.enabled ? [one.rule] : []));
  const rest = found.filter((one) => one.kind !== 'rule' || one.enabled).map(differenceText);
  return [...(closed.length > 0 ? [`${listed(closed)} closed`] : []), ...rest].join(', ');
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
