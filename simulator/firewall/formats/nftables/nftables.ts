import type { FirewallFormat, Interfaces, Reading, Refusal } from '../format.ts';
import { Ledger, linesOf } from '../ledger.ts';
import { Sysctl } from '../netfilter/sysctl.ts';
import { interpret } from './interpret.ts';
import { readJson } from './json.ts';
import { parseText } from './text.ts';
import { writeJson, writeText } from './write.ts';

/** Linux nftables, as `nft list ruleset` writes it and `nft -f` reads it. */
export const nftables: FirewallFormat = {
  id: 'nftables',
  title: 'nftables',
  extension: 'nft',
  recognise: (text) =>
    /^\ufeff?[ \t]*(add[ \t]+)?table[ \t]+((ip|ip6|inet|arp|bridge|netdev)[ \t]+)?[\w-]+[ \t]*(\{|;|$)/m.test(
      text,
    )
      ? /\b(chain|type filter hook|policy)\b/.test(text)
        ? 1
        : 0.6
      : 0,
  read: readText,
  write: writeText,
};

/** The same as JSON, as `nft -j list ruleset` writes it. */
export const nftablesJson: FirewallFormat = {
  id: 'nftables-json',
  title: 'nftables (JSON)',
  extension: 'json',
  recognise: (text) => (/^\s*\{\s*"nftables"\s*:/.test(text) ? 1 : 0),
  read: readJson,
  write: writeJson,
};

function readText(text: string, interfaces: Interfaces): Reading | Refusal {
  const parsed = parseText(text);
  if ('problem' in parsed) return parsed;
  const ledger = new Ledger(linesOf(text));
  const sysctl = new Sysctl();
  const rules = new Set(parsed.ruleset.rules.map(({ line }) => line));
  for (const comment of parsed.comments) {
    const setting = sysctl.read(comment.text);
    if (!rules.has(comment.line))
      ledger.mark(comment.line, 'understood', setting ? 'a setting of the kernel' : 'a comment');
  }
  for (const { first, last, what } of parsed.frame)
    for (let line = first; line <= last; line++) if (!rules.has(line)) ledger.mark(line, 'understood', what);
  const reading = interpret(parsed.ruleset, interfaces, ledger, sysctl.settings());
  if ('problem' in reading) return reading;
  // Lines that a rule goes on in fare as its first one does.
  const lines = [...reading.ledger];
  for (const { first, last } of parsed.spans)
    for (let line = first + 1; line <= last; line++)
      lines[line - 1] = {
        ...lines[line - 1]!,
        status: lines[first - 1]!.status,
        why: 'part of the rule before',
      };
  return { policy: reading.policy, ledger: lines };
}
