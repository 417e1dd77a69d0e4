import { getNodeValue } from 'jsonc-parser';
import type { InferOutput } from 'valibot';
import { parseCommentedJson } from '../designs/parse-json.ts';
import { quote } from '../designs/quote.ts';
import { checkSchema } from '../designs/schema.ts';
import type { Problem } from '../designs/source.ts';
import { Source } from '../designs/source.ts';
import type { Design } from '../model/design.ts';
import type { Claim, Ground, Path, RuleKind } from './kinds/kind.ts';
import { KINDS, KINDS_IN_WORDS } from './kinds/registry.ts';
import { placeNames } from './places.ts';
import type { PolicyRule, WrittenRule } from './policy.ts';
import { PolicyFile } from './policy.ts';

export type LoadedPolicy =
  | { readonly ok: true; readonly rules: readonly PolicyRule[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

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
  const rules = readRules(source, ['rules'], (parsed as InferOutput<typeof PolicyFile>).rules, design);
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
  return rules.flatMap((rule, at) => reader.rule(rule, at) ?? []);
}

class Reader {
  readonly #source: Source;
  readonly #base: Path;
  readonly #ground: Ground;
  readonly #ids = new Set<string>();
  readonly #claimed = new Map<string, { readonly at: number; readonly id: string; readonly claim: Claim }>();

  constructor(source: Source, base: Path, design: Design) {
    this.#source = source;
    this.#base = base;
    this.#ground = { design, names: placeNames(design) };
  }

  /** A rule by its kind, or null where it is of none. */
  rule(rule: WrittenRule, at: number): PolicyRule | null {
    this.#checkId(rule.id, at);
    const has = (name: string) => rule[name] !== undefined;
    const said = KINDS.filter(({ entries }) => Object.keys(entries).some(has));
    const [kind] = said;
    if (!kind || said.length > 1 || !Object.keys(kind.entries).every(has)) {
      this.#problem(
        [at],
        `rule ${quote(rule.id)} says ${said.length > 1 ? 'several things' : 'nothing whole'}: it must have ${KINDS_IN_WORDS}`,
      );
      return null;
    }
    kind.check?.(rule, this.#ground, (path, message) => this.#problem([at, ...path], message));
    this.#checkClaim(kind, rule, at);
    return { kind, rule };
  }

  #checkId(id: string, at: number): void {
    if (this.#ids.has(id))
      this.#problem([at, 'id'], `${quote(id)} is taken already: each rule must have its own id`);
    this.#ids.add(id);
  }

  /** Nothing must be what another rule says it must not. */
  #checkClaim(kind: RuleKind, rule: WrittenRule, at: number): void {
    const claim = kind.claims?.(rule);
    if (!claim) return;
    const { about, field, holds, words } = claim;
    const key = `${kind.says} ${about}`;
    const other = this.#claimed.get(key) ?? { at, id: rule.id, claim };
    this.#claimed.set(key, other);
    if (other.claim.holds !== holds)
      this.#problem(
        [at, field],
        `${quote(about)} must ${words} by this rule and ${other.claim.words} by ${quote(other.id)} ` +
          `on line ${this.#source.lineOf([...this.#base, other.at, field])}: one of the two must go`,
      );
  }

  #problem(path: Path, message: string): void {
    this.#source.problem(this.#source.at([...this.#base, ...path]).offset, message);
  }
}
