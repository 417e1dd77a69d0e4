import type { LedgerLine, Policy } from '../../model/policy.ts';

/** Names of the two sides in files whose form names interfaces (zones, in Juniper's). */
export interface Interfaces {
  readonly outside: string;
  readonly inside: string;
}

export const DEFAULT_INTERFACES: Interfaces = { outside: 'outside', inside: 'inside' };

/** What a file says. What it leaves open stays as the firewall has it. */
export interface Reading {
  readonly policy: Partial<Policy> & Pick<Policy, 'rules'>;
  /** Every line of the file, in order. */
  readonly ledger: readonly LedgerLine[];
}

/** Why a file is none of this format, in one line that says what would be right; with the place, from 1, if there is one. */
export interface Refusal {
  readonly problem: string;
  readonly line?: number;
  readonly column?: number;
}

/** The policy cannot be said in this form: each thing that cannot, in a sentence that names the rule. */
export interface Inexpressible {
  readonly problems: readonly string[];
}

/** A vendor's form of rules: one folder and one line in `registry.ts`. */
export interface FirewallFormat {
  /** As the command line names it. */
  readonly id: string;
  readonly title: string;
  /** Of files that it writes, without a dot. */
  readonly extension: string;
  /**
   * How surely this text is of this format, by its content: 0 not at all, 1 beyond doubt. It takes time in proportion
   * to the text's length.
   */
  recognise(text: string): number;
  /**
   * Never lets more through than the text says.
   * @throws TooMuch of a text that comes to more than could be kept; nothing else, whatever the text is
   */
  read(text: string, interfaces: Interfaces): Reading | Refusal;
  write(policy: Policy, interfaces: Interfaces, title: string): string | Inexpressible;
}
