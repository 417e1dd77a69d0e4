import { code, fenced, joined, table } from '../page.ts';

/** What fields of an output are, by path: "features[].because[].text". */
export type PathWords = Readonly<Record<string, string>>;

/** How a JSON that a command prints is told of. */
export interface Telling {
  readonly words: PathWords;
  /** Paths of objects whose names are not ours: ids of features, say. What they hold is told of as `path.*`. */
  readonly byName?: readonly string[];
  /** Paths of what has the fields of something else: they are told there. */
  readonly toldAlready?: readonly string[];
  /** Paths of what differs from one time to the next, shown as 0. */
  readonly varying?: readonly string[];
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * A JSON field by field, with a shortened example: of each list the entry that says most.
 * @param values as commands printed them; together they have every field
 * @throws Error when a field has no words, or words have no field
 */
export function toldJson(values: readonly unknown[], telling: Telling): string {
  const types = new Map<string, Set<string>>();
  for (const value of values) walk(value as Json, '', telling, types);
  const { words } = telling;
  const wordless = [...types.keys()].filter((path) => !Object.hasOwn(words, path));
  if (wordless.length > 0) throw new Error(`no words for ${wordless.join(', ')}`);
  const stale = Object.keys(words).filter((path) => !types.has(path));
  if (stale.length > 0) throw new Error(`words for what is not there: ${stale.join(', ')}`);
  return joined(
    table(
      ['Field', 'Value', 'What it is'],
      [...types].map(([path, kinds]) => [code(path), [...kinds].join(' or '), words[path]!]),
    ),
    'For example, shortened:',
    fenced(JSON.stringify(shortened(values[0] as Json, '', telling), null, 2), 'json'),
  );
}

function walk(value: Json, path: string, telling: Telling, types: Map<string, Set<string>>): void {
  if (path !== '') types.set(path, (types.get(path) ?? new Set()).add(typeOf(value)));
  if (telling.toldAlready?.includes(path)) return;
  if (Array.isArray(value))
    for (const one of value as readonly Json[]) walk(one, `${path}[]`, telling, types);
  else if (isObject(value))
    for (const [name, one] of Object.entries(value))
      walk(one, join(path, telling.byName?.includes(path) ? '*' : name), telling, types);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeOf(value: Json): string {
  if (value === null) return '`null`';
  if (Array.isArray(value)) return 'list';
  return { string: 'text', number: 'number', boolean: '`true` or `false`', object: 'object' }[
    typeof value as 'string' | 'number' | 'boolean' | 'object'
  ];
}

/** More would be no example but a list. */
const LONGEST_RECORD = 3;

function shortened(value: Json, path: string, telling: Telling): Json {
  if (telling.varying?.includes(path)) return 0;
  if (Array.isArray(value)) {
    const all = value as readonly Json[];
    // Pairs of numbers are one thing.
    if (all.every((one) => typeof one === 'number')) return all;
    const best = all.reduce<Json | undefined>(
      (longest, one) => (longest === undefined || sizeOf(one) > sizeOf(longest) ? one : longest),
      undefined,
    );
    return best === undefined ? [] : [shortened(best, `${path}[]`, telling)];
  }
  if (!isObject(value)) return value;
  const named = telling.byName?.includes(path) ?? false;
  const entries = Object.entries(value).slice(0, named ? LONGEST_RECORD : undefined);
  return Object.fromEntries(
    entries.map(([name, one]) => [name, shortened(one, join(path, named ? '*' : name), telling)]),
  );
}

function sizeOf(value: Json): number {
  return JSON.stringify(value).length;
}
