import type { GenericSchema, InferInput } from 'valibot';
import type { Design } from '../../model/design.ts';

/** A design as its file has it, before defaults are filled in. */
export type RawDesign = InferInput<typeof Design>;
export type RawHost = RawDesign['hosts'][number];
export type RawFirewall = RawDesign['firewalls'][number];

/** A role's part of a design's file, by the schema of the role. */
export type RawRole<S extends GenericSchema> = InferInput<S>;

/** A copy that may be changed. */
export function copyOf<T>(part: T): T {
  return JSON.parse(JSON.stringify(part)) as T;
}

/**
 * A copy in which addresses and names are others, wherever they stand: alone, or in a list in a text.
 * @param texts what becomes what, all at once
 */
export function replaced<T>(part: T, texts: Readonly<Record<string, string>>): T {
  const any = Object.keys(texts).map((one) => one.replaceAll('.', '\\.'));
  const pattern = new RegExp(`(?<![\\w.-])(${any.join('|')})(?![\\w-]|\\.\\w)`, 'g');
  const json = JSON.stringify(part).replace(pattern, (found) => texts[found]!);
  return JSON.parse(json) as T;
}

/** The host or firewall of that id. */
export function byId<T extends { readonly id: string }>(list: readonly T[], id: string): T {
  const found = list.find((one) => one.id === id);
  if (!found) throw new Error(`the design that a variant is made of has no "${id}"`);
  return found;
}

/** The roles on these hosts, of one kind or all, to be changed. */
export function rolesOf<T extends { role: string }>(hosts: readonly RawHost[], role?: T['role']): T[] {
  const roles = hosts.flatMap((host) => (host.roles ?? []) as T[]);
  return role === undefined ? roles : roles.filter((one) => one.role === role);
}
