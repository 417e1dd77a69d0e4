import type { AddressRange } from '../model/address.ts';
import type { FilterField } from './fields/field.ts';

/** How two sides are compared. Of a field that occurs several times, `==` asks for any, `!=` that all differ. */
export type Comparison = '==' | '!=' | '===' | '!==' | '>' | '<' | '>=' | '<=' | 'contains' | 'matches';

/** Some of a field's bytes or characters. */
export interface Slice {
  /** From the end when negative. */
  readonly from: number;
  /** null: all that follow. */
  readonly length: number | null;
}

/** A field as it is asked for: whole, in part, or masked. */
export interface Asked {
  readonly kind: 'field';
  readonly field: FilterField;
  readonly slice: Slice | null;
  readonly mask: number | null;
}

/** A value that a field is compared with, of the field's type. */
export type Literal =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'address'; readonly range: AddressRange }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'bytes'; readonly value: Uint8Array };

/** A member of a set: everything from the first value to the last. */
export interface Span {
  readonly first: Literal;
  readonly last: Literal;
}

/** A display filter, read. */
export type Filter =
  | { readonly kind: 'and' | 'or' | 'xor'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly of: Filter }
  | { readonly kind: 'present'; readonly asked: Asked }
  | {
      readonly kind: 'compare';
      readonly comparison: Comparison;
      readonly left: Asked;
      readonly right: Asked | Literal;
    }
  | { readonly kind: 'in'; readonly asked: Asked; readonly spans: readonly Span[] };

/** What is wrong with a text, for one line. */
export interface FilterProblem {
  /** Where, counted from 1. */
  readonly column: number;
  readonly message: string;
}

export type ReadFilter =
  { readonly ok: true; readonly filter: Filter } | { readonly ok: false; readonly problem: FilterProblem };
