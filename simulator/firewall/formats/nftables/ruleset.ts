/*
 * A ruleset of nftables as libnftables-json(5) has it; what the text form says is turned into the same. Expressions
 * stay as JSON, since a file may hold any.
 */

/** An expression or a statement of a rule. */
export type Json = unknown;

export interface Chain {
  readonly family: string;
  readonly table: string;
  readonly name: string;
  readonly line: number;
  /** Of a base chain: what it is for, where it sits, when it is asked, and what becomes of the rest. */
  readonly base: {
    readonly type: string;
    readonly hook: string;
    readonly priority: number;
    readonly policy: 'permit' | 'drop';
  } | null;
}

export interface NftRule {
  readonly family: string;
  readonly table: string;
  readonly chain: string;
  readonly line: number;
  readonly comment: string;
  readonly statements: readonly Json[];
  readonly enabled: boolean;
}

/** A named set or map: its elements, or null when they are not all in the file. */
export type Elements = readonly Json[] | null;

export interface Ruleset {
  readonly chains: readonly Chain[];
  readonly rules: readonly NftRule[];
  /** By family, table and name. */
  readonly sets: ReadonlyMap<string, Elements>;
}

/** One name for what is told apart by family, table and name. */
export function keyOf(family: string, table: string, name: string): string {
  return `${family} ${table} ${name}`;
}

/** A member of a JSON object, or undefined. */
export function member(value: Json, name: string): Json {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, Json>)[name]
    : undefined;
}

/** A text of a JSON object, or nothing. */
export function textOf(value: Json, name: string): string {
  const found = member(value, name);
  return typeof found === 'string' || typeof found === 'number' ? `${found}` : '';
}
