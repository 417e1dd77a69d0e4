import type { Node } from 'jsonc-parser';
import { getNodeValue } from 'jsonc-parser';
import type { BaseIssue, GenericSchema } from 'valibot';
import { safeParse } from 'valibot';
import { printable, quote } from './quote.ts';
import type { Source } from './source.ts';
import { didYouMean } from './suggest.ts';

type Path = readonly (string | number)[];

/**
 * Checks a part of a source against a schema; what is wrong is taken down at its place.
 * @param base path of the value in the source
 * @returns the value with defaults, or null
 */
export function checkSchema(source: Source, schema: GenericSchema, value: unknown, base: Path): unknown {
  const result = safeParse(schema, value, { abortPipeEarly: true });
  if (result.success) return result.output;
  const noObject = new Set<Node>();
  for (const issue of result.issues) {
    if (source.full) break;
    const inner = (issue.path ?? []).map((part) => part.key as string | number);
    const path = [...base, ...inner];
    const parent = source.at(path.slice(0, -1));
    const ofObject = issue.type === 'strict_object' || issue.type === 'loose_object';
    const ofName = issue.path?.at(-1)?.origin === 'key';
    if (ofName && !ofObject) {
      const name = source.nameAt(path);
      source.problem(name.offset, `${show(name)} is wrong as a name: it ${rightWords(issue)}`);
    } else if (ofName && parent.type === 'array') {
      // A list has no fields: one problem instead of one for each field that it lacks.
      if (!noObject.has(parent))
        source.problem(
          parent.offset,
          `${show(parent)} is wrong${place(path.slice(0, -1))}: it must be an object { }`,
        );
      noObject.add(parent);
    } else if (issue.type === 'strict_object' && issue.expected === 'never') {
      source.problem(
        source.nameAt(path).offset,
        unknownField(String(path.at(-1)), fieldNames(schema, inner.slice(0, -1))),
      );
    } else if (issue.received === 'undefined') {
      const words = rightWords(issue, messageOf(walk(schema, inner)));
      source.problem(parent.offset, `${quote(String(path.at(-1)))} is missing: it ${words}`);
    } else {
      const node = source.at(path);
      source.problem(node.offset, `${show(node)} is wrong${place(path)}: it ${rightWords(issue)}`);
    }
  }
  return null;
}

function unknownField(name: string, known: readonly string[]): string {
  const right = didYouMean(name, known) || `; must be one of ${known.map((one) => `"${one}"`).join(', ')}`;
  return `${quote(name)} is no field here${right}`;
}

/** ` for "dport"`, ` for entry 2 of "zones"`, or nothing for the whole. */
function place(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return '';
  return typeof last === 'number'
    ? ` for entry ${last + 1} of ${quote(String(path.at(-2)))}`
    : ` for ${quote(last)}`;
}

/** What would be right: our own messages begin with "must"; valibot's do not. */
function rightWords(issue: BaseIssue<unknown>, own?: string): string {
  for (const message of [own, issue.message]) if (message?.startsWith('must')) return message;
  if (issue.expected === 'Object') return 'must be an object { }';
  if (issue.expected === 'Array') return 'must be a list [ ]';
  return issue.received === 'undefined' ? 'must be there' : `must be ${issue.expected ?? 'something else'}`;
}

/** As much of a valibot schema as we walk through to find what its fields are called and say. */
interface Walked {
  readonly message?: unknown;
  readonly expects?: string;
  readonly entries?: Readonly<Record<string, Walked>>;
  readonly item?: Walked;
  readonly wrapped?: Walked;
  readonly value?: Walked;
  readonly options?: readonly Walked[];
  readonly pipe?: readonly Walked[];
}

function walk(schema: GenericSchema, path: Path): Walked | undefined {
  let at = unwrap(schema);
  for (const key of path) {
    const variants = at?.options?.map((one) => unwrap(one)) ?? [];
    const inVariants = variants.map((one) => entryOf(one, key)).find((one) => one !== undefined);
    at = unwrap(entryOf(at, key) ?? inVariants ?? at?.item ?? at?.value);
  }
  return at;
}

function entryOf(schema: Walked | undefined, key: string | number): Walked | undefined {
  return schema?.entries && Object.hasOwn(schema.entries, key) ? schema.entries[key] : undefined;
}

function unwrap(schema: Walked | undefined): Walked | undefined {
  let at = schema;
  while (at?.wrapped) at = at.wrapped;
  return at;
}

function messageOf(schema: Walked | undefined): string | undefined {
  const message = schema?.pipe?.[0]?.message ?? schema?.message;
  if (typeof message === 'string') return message;
  return schema?.entries ? 'must be an object { }' : undefined;
}

function fieldNames(schema: GenericSchema, path: Path): string[] {
  const at = walk(schema, path);
  const names = (at?.options ?? [at]).flatMap((one) => Object.keys(unwrap(one)?.entries ?? {}));
  return [...new Set(names)];
}

/** What stands there, as much of it as fits a line. */
function show(node: Node): string {
  if (node.type === 'string') return quote(String(node.value));
  if (node.type === 'object') return node.children?.length ? '{ ... }' : '{ }';
  if (node.type === 'array') return node.children?.length ? '[ ... ]' : '[ ]';
  return printable(String(getNodeValue(node)));
}
