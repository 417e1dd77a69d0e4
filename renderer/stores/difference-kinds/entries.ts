import { disjoint } from './disjoint.ts';
import type { AnyEntry, EntryKind } from '../../../simulator/designs/forms/things.ts';
import { ENTRY_KINDS, entriesOf, idOf, LISTS, withEntries } from '../../../simulator/designs/forms/things.ts';
import type { Design } from '../../../simulator/model/design.ts';
import { withFirewall } from '../edits.ts';
import { partDifferences } from './values.ts';
import { listed } from './words.ts';

/** An entry of one of the design's lists that came, went or says something else. */
export interface EntryChange {
  readonly kind: EntryKind;
  readonly id: string;
  readonly title: string;
  /** Null: it was not there. */
  readonly was: AnyEntry | null;
  /** Null: it is there no more. */
  readonly now: AnyEntry | null;
  /** Names of what is otherwise: "mapping". */
  readonly what: readonly string[];
  /** Where it stood. */
  readonly place: number;
}

/** Entries that changed and cannot be taken back one without the other: a home, its people, their accounts. */
export interface EntriesDifference {
  readonly kind: 'entries';
  readonly changes: readonly EntryChange[];
}

/** More groups of additions than this are one: a crowd. */
const MOST_GROUPS = 8;

export function entryDifferences(original: Design, design: Design): EntriesDifference[] {
  const changes = ENTRY_KINDS.flatMap((kind) => changesOf(kind, original, design));
  const groups = grouped(changes);
  const fresh = groups.filter((group) => group.every(({ was }) => was === null));
  if (fresh.length <= MOST_GROUPS) return groups.map((group) => ({ kind: 'entries', changes: group }));
  const others = groups.filter((group) => !fresh.includes(group));
  return [fresh.flat(), ...others].map((group) => ({ kind: 'entries', changes: group }));
}

function changesOf(kind: EntryKind, original: Design, design: Design): EntryChange[] {
  if (original[LISTS[kind]] === design[LISTS[kind]]) return [];
  const before = new Map(entriesOf(original, kind).map((entry, place) => [idOf(entry), { entry, place }]));
  const ids = new Set(entriesOf(design, kind).map(idOf));
  const cast = new Set(
    kind === 'person' ? partDifferences(original, design).map(({ person }) => person) : [],
  );
  const gone = [...before].flatMap(([id, { entry, place }]): EntryChange[] =>
    ids.has(id) ? [] : [{ kind, id, title: titleOf(entry), was: entry, now: null, what: [], place }],
  );
  const rest = entriesOf(design, kind).flatMap((entry: AnyEntry): EntryChange[] => {
    const id = idOf(entry);
    const known = before.get(id);
    const change = { kind, id, title: titleOf(entry), now: entry, place: known?.place ?? -1 };
    if (!known) return [{ ...change, was: null, what: [] }];
    const what =
      known.entry === entry
        ? []
        : changedKeys(known.entry, entry, (key) => isOwn(kind, key) && !(key === 'plays' && cast.has(id)));
    return what.length > 0 ? [{ ...change, was: known.entry, what }] : [];
  });
  return [...gone, ...rest];
}

function titleOf(entry: AnyEntry): string {
  if ('title' in entry) return entry.title;
  return 'name' in entry ? entry.name : `Certificate ${entry.id}`;
}

/** Of a firewall only where it stands: all else of it has differences of its own. So has what an organization runs. */
function isOwn(kind: EntryKind, key: string): boolean {
  if (kind === 'firewall') return ['title', 'outside', 'inside'].includes(key);
  return kind !== 'organization' || key !== 'version';
}

function changedKeys(before: AnyEntry, after: AnyEntry, counts: (key: string) => boolean): string[] {
  const [was, now] = [before, after].map((entry) => new Map<string, unknown>(Object.entries(entry)));
  return [...new Set([...was!.keys(), ...now!.keys()])].filter(
    (key) => counts(key) && JSON.stringify(was!.get(key)) !== JSON.stringify(now!.get(key)),
  );
}

/**
 * What names what came, or named what went, belongs to it: without it there is no design. Rules are named by what they
 * say of hosts; those of a firewall that stays are told apart.
 */
