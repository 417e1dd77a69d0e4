/** Longest name of a policy, an application or an address (Junos CLI reference). */
const LONGEST = 63;

/** The name that a policy gets from the id of its rule: what Junos has no letter for becomes "_". */
export function policyName(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 56);
}

/** Gives out names, each once. */
export class Names {
  readonly #taken = new Set<string>();

  /** This name, or with the next free number behind it. */
  give(name: string): string {
    let given = name.slice(0, LONGEST);
    for (let count = 2; this.#taken.has(given); count++) given = `${name.slice(0, LONGEST - 7)}-${count}`;
    this.#taken.add(given);
    return given;
  }
}
