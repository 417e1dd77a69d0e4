/**
 * How a display filter of Wireshark writes down a field: its bytes as a number, as an address, one by one, as the text
 * that they are; or the value that people are shown, where the bytes are written in another way: a text, or as it stands.
 */
export type FilterForm = 'number' | 'address' | 'bytes' | 'text' | 'shown' | 'plain';

/** What a field is for, in one sentence, and where that is written. */
export interface Note {
  readonly means: string;
  /** "RFC 793 3.1", "[MS-TURN] 2.2.2.8", "assumption" */
  readonly source: string;
  /** Wireshark's name of the field and how its value is written; left out where Wireshark has none of its own for it. */
  readonly filter?: readonly [field: string, form: FilterForm];
  /** A firewall reads it: every packet filter, or only one that looks into the content. */
  readonly firewall?: 'filter' | 'inspection';
}

/**
 * Notes by the field's name, or by "group/name" where the same name means something else in that group. Small and
 * capital letters are the same.
 */
export type Notes = Readonly<Record<string, Note>>;

/**
 * The note of a field.
 * @param group the field that it stands in; empty at the top
 */
export function findNote(notes: Notes, group: string, name: string): Note | undefined {
  return find(notes, `${group}/${name}`) ?? find(notes, name);
}

const byNotes = new WeakMap<Notes, ReadonlyMap<string, Note>>();

function find(notes: Notes, key: string): Note | undefined {
  let map = byNotes.get(notes);
  if (!map) {
    map = new Map(Object.entries(notes).map(([name, note]) => [name.toLowerCase(), note]));
    byNotes.set(notes, map);
  }
  return map.get(key.toLowerCase());
}