function grouped(changes: readonly EntryChange[]): readonly (readonly EntryChange[])[] {
  const lonely = changes.every(({ was, now }) => was !== null && now !== null);
  if (lonely) return changes.map((change) => [change]);
  const owners = new Map<string, number>();
  changes.forEach(({ id, was, now }, at) => {
    if (was === null || now === null) owners.set(`${was === null ? 'now' : 'was'} ${id}`, at);
  });
  const sets = disjoint(changes.length);
  changes.forEach(({ kind, was, now }, at) => {
    for (const [when, entry] of [
      ['was', was],
      ['now', now],
    ] as const)
      for (const text of textsOf(kind === 'firewall' ? { ...entry, rules: [] } : entry)) {
        const owner = owners.get(`${when} ${text}`);
        if (owner !== undefined) sets.join(at, owner);
      }
  });
  return sets.groups().map((group) => group.map((at) => changes[at]!));
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** The design without these changes: what came is gone, what went stands where it stood. */
export function takeBackEntries(design: Design, { changes }: EntriesDifference): Design {
  return ENTRY_KINDS.reduce((whole, kind) => {
    const own = changes.filter((change) => change.kind === kind);
    return own.length === 0 ? whole : takeBackKind(whole, kind, own);
  }, design);
}

function takeBackKind(design: Design, kind: EntryKind, changes: readonly EntryChange[]): Design {
  const added = new Set(changes.flatMap(({ id, was }) => (was === null ? [id] : [])));
  const changed = new Map(changes.flatMap(({ id, was, now }) => (was && now ? [[id, was] as const] : [])));
  const gone = changes.filter(({ now }) => now === null).sort((one, other) => one.place - other.place);
  const entries: AnyEntry[] = entriesOf(design, kind).filter((entry) => !added.has(idOf(entry)));
  for (const { was, place } of gone) entries.splice(Math.min(place, entries.length), 0, was!);
  const next = withEntries(
    design,
    kind,
    kind === 'firewall' || kind === 'organization'
      ? entries
      : entries.map((entry) => changed.get(idOf(entry)) ?? entry),
  );
  if (kind === 'firewall')
    return [...changed.values()].reduce(
      (whole, was) => withSides(whole, was as Design['firewalls'][number]),
      next,
    );
  if (kind !== 'organization') return next;
  return {
    ...next,
    organizations: next.organizations.map((one) => {
      const was = changed.get(one.id) as Design['organizations'][number] | undefined;
      return was ? { ...was, version: one.version } : one;
    }),
  };
}

function withSides(design: Design, { id, title, outside, inside }: Design['firewalls'][number]): Design {
  return withFirewall(design, id, (wall) => ({ ...wall, title, outside, inside }));
}

/** The most telling first. */
const TELLING: readonly EntryKind[] = [
  'organization',
  'zone',
  'host',
  'firewall',
  'nat',
  'person',
  'certificate',
  'account',
];

/** "Henry's home added, 4 more with it", "Alice's router: other mapping" */
export function entriesText({ changes }: EntriesDifference): string {
  const first = firstOf(changes);
  const verbs = new Set(tellingOf(changes).map(verbOf));
  const verb = verbs.size === 1 ? [...verbs][0]! : 'changed';
  const others = changes.length - 1;
  if (others > 0) return `${first.title} ${verb}, ${others} more with it`;
  return verb === 'changed' ? `${first.title}: other ${listed(first.what)}` : `${first.title} ${verb}`;
}

/** What taking them back would do. */
export function takeBackEntriesText(difference: EntriesDifference): string {
  const { changes } = difference;
  const { title } = firstOf(changes);
  if (changes.every(({ was }) => was === null)) return `Without ${title}`;
  return changes.every(({ now }) => now === null) ? `${title} back again` : `${title}: as it was`;
}

function verbOf({ was, now }: EntryChange): string {
  if (was === null) return 'added';
  return now === null ? 'removed' : 'changed';
}

/** What came or went, if anything did. */
function tellingOf(changes: readonly EntryChange[]): readonly EntryChange[] {
  const moved = changes.filter(({ was, now }) => was === null || now === null);
  return moved.length > 0 ? moved : changes;
}

function firstOf(changes: readonly EntryChange[]): EntryChange {
  return [...tellingOf(changes)].sort(
    (one, other) => TELLING.indexOf(one.kind) - TELLING.indexOf(other.kind),
  )[0]!;
}
