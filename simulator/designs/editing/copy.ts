import { parseRange } from '../../model/address.ts';
import type { Design, DesignFirewall, DesignHost, DesignZone } from '../../model/design.ts';
import type { Form, TextChange, TextForm } from '../forms/form.ts';
import { mapTexts } from '../forms/form.ts';
import { DESIGN_FORM } from '../forms/forms.ts';
import { mapEndpoints, namedBy, renamed } from '../forms/links.ts';
import { changeMentions } from './mentions.ts';
import { Moves } from '../forms/moves.ts';
import type { Room } from './room.ts';
import type { AnyEntry, EntryKind, Part } from '../forms/things.ts';
import { ENTRY_KINDS, entriesOf, idOf, LISTS } from '../forms/things.ts';
import type { Words } from './words.ts';
import { wordsIn } from './words.ts';

type Names = Readonly<Record<EntryKind, ReadonlyMap<string, string>>>;
type Entries = Record<EntryKind, AnyEntry[]>;

/** A design with copies in it, and the names of the last copy's things by those that they were made of. */
export interface Copied {
  readonly design: Design;
  readonly names: Names;
}

/** The form of one entry of a list of the design. */
export function entryForm(kind: EntryKind): Form {
  const { form } = DESIGN_FORM.entries[LISTS[kind]]!;
  if (form.kind !== 'list') throw new Error(`${LISTS[kind]} is no list`);
  return form.item;
}

/**
 * The design with copies of a part behind what it has: under ids, addresses and prefixes that are free. Within a copy,
 * what named the part's own things names their copies; what is outside keeps its name.
 * @param words for each copy, the names of people and organizations with those that it has; one copy or more
 */
export function copyPart(design: Design, part: Part, room: Room, words: readonly Words[]): Copied {
  const originals = mapKinds((kind) => entriesOf(design, kind).filter((one) => part[kind].has(idOf(one))));
  const added: Entries = mapKinds(() => []);
  let names: Names | null = null;
  let before = design;
  for (const own of words) {
    names = freshNames(originals, room, own);
    const moves = new Moves();
    const zones = (originals.zone as DesignZone[]).map((zone) => copyZone(zone, names!, room, own, moves));
    moveSingles(originals, part, room, moves);
    const text = textChange(names, moves, own);
    for (const kind of ENTRY_KINDS)
      added[kind].push(
        ...(kind === 'zone'
          ? zones
          : originals[kind].map((one) => copyEntry(one, kind, names!, moves, room, text))),
      );
    before = changeMentions(before, part, (item, form) => [item, mapTexts(item, form, text)]);
  }
  if (!names) throw new Error('no copy was asked for');
  const lists = ENTRY_KINDS.map((kind) => [LISTS[kind], [...entriesOf(before, kind), ...added[kind]]]);
  return { design: { ...before, ...(Object.fromEntries(lists) as Partial<Design>) }, names };
}

function mapKinds<T>(make: (kind: EntryKind) => T): Record<EntryKind, T> {
  return Object.fromEntries(ENTRY_KINDS.map((kind) => [kind, make(kind)])) as Record<EntryKind, T>;
}

const ID: TextForm = { kind: 'text', form: 'id', free: false };
const URI: TextForm = { kind: 'text', form: 'sipUri', free: false };

function freshNames(originals: Entries, room: Room, words: Words): Names {
  return mapKinds(
    (kind) =>
      new Map(
        originals[kind].map((entry): [string, string] => {
          const id = idOf(entry);
          const wanted = wordsIn(id, kind === 'account' ? URI : ID, words);
          return [id, kind === 'account' ? room.uri(wanted) : room.id(kind, wanted)];
        }),
      ),
  );
}

/** A zone's copy has prefixes of its own; a private one may have the same, where no other is left. */
function copyZone(zone: DesignZone, names: Names, room: Room, words: Words, moves: Moves): DesignZone {
  const prefixes = zone.prefixes.map((text) => {
    const fresh = room.prefix(text) ?? text;
    moves.range(zone.id, parseRange(text)!, parseRange(fresh)!);
    return fresh;
  });
  const copy = {
    ...mapTexts(zone, entryForm('zone'), (text, form) => wordsIn(text, form, words)),
    id: names.zone.get(zone.id)!,
    prefixes,
  };
  room.addZone(copy);
  return copy;
}

/** In zones that are not copied, what is copied has addresses of its own. */
function moveSingles(originals: Entries, part: Part, room: Room, moves: Moves): void {
  const move = (zone: string, address: string) => {
    if (!part.zone.has(zone)) moves.single(address, room.address(zone, address) ?? address);
  };
  for (const host of originals.host as DesignHost[])
    for (const { zone, address } of host.interfaces) move(zone, address);
  for (const { outside, address } of originals.nat as Design['nats']) move(outside, address);
  for (const { outside, nat } of originals.firewall as DesignFirewall[])
    for (const one of nat) move(outside, one.outside);
}

function textChange(names: Names, moves: Moves, words: Words): TextChange {
  return (text, form, name) => {
    const kind = namedBy(form, name);
    if (kind === 'endpoints') return mapEndpoints(text, (one) => moves.text(namedEndpoint(one, names)));
    if (kind === 'interface') return text;
    if (kind !== null) return names[kind].get(text) ?? text;
    return /\d\.\d/.test(text) ? moves.text(wordsIn(text, form, words)) : wordsIn(text, form, words);
  };
}

function namedEndpoint(one: string, names: Names): string {
  const dot = one.indexOf('.');
  for (const id of [one, one.slice(0, Math.max(0, dot))])
    for (const kind of ['host', 'nat'] as const) {
      const fresh = names[kind].get(id);
      if (fresh !== undefined) return renamed(one, id, fresh);
    }
  return one;
}

function copyEntry(
  entry: AnyEntry,
  kind: EntryKind,
  names: Names,
  moves: Moves,
  room: Room,
  text: TextChange,
): AnyEntry {
  const id = names[kind].get(idOf(entry))!;
  const copy = { ...mapTexts(entry, entryForm(kind), text), [kind === 'account' ? 'uri' : 'id']: id };
  if ('title' in copy && 'title' in entry && copy.title === entry.title)
    copy.title = numberedTitle(entry.title, id);
  // Two private zones may have the same addresses: an interface's is moved by its own zone.
  if ('interfaces' in copy && 'interfaces' in entry)
    return {
      ...copy,
      interfaces: copy.interfaces.map((one, at) => {
        const was = entry.interfaces[at]!;
        return { ...one, address: moves.address(was.address, was.zone) };
      }),
    };
  // Rules are closed by id alone.
  if ('rules' in copy)
    return { ...copy, rules: copy.rules.map((rule) => ({ ...rule, id: room.id('rule', rule.id) })) };
  return copy;
}

/** What nobody gave another name has the number of its id. */
function numberedTitle(title: string, id: string): string {
  const number = /-(\d+)$/.exec(id)?.[1];
  return number === undefined ? title : `${title.replace(/ \d+$/, '')} ${number}`;
}
