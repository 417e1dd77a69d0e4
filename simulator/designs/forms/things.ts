import type { Design } from '../../model/design.ts';

/** The lists of a design, by what one entry of each is called. */
export const LISTS = {
  zone: 'zones',
  host: 'hosts',
  firewall: 'firewalls',
  nat: 'nats',
  person: 'people',
  account: 'accounts',
  certificate: 'certificates',
  organization: 'organizations',
} as const;

export type EntryKind = keyof typeof LISTS;
export const ENTRY_KINDS = Object.keys(LISTS) as readonly EntryKind[];

/** An entry of a design: by its id, an account by its SIP address. */
export interface Thing {
  readonly kind: EntryKind;
  readonly id: string;
}

/** More copies of a thing at once would take longer than one waits. */
export const MOST_COPIES = 2000;

/** Entries of a design that belong together, by kind. */
export type Part = Readonly<Record<EntryKind, ReadonlySet<string>>>;

type EntryOf<K extends EntryKind> = Design[(typeof LISTS)[K]][number];
export type AnyEntry = EntryOf<EntryKind>;

/** The entries of one kind. */
export function entriesOf<K extends EntryKind>(design: Design, kind: K): readonly EntryOf<K>[] {
  return design[LISTS[kind]];
}

/** What an entry is called by: its id, or its SIP address. */
export function idOf(entry: AnyEntry): string {
  return 'id' in entry ? entry.id : entry.uri;
}

/** The entry itself; undefined when the design has none of that id. */
export function findThing<K extends EntryKind>(
  design: Design,
  { kind, id }: { readonly kind: K; readonly id: string },
): EntryOf<K> | undefined {
  return entriesOf(design, kind).find((one) => idOf(one) === id);
}

/** What people call it: its title or name. */
export function titleOf(design: Design, thing: Thing): string {
  const entry = findThing(design, thing);
  if (!entry) return thing.id;
  if ('title' in entry) return entry.title;
  return 'name' in entry ? entry.name : entry.id;
}

/** The design with other entries of one kind. */
export function withEntries(design: Design, kind: EntryKind, entries: readonly AnyEntry[]): Design {
  return { ...design, [LISTS[kind]]: entries };
}

/** The domain of a SIP address: "contoso.com" of "sip:alice@contoso.com". */
export function domainOf(uri: string): string {
  return uri.slice(uri.indexOf('@') + 1);
}
