import type { Note } from '../../../simulator/protocols/codec/notes.ts';
import type { Field } from '../../../simulator/protocols/codec/writer.ts';
import type { Dissection, Layer } from '../../../simulator/protocols/dissect.ts';
import { noteOf } from '../../../simulator/protocols/notes.ts';

/** Bytes that stand beside each other: the packet, a message that travels in several, what was encrypted. */
export interface Pane {
  readonly within: Layer['within'];
  readonly bytes: Uint8Array;
}

/** A line of the tree: a layer, or a field of one. */
export interface Row {
  /** The same for the same field in another packet, so that what is open and chosen stays so from packet to packet. */
  readonly key: string;
  readonly depth: number;
  /** The row in which it stands, as an index; -1 for a layer. */
  readonly parent: number;
  readonly name: string;
  readonly text: string;
  readonly layer: Layer;
  /** Null for the layer itself. */
  readonly field: Field | null;
  /** Name of the field in which it stands. */
  readonly group: string;
  readonly note: Note | undefined;
  readonly pane: Pane;
  /** Its bytes in the pane, the end not among them. */
  readonly start: number;
  readonly end: number;
  readonly holds: boolean;
}

/** A packet as the lines of its tree, in order, and the panes in which their bytes stand. */
export interface Tree {
  readonly panes: readonly Pane[];
  readonly rows: readonly Row[];
}

/** Makes the tree of a packet that was taken apart. */
export function treeOf({ bytes, layers }: Dissection): Tree {
  const panes: Pane[] = [];
  const rows: Row[] = [];
  for (const layer of layers) {
    let pane = panes.at(-1);
    if (pane?.within !== layer.within || (layer.start === 0 && rows.at(-1)?.pane === pane)) {
      pane = { within: layer.within, bytes: layer.within === 'packet' ? bytes : layer.bytes };
      panes.push(pane);
    }
    addLayer(rows, layer, pane);
  }
  return { panes, rows };
}

function addLayer(rows: Row[], layer: Layer, pane: Pane): void {
  const seen = new Map<string, number>();
  const keyOf = (path: string): string => {
    const times = seen.get(path) ?? 0;
    seen.set(path, times + 1);
    return times === 0 ? path : `${path} ${times + 1}`;
  };
  const top = rows.length;
  const { start, bytes, title } = layer;
  rows.push({
    key: title,
    depth: 0,
    parent: -1,
    name: title,
    text: '',
    layer,
    field: null,
    group: '',
    note: undefined,
    pane,
    start,
    end: start + bytes.length,
    holds: layer.fields.length > 0,
  });
  const add = (fields: readonly Field[], parent: number, protocol: string, group: string): void => {
    const { key: path, depth } = rows[parent]!;
    for (const field of fields) {
      const own = rows.length;
      rows.push({
        key: keyOf(`${path}/${field.name}`),
        depth: depth + 1,
        parent,
        name: field.name,
        text: field.text,
        layer,
        field,
        group,
        note: noteOf(protocol, group, field.name),
        pane,
        start: start + field.start,
        end: start + field.start + field.length,
        holds: field.fields.length > 0,
      });
      if (field.protocol === undefined) add(field.fields, own, protocol, field.name);
      else add(field.fields, own, field.protocol, '');
    }
  };
  add(layer.fields, top, layer.protocol, '');
}

/** The innermost line whose bytes have this one among them; null when no line of the pane has. */
export function rowAt({ rows }: Tree, pane: Pane, at: number): Row | null {
  let found: Row | null = null;
  for (const row of rows) if (row.pane === pane && row.start <= at && at < row.end) found = row;
  return found;
}

/** Is a line that holds others open? Layers begin so, mere headings, and what a layer has nothing beside. */
export function isOpen({ field, depth, text, layer, key }: Row, turned: ReadonlySet<string>): boolean {
  const begins = field === null || text === '' || (depth === 1 && layer.fields.length === 1);
  return turned.has(key) !== begins;
}

/** The lines that are to be seen: all but those inside one that is closed. */
export function shownRows({ rows }: Tree, turned: ReadonlySet<string>): readonly Row[] {
  const hidden = new Set<number>();
  return rows.filter((row, at) => {
    const { parent } = row;
    const hides = parent >= 0 && (hidden.has(parent) || !isOpen(rows[parent]!, turned));
    if (hides) hidden.add(at);
    return !hides;
  });
}

/** A line, or the innermost that is to be seen and holds it. */
export function seenOf({ rows }: Tree, shown: readonly Row[], row: Row): Row {
  let at = row;
  while (!shown.includes(at) && at.parent >= 0) at = rows[at.parent]!;
  return at;
}
