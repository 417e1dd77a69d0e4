import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { Design, field } from '../../../../simulator/model/design.ts';
import { ROLE_SCHEMAS } from '../../../../simulator/roles/schemas.ts';
import type { FileForm } from './file-forms.ts';
import { Words } from './words/words.ts';

/** As much of a JSON Schema (draft 2020-12) as describes our files. */
export interface JsonSchema {
  $schema?: string;
  $id?: string;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  title?: string;
  description?: string;
  type?: string;
  const?: string | number | boolean;
  enum?: readonly (string | number)[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  maxLength?: number;
  pattern?: string;
  properties?: Record<string, JsonSchema>;
  required?: readonly string[];
  propertyNames?: JsonSchema;
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  oneOf?: readonly JsonSchema[];
  anyOf?: readonly JsonSchema[];
}

type Schemas = Readonly<Record<string, GenericSchema>>;

/** Forms of values that many fields have: each stands once, under its name. */
const VALUES: Schemas = Object.fromEntries(
  Object.entries(field).flatMap(([name, one]) => (typeof one === 'object' ? [[name, one]] : [])),
);

/**
 * The JSON Schema of a form of files, made of the schema by which such files are read, with words for every field.
 * What a schema checks by a function of ours (addresses, names) stands there in words only.
 * @throws Error when a field has no words
 */
export function jsonSchemaOf({ id, title, schema, others }: FileForm): JsonSchema {
  const { $schema, $defs = {}, ...made } = convert(schema, { ...VALUES, ...others });
  describe(made, id, new Words(id));
  const text = JSON.stringify(made);
  const used = Object.entries($defs).filter(([name]) => text.includes(`"#/$defs/${name}"`));
  for (const [, value] of used) value.description = sentence(value.description ?? '');
  return { $schema: $schema!, title, ...made, $defs: Object.fromEntries(used) };
}

/** "must be a SIP address such as ..." as a sentence of its own. */
function sentence(message: string): string {
  const text = message.replace(/^must be /, '');
  return text && `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function convert(schema: GenericSchema, definitions: Schemas): JsonSchema {
  return toJsonSchema(schema, {
    target: 'draft-2020-12',
    // Files are what goes in: without the fields that have a usual value.
    typeMode: 'input',
    errorMode: 'ignore',
    definitions,
    overrideAction: ({ valibotAction: { type, ...action }, jsonSchema }) =>
      (type === 'check' || type === 'regex') && 'message' in action && typeof action.message === 'string'
        ? { ...jsonSchema, description: action.message }
        : undefined,
    overrideSchema: ({ valibotSchema }) =>
      valibotSchema === RoleForm ? { oneOf: roles(definitions) } : undefined,
  }) as JsonSchema;
}

/** Where the schema of a design says only that it is a role: what it has besides, the role's own schema knows. */
const RoleForm: unknown = Design.entries.hosts.item.entries.roles.wrapped.item;

function roles(definitions: Schemas) {
  // Their definitions stand in the whole.
  const alone = ({ $schema: _, $defs: __, ...schema }: JsonSchema): object => schema;
  return Object.values(ROLE_SCHEMAS).map(({ config }) => alone(convert(config, definitions)));
}

/**
 * Gives every field of every object its words.
 * @param place the list, group or role that the schema is of
 */
function describe(schema: JsonSchema, place: string, words: Words): void {
  const role = schema.properties?.['role']?.const;
  const here = typeof role === 'string' ? role : place;
  for (const [name, one] of Object.entries(schema.properties ?? {})) {
    one.description = words.of(here, name);
    describe(one, name, words);
  }
  const others = [
    schema.items,
    schema.additionalProperties,
    ...(schema.oneOf ?? []),
    ...(schema.anyOf ?? []),
  ];
  for (const one of others) if (typeof one === 'object') describe(one, place, words);
}
