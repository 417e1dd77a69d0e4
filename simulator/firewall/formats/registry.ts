import type { FirewallFormat, Interfaces, Reading, Refusal } from './format.ts';
import { asa } from './asa/asa.ts';
import { azure } from './azure/azure.ts';
import { csv } from './csv/csv.ts';
import { ios } from './ios/ios.ts';
import { iptables } from './iptables/iptables.ts';
import { nftables, nftablesJson } from './nftables/nftables.ts';
import { srx } from './srx/srx.ts';
import { looksLikeJson, unreadable } from './ledger.ts';
import { netsh, powershell } from './windows/windows.ts';

/** Every form that rules are read from and written in, in the order in which they are offered. */
export const FORMATS: readonly FirewallFormat[] = [
  asa,
  ios,
  srx,
  iptables,
  nftables,
  nftablesJson,
  azure,
  netsh,
  powershell,
  csv,
];

/** A format by its id. */
export function formatOf(id: string): FirewallFormat | undefined {
  return FORMATS.find((one) => one.id === id);
}

/** The format that a text most surely is of, by its content, or null when none knows it. */
export function recognise(text: string): FirewallFormat | null {
  let best: FirewallFormat | null = null;
  let surest = 0;
  for (const format of FORMATS) {
    const sure = format.recognise(text);
    if (sure > surest) [best, surest] = [format, sure];
  }
  return best;
}

/** What a file says, with the format that it was read as. */
export type Imported = (Reading & { readonly format: FirewallFormat }) | Refusal;

/**
 * Reads the rules of a firewall.
 * @param format its form, or null to recognise it by its content
 */
export function readPolicy(text: string, format: FirewallFormat | null, interfaces: Interfaces): Imported {
  const refused = unreadable(text);
  if (refused) return refused;
  const chosen = format ?? recognise(text);
  if (!chosen)
    return {
      problem: `its form is not known: must be one of ${FORMATS.map((one) => one.id).join(', ')}`,
      line: 1,
    };
  // What begins like JSON may be something else, whose readers expect lines.
  const late = looksLikeJson(text) && chosen.extension !== 'json' ? unreadable(text, false) : null;
  if (late) return late;
  const reading = chosen.read(text, interfaces);
  return 'problem' in reading ? reading : { ...reading, format: chosen };
}
