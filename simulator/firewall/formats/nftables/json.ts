import type { Node } from 'jsonc-parser';
import { findNodeAtLocation, getNodeValue } from 'jsonc-parser';
import type { Policy } from '../../../model/policy.ts';
import type { Interfaces, Reading, Refusal } from '../format.ts';
import { parseJson } from '../json.ts';
import { Ledger } from '../ledger.ts';
import { Sysctl } from '../netfilter/sysctl.ts';
import { interpret } from './interpret.ts';
import type { Chain, Elements, Json, NftRule } from './ruleset.ts';
import { keyOf, member, textOf } from './ruleset.ts';

/** Reads what `nft -j list ruleset` writes. Its ledger has a line for each object, however many stand in a line. */
export function readJson(text: string, interfaces: Interfaces): Reading | Refusal {
  const parsed = parseJson(text, { disallowComments: true }, 'what "nft -j list ruleset" writes');
  if ('problem' in parsed) return parsed;
  const list = findNodeAtLocation(parsed.root, ['nftables']);
  if (list?.type !== 'array' || !list.children)
    return {
      problem: 'it must be {"nftables": [...]}, as "nft -j list ruleset" writes it',
      line: 1,
      column: 1,
    };
  const objects = list.children;
  // Rules and chains know the place of their object, from 1, as their line.
  const ledger = new Ledger(objects.map((node) => text.slice(node.offset, node.offset + node.length)));
  const chains: Chain[] = [];
  const rules: NftRule[] = [];
  const sets = new Map<string, Elements>();
  const settings: Partial<Policy>[] = [];
  for (const [at, node] of objects.entries()) {
    const place = at + 1;
    const value: Json = getNodeValue(node);
    const [kind = ''] = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    const object = member(value, kind);
    const family = textOf(object, 'family');
    const table = textOf(object, 'table');
    const name = textOf(object, 'name');
    switch (kind) {
      case 'chain':
        chains.push({ family, table, name, line: place, base: baseOf(object) });
        ledger.mark(place, 'understood', `the chain ${name}`);
        break;
      case 'rule': {
        const statements = member(object, 'expr');
        rules.push({
          family,
          table,
          chain: textOf(object, 'chain'),
          line: place,
          comment: textOf(object, 'comment'),
          statements: Array.isArray(statements) ? (statements as Json[]) : [null],
          enabled: true,
        });
        break;
      }
      case 'set':
      case 'map':
        sets.set(keyOf(family, table, name), elementsOf(object));
        ledger.mark(place, 'understood', `the ${kind} ${name}`);
        break;
      case 'metainfo':
        settings.push(settingsOf(object));
        ledger.mark(place, 'understood', 'who wrote it');
        break;
      case 'table':
        ledger.mark(place, 'understood', `the table ${name}`);
        break;
      default:
        ledger.mark(place, 'ignored', `"${kind.slice(0, 40)}" changes no verdict by itself`);
    }
  }
  const reading = interpret(
    { chains, rules, sets },
    interfaces,
    ledger,
    settings[0] ?? new Sysctl().settings(),
  );
  if ('problem' in reading) return reading;
  const lines = linesOfNodes(text, objects);
  const line = (place: number) => lines[place - 1] ?? 1;
  return {
    policy: {
      ...reading.policy,
      rules: reading.policy.rules.map((rule) => ({ ...rule, line: line(rule.line) })),
    },
    ledger: reading.ledger.map((entry) => ({ ...entry, line: line(entry.line) })),
  };
}

/** The line, from 1, on which each object begins. */
function linesOfNodes(text: string, nodes: readonly Node[]): number[] {
  let line = 1;
  let at = 0;
  return nodes.map(({ offset }) => {
    for (; at < offset; at++) if (text[at] === '\n') line++;
    return line;
  });
}

function baseOf(chain: Json): Chain['base'] {
  const hook = textOf(chain, 'hook');
  const priority = member(chain, 'prio');
  if (hook === '') return null;
  return {
    type: textOf(chain, 'type'),
    hook,
    priority: typeof priority === 'number' ? priority : 0,
    policy: textOf(chain, 'policy') === 'drop' ? 'drop' : 'permit',
  };
}

function elementsOf(set: Json): Elements {
  const flags = member(set, 'flags');
  const changing = Array.isArray(flags) && flags.some((flag) => flag === 'dynamic' || flag === 'timeout');
  const elements = member(set, 'elem');
  return changing ? null : Array.isArray(elements) ? (elements as Json[]) : [];
}

/** Settings of the kernel that our own files carry. */
function settingsOf(metainfo: Json): Partial<Policy> {
  const sysctl = new Sysctl();
  const lines = member(metainfo, 'sysctl');
  if (Array.isArray(lines))
    for (const line of lines as Json[]) if (typeof line === 'string') sysctl.read(`# sysctl ${line}`);
  return sysctl.settings();
}
