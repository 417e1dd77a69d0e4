/*
 * What netsh and PowerShell print comes in blocks: one for each rule, profile or connection, a property in each line.
 * Both are turned into blocks with PowerShell's names of the properties, which the rest of this folder understands.
 */

/** What a line says about a block. */
export interface Field {
  /** From 1. */
  readonly line: number;
  /** The property as the file calls it. */
  readonly label: string;
  readonly value: string;
}

/** Why something is not clear, and the line that says so. */
export interface Doubt {
  readonly line: number;
  readonly why: string;
}

/** A rule, profile or connection as it is listed. */
export interface Block {
  /** Its first line. */
  readonly line: number;
  /** By PowerShell's name of the property, in small letters. */
  readonly fields: Map<string, Field>;
  /** Lines in it that nobody knows. */
  readonly doubts: Doubt[];
}

export function newBlock(line: number): Block {
  return { line, fields: new Map(), doubts: [] };
}

/** A property's value without blanks around it, in small letters; empty when it is not listed. */
export function wordOf({ fields }: Block, name: string): string {
  return (fields.get(name)?.value ?? '').trim().toLowerCase();
}

/** What a list leaves out when it is long: PowerShell prints four of its members. */
export const CUT_OFF = /(\.\.\.|…)\s*\}?$/;

/** The members of a list, "80,443" or "{80, 443}". */
export function listOf(value: string): string[] {
  return value
    .trim()
    .replace(/^\{(.*)\}$/s, '$1')
    .split(',')
    .map((member) => member.trim());
}

/** A value, short enough to be quoted. */
export function quoted(value: string): string {
  return `"${value.trim().slice(0, 60)}"`;
}
