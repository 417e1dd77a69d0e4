import type { FilterField } from './field.ts';
import { HEADER_FIELDS } from './headers.ts';
import { LAB_FIELDS } from './lab.ts';
import { MESSAGE_FIELDS } from './messages.ts';

/** Every field by which packets can be told apart, by name. */
export const FIELDS: ReadonlyMap<string, FilterField> = new Map(
  [...HEADER_FIELDS, ...MESSAGE_FIELDS, ...LAB_FIELDS].map((field) => [field.name, field]),
);
