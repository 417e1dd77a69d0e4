import { explain } from '../../../../simulator/analysis/explain.ts';
import { protocolSource } from '../../../../simulator/analysis/sources.ts';
import { innermost } from '../../../../simulator/protocols/registry.ts';
import { TraceReader } from '../../../../simulator/model/trace-reader.ts';
import { escaped, list } from '../page.ts';
import type { Study } from './study.ts';

/** Steps of people have no document behind them but the model's own. */
const OF_THE_MODEL = 'the scene of this feature';

const TABLES =
  'The tables are the port tables of Microsoft’s reference architecture with a single consolidated Edge, which the design follows.';

/** The documents behind what was seen: rules, messages, waits and refusals of all the runs of this page. */
export function sources({ base, cases, design }: Study): string {
  const reader = new TraceReader(base.trace);
  const protocols = new Map<string, string>();
  for (let packet = 0; packet < reader.packetCount; packet++) {
    const message = reader.message(packet);
    if (!message) continue;
    const { protocol } = innermost(message);
    protocols.set(protocol, protocolSource(protocol));
  }
  const steps = [...explain(base, design).chains, ...cases.flatMap(({ chains }) => chains)].flatMap(
    (chain) => chain.steps,
  );
  const rules = new Set<string>();
  const waits = new Map<string, string>();
  const others = new Set<string>();
  for (const { kind, source, text } of steps) {
    if (source === OF_THE_MODEL || kind === 'send') continue;
    const timer = kind === 'wait' ? /\(([^()]+)\)\.$/.exec(text)?.[1] : undefined;
    if (/^Table \d/.test(source)) rules.add(source);
    else if (timer !== undefined) waits.set(timer, source);
    else others.add(source);
  }
  return list([
    ...(rules.size === 0 ? [] : [`Rules: ${[...rules].sort(byNumber).map(escaped).join('; ')}. ${TABLES}`]),
    `Messages: ${[...protocols].map(([id, source]) => `${id} (${escaped(source)})`).join('; ')}.`,
    ...(waits.size === 0
      ? []
      : [
          `Waits: ${[...waits].map(([timer, source]) => `${escaped(timer)} (${escaped(source)})`).join('; ')}.`,
        ]),
    ...(others.size === 0
      ? []
      : [`Refusals, and what people read: ${[...others].sort().map(escaped).join('; ')}.`]),
  ]);
}

function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
