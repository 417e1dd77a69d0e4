import type { FirewallFormat, Interfaces, Reading, Refusal } from './format.ts';
import { asa } from './asa/asa.ts';
import { azure } from './azure/azure.ts';
import { csv } from './csv/csv.ts';
import { ios } from './ios/ios.ts';
import { iptables } from './iptables/iptables.ts';
import { nftables, nftablesJson } from './nftables/nftables.ts';
import { srx } from './srx/srx.ts';
import { unreadable } from './ledger.ts';
import { TooMuch } from './limits.ts';
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

/** By so much of its beginning a text is recognised: whatever stands before its rules is shorter. */
const LONGEST_HEAD = 2_000_000;

/** The format that a text most surely is of, by its content, or null when none knows it. Any text may be asked about. */
export function recognise(text: string): FirewallFormat | null {
  const head = text.slice(0, LONGEST_HEAD);
  let best: FirewallFormat | null = null;
  let surest = 0;
  for (const format of FORMATS) {
    const sure = format.recognise(head);
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
  const chosen = format ?? recognise(text);
  // JSON often stands in one long line.
  const refused = unreadable(text, chosen === null || chosen.extension === 'json');
  if (refused) return refused;
  if (!chosen)
    return {
      problem: `its form is not known: must be one of ${FORMATS.map((one) => one.id).join(', ')}`,
      line: 1,
    };
  try {
    const reading = chosen.read(text, interfaces);
    return 'problem' in reading ? reading : { ...reading, format: chosen };
  } catch (error) {
    if (error instanceof TooMuch) return error.refusal;
    throw error;
  }
}
