import { getNodeValue } from 'jsonc-parser';
import { parseCommentedJson } from '../designs/parse-json.ts';
import { quote } from '../designs/quote.ts';
import { checkSchema } from '../designs/schema.ts';
import type { Problem } from '../designs/source.ts';
import { Source } from '../designs/source.ts';
import { didYouMean } from '../designs/suggest.ts';
import { FEATURES } from '../features/registry.ts';
import type { Design } from '../model/design.ts';
import { hasPorts } from '../model/policy.ts';
import { placeNames, resolvePlaces } from './places.ts';
import type { Never, PolicyRule, WrittenRule } from './policy.ts';
import { PolicyFile } from './policy.ts';

export type LoadedPolicy =
  | { readonly ok: true; readonly rules: readonly PolicyRule[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

type Path = readonly (string | number)[];

/**
 * Reads a policy, JSON in which comments and last commas may stand: its form, then that what it names exists in the design, then that it
 * does not contradict itself. All or nothing.
 * @param file what to call it in problems
 */
export function loadPolicy(text: string, file: string, design: Design): LoadedPolicy {
  const source = new Source(text, file, {
    holds: 'a policy, which begins with {',
    parse: parseCommentedJson,
  });
  const parsed = source.root && checkSchema(source, PolicyFile, getNodeValue(source.root), []);
  if (parsed === null) return { ok: false, problems: source.problems };
  const rules = readRules(source, ['rules'], (parsed as PolicyFile).rules, design);
  return source.problems.length > 0 ? { ok: false, problems: source.problems } : { ok: true, rules };
}

/**
 * Rules whose form was checked: that what they name exists, and that they do not contradict each other. What is wrong is
 * taken down in the source.
 * @param base path of their list there
 */
export function readRules(
  source: Source,
  base: Path,
  rules: readonly WrittenRule[],
  design: Design,
): readonly PolicyRule[] {
  const reader = new Reader(source, base, design);
  const read = rules.flatMap((rule, at) => reader.rule(rule, at) ?? []);
  reader.checkTogether(rules);
  return read;
}

class Reader {
  readonly #source: Source;
  readonly #base: Path;
  readonly #design: Design;
  readonly #names: ReturnType<typeof placeNames>;

  constructor(source: Source, base: Path, design: Design) {
    this.#source = source;
    this.#base = base;
    this.#design = design;
    this.#names = placeNames(design);
  }

  /** A rule by its kind, or null where it is of none. */
  rule({ id, why, feature, must, never, exposesAtMost }: WrittenRule, at: number): PolicyRule | null {
    const kinds = [feature ?? must, never, exposesAtMost].filter((one) => one !== undefined).length;
    if (kinds !== 1 || (feature === undefined) !== (must === undefined)) {
      this.#problem(
        [at],
        `rule ${quote(id)} says ${kinds > 1 ? 'several things' : 'nothing whole'}: it must have "feature" with "must", or "never", or "exposesAtMost"`,
      );
      return null;
    }
    if (feature !== undefined && must !== undefined) {
      this.#checkFeature(feature, [at, 'feature']);
      return { id, why, kind: 'feature', feature, must };
    }
    if (exposesAtMost) return { id, why, kind: 'exposure', exposesAtMost };
    this.#checkNever(never!, [at, 'never']);
    return { id, why, kind: 'never', never: never! };
  }

  /** Ids are unique, and nothing must be what another rule says it must not. */
  checkTogether(rules: readonly WrittenRule[]): void {
    const ids = new Set<string>();
    const musts = new Map<string, { readonly at: number; readonly works: boolean }>();
    for (const [at, { id, feature, must }] of rules.entries()) {
      if (ids.has(id))
        this.#problem([at, 'id'], `${quote(id)} is taken already: each rule must have its own id`);
      ids.add(id);
      if (feature === undefined || must === undefined) continue;
      const works = must !== 'not-work';
      const other = musts.get(feature);
      musts.set(feature, other ?? { at, works });
      if (other && other.works !== works)
        this.#problem(
          [at, 'must'],
          `${quote(feature)} must ${wordsOf(must)} by this rule and ${wordsOf(rules[other.at]!.must!)} by ${quote(rules[other.at]!.id)} ` +
            `on line ${this.#source.lineOf([...this.#base, other.at, 'must'])}: one of the two must go`,
        );
    }
  }

  #checkFeature(id: string, path: Path): void {
    const ids = FEATURES.map((feature) => feature.id);
    if (!ids.includes(id))
      this.#problem(
        path,
        `feature ${quote(id)} does not exist${didYouMean(id, ids) || `: must be one of ${ids.join(', ')}`}`,
      );
  }

  #checkNever(never: Never, path: Path): void {
    const { from, whose, transport, ports } = never;
    if (from === undefined && whose === undefined)
      this.#problem(
        path,
        'it is not said whom this keeps out: it must have "from", places, or "whose", a part of people',
      );
    if (ports !== 'any' && !hasPorts(transport))
      this.#problem(
        [...path, 'ports'],
        `${quote(transport)} has no ports: "transport" must be "tcp", "udp" or "tcp-udp" where "ports" stands`,
      );
    if (whose !== undefined && !this.#design.people.some(({ plays }) => plays === whose))
      this.#problem(
        [...path, 'whose'],
        `nobody in the design plays ${quote(whose)}: must be a part of somebody`,
      );
    for (const key of ['from', 'to'] as const) {
      const text = never[key];
      const found = text === undefined ? null : resolvePlaces(text, this.#design, this.#names);
      if (found && 'unknown' in found)
        this.#problem(
          [...path, key],
          `${quote(found.unknown)} is no place of the design: must be "any", a zone, a host, host.interface, a NAT, an address, a prefix, ` +
            `a range, or a part of people${didYouMean(found.unknown, [...this.#names.keys()])}`,
        );
    }
  }

  #problem(path: Path, message: string): void {
    this.#source.problem(this.#source.at([...this.#base, ...path]).offset, message);
  }
}

/** "work", "work or limp", "not work". */
export function wordsOf(must: NonNullable<WrittenRule['must']>): string {
  return must.replaceAll('-', ' ');
}
