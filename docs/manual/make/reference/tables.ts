import { code, escaped, joined, table } from '../page.ts';
import type { JsonSchema } from './json-schema.ts';

/**
 * A form of files field by field: a table for each kind of object in it, under the path at which it stands, and one of
 * the values that many fields have.
 * @param file what the whole is called
 */
export function fieldTables(schema: JsonSchema, file: string): string {
  const sections: string[] = [];
  tell(schema, '', sections, file);
  return joined(...sections, valuesOf(schema));
}

/**
 * The section of an object, and of the objects inside it.
 * @param kind what tells it from the others that may stand in its place
 */
function tell(
  schema: JsonSchema,
  path: string,
  sections: string[],
  file: string,
  kind: Kind | null = null,
): void {
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length > 0) {
    const required = new Set(schema.required);
    const place = path === '' ? `The ${file}` : code(path);
    sections.push(
      `### ${place}${kind === null ? '' : ` with ${code(`${kind.name}: ${kind.value}`)}`}`,
      table(
        ['Field', 'Value', 'If left out', 'What it is'],
        fields.map(([name, one]) => [
          code(name),
          typeOf(one),
          required.has(name) ? 'required' : usualOf(one),
          one.description ?? '',
        ]),
      ),
    );
  }
  const base = kind?.value ?? path;
  for (const [name, one] of fields) tell(one, base === '' ? name : `${base}.${name}`, sections, file);
  if (schema.items) tell(schema.items, `${path}[]`, sections, file);
  for (const one of schema.oneOf ?? []) tell(one, path, sections, file, kindOf(one));
  for (const one of schema.anyOf ?? []) tell(one, path, sections, file);
}

interface Kind {
  readonly name: string;
  readonly value: string;
}

/** The field by which one of several forms is told from the others. */
function kindOf({ properties = {} }: JsonSchema): Kind | null {
  const found = Object.entries(properties).find(([, one]) => one.const !== undefined);
  return found ? { name: found[0], value: String(found[1].const) } : null;
}

/** "list of whole numbers, 0 to 65535" and the like. */
function typeOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return linkTo(schema.$ref);
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum) return schema.enum.map((one) => code(JSON.stringify(one))).join(', ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(typeOf))].join(' or ');
  switch (schema.type) {
    case 'array':
      return `list of ${typeOf(schema.items ?? {})}${rangeOf(schema.minItems, schema.maxItems, 'entries')}`;
    case 'object':
      return typeof schema.additionalProperties === 'object'
        ? `names, each with ${typeOf(schema.additionalProperties)}`
        : 'object';
    case 'string':
      return `text${rangeOf(undefined, schema.maxLength, 'characters')}${schema.pattern === undefined ? '' : ` like ${code(schema.pattern)}`}`;
    case 'integer':
      return `whole number${rangeOf(schema.minimum, schema.maximum)}`;
    case 'number':
      return `number${rangeOf(schema.minimum, schema.maximum)}`;
    case 'boolean':
      return '`true` or `false`';
    case 'null':
      return '`null`';
    default:
      return 'anything';
  }
}

/** ", 1 to 50 entries" */
function rangeOf(least: number | undefined, most: number | undefined, what = ''): string {
  const counted = what === '' ? '' : ` ${what}`;
  // A bound that only says that a number of JavaScript holds it exactly is none.
  const end = most === Number.MAX_SAFE_INTEGER ? undefined : most;
  if (least === undefined) return end === undefined ? '' : `, at most ${end}${counted}`;
  if (end === undefined) return `, ${least} or more${counted}`;
  return `, ${least} to ${end}${counted}`;
}

function usualOf({ default: usual }: JsonSchema): string {
  if (usual === undefined) return 'optional';
  const text = JSON.stringify(usual);
  if (text === '[]') return 'none';
  if (text === '{}') return 'as usual';
  if (text === '""') return 'empty';
  return code(text);
}

/** A value that is told of elsewhere: below on the page, or on another one. */
function linkTo(reference: string): string {
  const name = reference.split('/').at(-1)!;
  return `[${name}](${ELSEWHERE[name] ?? '#values-of-fields'})`;
}

const ELSEWHERE: Readonly<Record<string, string>> = { intervention: 'designs.md#interventions' };

function valuesOf({ $defs = {} }: JsonSchema): string {
  const values = Object.entries($defs).filter(([name]) => !Object.hasOwn(ELSEWHERE, name));
  if (values.length === 0) return '';
  return joined(
    '### Values of fields',
    table(
      ['Name', 'Value', 'What it must be'],
      values.map(([name, one]) => [code(name), typeOf(one), escaped(one.description ?? '')]),
    ),
  );
}
