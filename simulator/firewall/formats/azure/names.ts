import type { Rule } from '../../../model/policy.ts';
import { readRemark } from '../rule-list.ts';

/*
 * Names of security rules: up to 80 letters, digits, ".", "_" and "-", with a letter or digit first, and a letter,
 * digit or "_" last; capitals make no difference (Azure documentation: "Network security groups").
 */

/** Hands out names for the ids of rules. */
export class Names {
  readonly #taken = new Set<string>();

  /** @param suffix what tells apart the several security rules that a rule becomes */
  name({ id }: Pick<Rule, 'id'>, suffix: string): string {
    const base = `${id}${suffix}`;
    const plain = /\w$/.test(base) ? base : `${base}_`;
    let name = plain;
    for (let count = 2; this.#taken.has(name.toLowerCase()); count++) name = `${plain}_${count}`;
    this.#taken.add(name.toLowerCase());
    return name;
  }
}

/**
 * A security rule's remark for `RuleList`: its name is the id, unless the description begins with an id of which the
 * name was made.
 */
export function remarkFor(name: string, description: string): string {
  const { id } = readRemark(description);
  if (id !== null && name.toLowerCase().startsWith(id.toLowerCase())) return description;
  return name === '' ? description : `${name}: ${description}`;
}
