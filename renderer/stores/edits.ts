import type {
  Design,
  DesignFirewall,
  DesignOrganization,
  DesignPerson,
  DesignRule,
} from '../../simulator/model/design.ts';

export type DefaultAction = DesignFirewall['default'];
export type Part = DesignPerson['plays'];

/** The design with one rule switched over. The given one stays as it is. */
export function toggleRule(design: Design, firewall: string, rule: string): Design {
  return withFirewall(design, firewall, (wall) => ({
    ...wall,
    rules: wall.rules.map((entry) => (entry.id === rule ? { ...entry, enabled: !entry.enabled } : entry)),
  }));
}

/** The design with another answer to packets that no rule names. */
export function setDefault(design: Design, firewall: string, action: DefaultAction): Design {
  return withFirewall(design, firewall, (wall) => ({ ...wall, default: action }));
}

/** The design with an organization that runs something else. */
export function setVersion(design: Design, id: string, version: DesignOrganization['version']): Design {
  const organizations = design.organizations.map((one) => (one.id === id ? { ...one, version } : one));
  return { ...design, organizations };
}

/** The design whose firewall sends back inside what is written to its public addresses, or does not. */
export function setHairpin(design: Design, firewall: string, hairpin: boolean): Design {
  return withFirewall(design, firewall, (wall) => ({ ...wall, hairpin }));
}

/** The design in which somebody plays a part before all others who do. */
export function setPart(design: Design, part: Part, person: string): Design {
  const chosen = design.people.find(({ id }) => id === person);
  if (!chosen) return design;
  return {
    ...design,
    people: [{ ...chosen, plays: part }, ...design.people.filter((one) => one !== chosen)],
  };
}

/** Who plays a part: the first who does. */
export function playerOf({ people }: Pick<Design, 'people'>, part: Part): DesignPerson | undefined {
  return people.find(({ plays }) => plays === part);
}

function withFirewall(design: Design, id: string, edit: (wall: DesignFirewall) => DesignFirewall): Design {
  if (!design.firewalls.some((wall) => wall.id === id)) return design;
  return { ...design, firewalls: design.firewalls.map((wall) => (wall.id === id ? edit(wall) : wall)) };
}

export function findRule(design: Design, firewall: string, rule: string): DesignRule | null {
  return design.firewalls.find(({ id }) => id === firewall)?.rules.find(({ id }) => id === rule) ?? null;
}

/** One way in which a design differs from the one it was made of. */
export type Difference =
  | { readonly kind: 'rule'; readonly firewall: string; readonly rule: string; readonly enabled: boolean }
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
  | { readonly kind: 'part'; readonly part: Part; readonly name: string; readonly was: string };

export function differences(original: Design, design: Design): readonly Difference[] {
  const found: Difference[] = [];
  for (const wall of design.firewalls) {
    const before = original.firewalls.find(({ id }) => id === wall.id);
    if (!before) continue;
    for (const rule of wall.rules) {
      const was = before.rules.find(({ id }) => id === rule.id);
      if (was && was.enabled !== rule.enabled)
        found.push({ kind: 'rule', firewall: wall.id, rule: rule.id, enabled: rule.enabled });
    }
    if (before.default !== wall.default)
      found.push({ kind: 'default', firewall: wall.id, action: wall.default, was: before.default });
    if (before.hairpin !== wall.hairpin)
      found.push({ kind: 'hairpin', firewall: wall.id, hairpin: wall.hairpin });
  }
  for (const part of PARTS) {
    const [was, now] = [playerOf(original, part), playerOf(design, part)];
    if (was && now && was.id !== now.id) found.push({ kind: 'part', part, name: now.name, was: was.id });
  }
  for (const { id, title, version } of design.organizations) {
    const before = original.organizations.find((one) => one.id === id);
    if (before && before.version !== version)
      found.push({ kind: 'version', organization: id, title, version, was: before.version });
  }
  return found;
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
  if (difference.kind === 'rule') return `${difference.rule} ${difference.enabled ? 'open' : 'closed'}`;
  if (difference.kind === 'hairpin')
    return `${difference.firewall} ${difference.hairpin ? 'with' : 'without'} hairpin`;
  if (difference.kind === 'part') return `${difference.name} as the ${difference.part} user`;
  if (difference.kind === 'version') return `${difference.title} on ${VERSION_WORDS[difference.version]}`;
  return `${difference.firewall} ${DEFAULT_WORDS[difference.action]}`;
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
