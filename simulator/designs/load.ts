import type { Node } from 'jsonc-parser';
import { getNodeValue } from 'jsonc-parser';
import type { BaseIssue, GenericSchema } from 'valibot';
import { safeParse } from 'valibot';
import { Design } from '../model/design.ts';
import { checkDesign } from './check.ts';
import type { RoleSchemas } from './check.ts';
import type { Problem } from './source.ts';
import { MAX_PROBLEMS, Source } from './source.ts';
import { didYouMean } from './suggest.ts';

export type Loaded =
  { readonly ok: true; readonly design: Design } | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads a design file: JSON, then its form, then that everything it names exists and fits. All or nothing.
 * @param file what to call it in problems
 * @param roles the schemas of the roles that hosts may have
 */
export function loadDesign(text: string, file: string, roles: RoleSchemas): Loaded {
  const source = new Source(text, file);
  if (source.root) {
    const value: unknown = getNodeValue(source.root);
    const parsed = checkForm(source, Design, value, []);
    if (parsed !== null) {
      const design = withRoles(source, parsed as Design, roles);
      if (source.problems.length === 0) checkDesign(source, design, roles);
      if (source.problems.length === 0) return { ok: true, design };
    }
  }
  const problems = [...source.problems].sort((a, b) => a.line - b.line || a.column - b.column);
  return { ok: false, problems: problems.slice(0, MAX_PROBLEMS) };
}

/** Each role's own part, checked by its schema and with its defaults filled in. */
function withRoles(source: Source, design: Design, roles: RoleSchemas): Design {
  return {
    ...design,
    hosts: design.hosts.map((host, h) => ({
      ...host,
      roles: host.roles.map((role, r) => {
        const path = ['hosts', h, 'roles', r];
        const schema = roles[role.role];
        if (schema) return (checkForm(source, schema.config, role, path) as typeof role | null) ?? role;
        const names = Object.keys(roles);
        const known = names.map((name) => `"${name}"`).join(', ');
        source.problem(
          source.at([...path, 'role']).offset,
          `role "${role.role}" is not known: must be one of ${known}${didYouMean(role.role, names)}`,
        );
        return role;
      }),
    })),
  };
}

/** Checks a value against a schema; problems go to the source. Gives the value with defaults, or null. */
function checkForm(source: Source, schema: GenericSchema, value: unknown, base: readonly (string | number)[]): unknown {
  const result = safeParse(schema, value);
  if (result.success) return result.output;
  for (const issue of result.issues.slice(0, MAX_PROBLEMS)) {
    const inner = (issue.path ?? []).map((part) => part.key as string | number);
    const path = [...base, ...inner];
    const key = path.at(-1);
    const missing = issue.received === 'undefined';
    if (issue.type === 'strict_object' && issue.expected === 'never') {
      const known = fieldNames(schema, inner.slice(0, -1));
      const right = didYouMean(String(key), known) || `; must be one of ${known.map((name) => `"${name}"`).join(', ')}`;
      source.problem(source.nameAt(path).offset, `"${key}" is no field here${right}`);
    } else if (missing) {
      const words = rightWords(issue, messageOf(walk(schema, inner)));
      source.problem(source.at(path.slice(0, -1)).offset, `"${key}" is missing: it ${words}`);
    } else {
      const node = source.at(path);
      source.problem(node.offset, `${show(node)} is wrong for "${key ?? 'the design'}": it ${rightWords(issue)}`);
    }
  }
  return null;
}

/** What would be right: our own messages begin with "must"; valibot's do not. */
function rightWords(issue: BaseIssue<unknown>, own?: string): string {
  for (const message of [own, issue.message]) if (message?.startsWith('must')) return message;
  if (issue.expected === 'Object') return 'must be an object { }';
  if (issue.expected === 'Array') return 'must be a list [ ]';
  return own === undefined && issue.received !== 'undefined' ? `must be ${issue.expected ?? 'something else'}` : 'must be there';
}

/** As much of a valibot schema as we walk through to find what its fields are called and say. */
interface Walked {
  readonly message?: unknown;
  readonly entries?: Readonly<Record<string, Walked>>;
  readonly item?: Walked;
  readonly wrapped?: Walked;
  readonly value?: Walked;
  readonly options?: readonly Walked[];
  readonly pipe?: readonly Walked[];
}

function walk(schema: GenericSchema, path: readonly (string | number)[]): Walked | undefined {
  let at = schema as unknown as Walked | undefined;
  for (const key of path) {
    at = unwrap(at);
    at = at?.entries?.[key] ?? at?.item ?? at?.value ?? at?.options?.find((one) => unwrap(one)?.entries?.[key])?.entries?.[key];
  }
  return unwrap(at);
}

function unwrap(schema: Walked | undefined): Walked | undefined {
  let at = schema;
  while (at?.wrapped) at = at.wrapped;
  return at;
}

function messageOf(schema: Walked | undefined): string | undefined {
  const message = schema?.pipe?.[0]?.message ?? schema?.message;
  return typeof message === 'string' ? message : undefined;
}

function fieldNames(schema: GenericSchema, path: readonly (string | number)[]): string[] {
  const at = walk(schema, path);
  const names = (at?.options ?? [at]).flatMap((one) => Object.keys(unwrap(one)?.entries ?? {}));
  return [...new Set(names)];
}

function show(node: Node): string {
  const text = JSON.stringify(getNodeValue(node)) ?? 'this';
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
