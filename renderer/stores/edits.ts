import type {
  Design,
  DesignFirewall,
  DesignOrganization,
  DesignPerson,
  DesignRule,
} from '../../simulator/model/design.ts';

/*
 * Changes of a design. Each makes a new one; the given one stays as it is, and so do the parts that are not concerned.
 */

export type DefaultAction = DesignFirewall['default'];
export type Part = DesignPerson['plays'];

/** A firewall as it was taken from a file. */
interface Taken {
  readonly name: string;
  readonly wall: DesignFirewall;
}

/** By the firewall as it is now. Versions of it that are made by edits inherit this. */
const files = new WeakMap<DesignFirewall, Taken>();

/** The file that a firewall was taken from, and how it was then; undefined when it came with its design. */
export function fileOf(wall: DesignFirewall): Taken | undefined {
  return files.get(wall);
}

/** The design with a firewall taken from a file. */
export function takeFile(design: Design, wall: DesignFirewall, name: string): Design {
  files.set(wall, { name, wall });
  return putFirewall(design, wall);
}

/** The design with a firewall in the place of the one of its name, which leaves nothing to it. */
export function putFirewall(design: Design, wall: DesignFirewall): Design {
  return { ...design, firewalls: design.firewalls.map((one) => (one.id === wall.id ? wall : one)) };
}

/**
 * A changed copy of a design that comes from another thread: what is the same in both is the design's own, so that
 * what was not changed can be told at once, and its firewalls remember the files that they were taken from.
 */
export function adopt(design: Design, copy: Design): Design {
  const lists = SHARED.map((list) => [list, shared(design[list], copy[list])] as const);
  const next = { ...copy, ...(Object.fromEntries(lists) as Partial<Design>) };
  for (const wall of next.firewalls) {
    const before = design.firewalls.find(({ id }) => id === wall.id);
    const taken = before && files.get(before);
    if (taken && !files.has(wall)) files.set(wall, taken);
  }
  return next;
}

const SHARED = [
  'zones',
  'hosts',
  'firewalls',
  'nats',
  'organizations',
  'certificates',
  'accounts',
  'people',
] as const;
type Listed = Design[(typeof SHARED)[number]][number];

/** Entries that say the same as before are the ones from before; so is the list when all of them are. */
function shared(before: readonly Listed[], after: readonly Listed[]): readonly Listed[] {
  const known = new Map(before.map((entry) => [keyOf(entry), entry]));
  const next = after.map((entry) => {
    const was = known.get(keyOf(entry));
    return was && JSON.stringify(was) === JSON.stringify(entry) ? was : entry;
  });
  return next.length === before.length && next.every((entry, at) => entry === before[at]) ? before : next;
}

function keyOf(entry: Listed): string {
  return 'id' in entry ? entry.id : entry.uri;
}

/** The design with one rule switched over. */
export function toggleRule(design: Design, firewall: string, rule: string): Design {
  return withRules(design, firewall, (rules) =>
    rules.map((entry) => (entry.id === rule ? { ...entry, enabled: !entry.enabled } : entry)),
  );
}

/** The design with a rule at another place of its firewall's order, from 0. */
export function moveRule(design: Design, firewall: string, rule: string, place: number): Design {
  return withRules(design, firewall, (rules) => {
    const at = rules.findIndex(({ id }) => id === rule);
    if (at < 0 || at === place) return rules;
    const others = rules.toSpliced(at, 1);
    return others.toSpliced(place, 0, rules[at]!);
  });
}

/** The design with one more rule in front of another, or at the end. */
export function insertRule(
  design: Design,
  firewall: string,
  rule: DesignRule,
  before: string | null,
): Design {
  return withRules(design, firewall, (rules) => {
    const at = rules.findIndex(({ id }) => id === before);
    return rules.toSpliced(at < 0 ? rules.length : at, 0, rule);
  });
}

/** The design with another rule in the place of one. */
export function replaceRule(design: Design, firewall: string, id: string, rule: DesignRule): Design {
  return withRules(design, firewall, (rules) => rules.map((one) => (one.id === id ? rule : one)));
}

export function removeRule(design: Design, firewall: string, rule: string): Design {
  return withRules(design, firewall, (rules) =>
    rules.some(({ id }) => id === rule) ? rules.filter(({ id }) => id !== rule) : rules,
  );
}

/** An id that no rule of the design has yet: "new-1", "new-2", ... */
export function freshRuleId(design: Design): string {
  const taken = new Set(design.firewalls.flatMap(({ rules }) => rules.map(({ id }) => id)));
  for (let number = 1; ; number++) if (!taken.has(`new-${number}`)) return `new-${number}`;
}

/** What a firewall looks for in what a rule lets in. */
export type Looks = DesignFirewall['inspections'][number]['kind'] | 'nothing';

/** What it looks for, by an inspection of just this rule's ports. */
export function looksFor(wall: DesignFirewall, { dst, dport }: DesignRule): Looks {
  return wall.inspections.find((one) => one.dst === dst && one.dport === dport)?.kind ?? 'nothing';
}

/** The design whose firewall looks into what a rule lets in, or no longer does. */
export function setInspection(design: Design, firewall: string, rule: DesignRule, looks: Looks): Design {
  const { dst, dport } = rule;
  return withFirewall(design, firewall, (wall) => {
    const others = wall.inspections.filter((one) => one.dst !== dst || one.dport !== dport);
    return { ...wall, inspections: looks === 'nothing' ? others : [...others, { kind: looks, dst, dport }] };
  });
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

export function withFirewall(
  design: Design,
  id: string,
  edit: (wall: DesignFirewall) => DesignFirewall,
): Design {
  const before = design.firewalls.find((wall) => wall.id === id);
  if (!before) return design;
  const after = edit(before);
  const taken = files.get(before);
  if (taken && !files.has(after) && after !== before) files.set(after, taken);
  return putFirewall(design, after);
}

function withRules(
  design: Design,
  id: string,
  edit: (rules: readonly DesignRule[]) => readonly DesignRule[],
): Design {
  const wall = design.firewalls.find((one) => one.id === id);
  const rules = wall && edit(wall.rules);
  return !wall || rules === wall.rules
    ? design
    : withFirewall(design, id, (one) => ({ ...one, rules: [...rules!] }));
}

export function findRule(design: Design, firewall: string, rule: string): DesignRule | null {
  return design.firewalls.find(({ id }) => id === firewall)?.rules.find(({ id }) => id === rule) ?? null;
}
