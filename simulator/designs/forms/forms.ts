import type { GenericSchema } from 'valibot';
import { safeParse } from 'valibot';
import { Design, field } from '../../model/design.ts';
import { ROLE_SCHEMAS } from '../../roles/schemas.ts';
import type { Entry, Form, GroupForm, NumberForm } from './form.ts';

/*
 * The forms of a design's fields, read off its schemas: plain data, so that a window can be made of them.
 */

/** As much of a valibot schema as we walk through. */
interface Walked {
  readonly type: string;
  readonly wrapped?: Walked;
  readonly default?: unknown;
  readonly entries?: Readonly<Record<string, Walked>>;
  readonly item?: Walked;
  readonly value?: Walked;
  readonly key?: Walked | string;
  readonly options?: readonly (Walked | string)[];
  readonly literal?: string | number;
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
}

function formOf(schema: Walked): Form {
  switch (schema.type) {
    case 'strict_object':
      return groupOf(schema);
    case 'loose_object':
      // The one object with fields that the design's own schema does not know is a role.
      return { kind: 'variant', on: 'role', options: roleForms() };
    case 'array':
      return { kind: 'list', item: formOf(schema.item!), least: requirement(schema, 'min_length') ?? 0 };
    case 'record':
      return { kind: 'record', name: formOf(schema.key as Walked), value: formOf(schema.value!) };
    case 'variant':
      return variantOf(schema);
    case 'picklist':
      return { kind: 'choice', choices: schema.options as readonly string[] };
    case 'literal':
      return { kind: 'fixed', value: schema.literal! };
    case 'boolean':
      return { kind: 'switch' };
    case 'number':
      return numberOf(schema);
    case 'union':
      return { kind: 'value' };
    case 'string':
      return {
        kind: 'text',
        form: formNames.get(schema) ?? '',
        free: safeParse(schema as unknown as GenericSchema, 'two words').success,
      };
    default:
      throw new Error(`a schema of type "${schema.type}" has no form`);
  }
}

/** What the schemas of fields are called that others are made of. */
const formNames = new Map<unknown, string>(
  Object.entries(field).flatMap(([name, schema]) => (typeof schema === 'object' ? [[schema, name]] : [])),
);

function groupOf({ entries }: Walked): GroupForm {
  return {
    kind: 'group',
    entries: Object.fromEntries(Object.entries(entries!).map(([name, one]) => [name, entryOf(one)])),
  };
}

function entryOf(schema: Walked): Entry {
  if (schema.type !== 'optional') return { form: formOf(schema), optional: false };
  const form = formOf(schema.wrapped!);
  return schema.default === undefined
    ? { form, optional: true }
    : { form, optional: true, usual: schema.default };
}

function variantOf({ key, options }: Walked): Form {
  const on = key as string;
  return {
    kind: 'variant',
    on,
    options: Object.fromEntries(
      (options as readonly Walked[]).map((one) => [String(one.entries![on]!.literal), groupOf(one)]),
    ),
  };
}

function roleForms(): Readonly<Record<string, GroupForm>> {
  return Object.fromEntries(
    Object.entries(ROLE_SCHEMAS).map(([id, { config }]) => [id, groupOf(config as unknown as Walked)]),
  );
}

function numberOf(schema: Walked): NumberForm {
  return {
    kind: 'number',
    whole: schema.pipe?.some(({ type }) => type === 'integer') ?? false,
    least: requirement(schema, 'min_value') ?? null,
    most: requirement(schema, 'max_value') ?? null,
  };
}

function requirement({ pipe }: Walked, type: string): number | undefined {
  return pipe?.find((one) => one.type === type)?.requirement as number | undefined;
}

/** The form of a whole design, with every role that there is. */
export const DESIGN_FORM = groupOf(Design);
