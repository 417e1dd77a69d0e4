import type { Design } from '../../model/design.ts';
import type { Path } from './form.ts';
import { mapTexts } from './form.ts';
import { DESIGN_FORM } from './forms.ts';
import { mapEndpoints, namedBy, renameLinks } from './links.ts';
import { Moves } from './moves.ts';
import type { AnyEntry, EntryKind } from './things.ts';
import { ENTRY_KINDS, idOf, LISTS } from './things.ts';

/** A changed design, or why the place is none. */
export type FieldSet = { readonly design: Design } | { readonly problem: string };

/**
 * The design with another value at a place; what hangs on it follows: an id where it is named, a mapped address where
 * a firewall maps it.
 * @param value undefined takes the field out, so that what is usual holds
 */
export function setField(design: Design, path: Path, value: unknown): FieldSet {
  const [list, index, field, at, inner] = path;
  const before = valueAt(design, path);
  const changed = set(design, path, value);
  if (changed === null)
    return { problem: `there is no ${path.join('.')} in the design: must be one of its fields` };
  const next = changed as Design;
  if (typeof value !== 'string' || typeof before !== 'string' || value === before) return { design: next };
  const kind = kindOf(list);
  if (kind !== null && path.length === 3 && (field === 'id' || (kind === 'account' && field === 'uri')))
    return { design: renameLinks(next, kind, before, value) };
  const host = list === 'hosts' && field === 'interfaces' ? design.hosts[Number(index)] : undefined;
  if (host && path.length === 5 && inner === 'id')
    return { design: renameInterface(next, Number(index), before, value) };
  if (host && path.length === 5 && inner === 'address')
    return { design: followMapping(next, host.interfaces[Number(at)]!.zone, before, value) };
  return { design: next };
}

/** The design with another address wherever it stands, in texts too. */
export function readdress(design: Design, from: string, to: string): FieldSet {
  const moves = new Moves();
  moves.single(from, to);
  return { design: mapTexts(design, DESIGN_FORM, (text) => moves.text(text)) };
}

/** How often an address stands somewhere in a design. */
export function countAddress(design: Design, address: string): number {
  let count = 0;
  mapTexts(design, DESIGN_FORM, (text, form) => {
    if (form.form === 'address' ? text === address : form.free && holds(text, address)) count++;
    return text;
  });
  return count;
}

function holds(text: string, address: string): boolean {
  return text.split(/[\s,]+/).includes(address);
}

/** What stands at a place; undefined when there is nothing. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Readonly<Record<string | number, unknown>>)[key]
        : undefined,
    value,
  );
}

/** The kind of thing that a list of the design holds. */
export function kindOf(list: string | number | undefined): EntryKind | null {
  return ENTRY_KINDS.find((kind) => LISTS[kind] === list) ?? null;
}

/** A copy with another value at a place, or null when there is nothing that could hold it. */
function set(at: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof at !== 'object' || at === null || key === '__proto__') return null;
  const inner = (at as Readonly<Record<string | number, unknown>>)[key];
  const next = rest.length === 0 ? value : set(inner ?? {}, rest, value);
  if (next === null && rest.length > 0) return null;
  if (Array.isArray(at)) {
    if (typeof key !== 'number' || key < 0 || key > at.length) return null;
    return next === undefined ? at.toSpliced(key, 1) : at.toSpliced(key, 1, next);
  }
  return next === undefined
    ? Object.fromEntries(Object.entries(at).filter(([name]) => name !== String(key)))
    : { ...at, [key]: next };
}

function renameInterface(design: Design, index: number, from: string, to: string): Design {
  const host = design.hosts[index]!;
  const hosts = design.hosts.with(
    index,
    mapTexts(host, hostForm(), (text, form, name) =>
      namedBy(form, name) === 'interface' && text === from ? to : text,
    ),
  );
  const [was, is] = [`${host.id}.${from}`, `${host.id}.${to}`];
  return mapTexts({ ...design, hosts }, DESIGN_FORM, (text, form, name) =>
    namedBy(form, name) === 'endpoints' ? mapEndpoints(text, (one) => (one === was ? is : one)) : text,
  );
}

function hostForm() {
  const { form } = DESIGN_FORM.entries['hosts']!;
  if (form.kind !== 'list') throw new Error('hosts are no list');
  return form.item;
}

function followMapping(design: Design, zone: string, from: string, to: string): Design {
  const firewalls = design.firewalls.map((wall) =>
    wall.inside === zone && wall.nat.some(({ inside }) => inside === from)
      ? { ...wall, nat: wall.nat.map((one) => (one.inside === from ? { ...one, inside: to } : one)) }
      : wall,
  );
  return { ...design, firewalls };
}

/** The place of an entry in the design; null when it has none of that id. */
export function pathOf(design: Design, kind: EntryKind, id: string): Path | null {
  const entries: readonly AnyEntry[] = design[LISTS[kind]];
  const index = entries.findIndex((one) => idOf(one) === id);
  return index < 0 ? null : [LISTS[kind], index];
}
