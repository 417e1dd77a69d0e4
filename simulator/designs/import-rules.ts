import type { FirewallFormat, Interfaces, Refusal } from '../firewall/formats/format.ts';
import { readPolicy, recognise } from '../firewall/formats/registry.ts';
import type { Design, DesignFirewall } from '../model/design.ts';
import type { LedgerLine } from '../model/policy.ts';
import { withPolicy } from './policies.ts';
import { openDesign } from './registry.ts';
import { tooMuch } from './syntax.ts';

/** A design with a firewall's rules taken from a file. */
export interface ImportedRules {
  readonly design: Design;
  /** What it was read as; null for a JSON list of rules as designs have them. */
  readonly format: FirewallFormat | null;
  /** What became of every line; none of a JSON list, which is taken whole or not at all. */
  readonly ledger: readonly LedgerLine[];
}

/**
 * Reads the rules of a firewall, in a vendor's form or as a JSON list of rules as designs have them, into a design.
 * @param format its form, or null to recognise it by its content
 */
export function importRules(
  design: Design,
  firewall: DesignFirewall,
  text: string,
  format: FirewallFormat | null,
  interfaces: Interfaces,
): ImportedRules | Refusal {
  const rows = format === null && recognise(text) === null ? rowsOf(text) : null;
  if (rows && 'problem' in rows) return rows;
  const reading = rows ? null : readPolicy(text, format, interfaces);
  if (reading && 'problem' in reading) return reading;
  const changed = reading ? withPolicy(design, firewall, reading.policy) : { ...firewall, rules: rows };
  const firewalls = design.firewalls.map((one) => (one.id === firewall.id ? changed : one));
  const loaded = openDesign(JSON.stringify({ ...design, firewalls }), firewall.id);
  // Positions would be those of the text that was put together here, not of the file.
  if (!loaded.ok) return { problem: loaded.problems[0]!.message };
  return { design: loaded.design, format: reading?.format ?? null, ledger: reading?.ledger ?? [] };
}

/** Does a text hold the rules of a firewall? A design says what it is; rules are known by their look. */
export function holdsRules(text: string): boolean {
  return (
    !text.includes('"edge-lab-design"') && (recognise(text) !== null || text.trimStart().startsWith('['))
  );
}

/** A JSON list; null when it is none. One that is too deep could be parsed, but not written into a design. */
function rowsOf(text: string): unknown[] | Refusal | null {
  try {
    const json: unknown = JSON.parse(text);
    if (!Array.isArray(json)) return null;
    const much = tooMuch(text);
    return much ? { problem: much.message } : json;
  } catch {
    return null;
  }
}
