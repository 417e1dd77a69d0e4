import { neededRules } from '../../../analysis/needs.ts';
import type { Design } from '../../../model/design.ts';
import { featureName } from '../../../model/feature-names.ts';
import { formatFlow } from '../../../model/packet.ts';
import type { Run } from '../../../model/run.ts';
import { toSeconds } from '../../../model/time.ts';
import { EventKind } from '../../../model/trace.ts';
import { TraceReader } from '../../../model/trace-reader.ts';
import { counted } from '../../report.ts';

/**
 * For each rule by which conversations of a run began, by "firewall/rule": the first feature that needed it with its
 * first packet as the firewall saw it, and how many more there are.
 */
export function evidenceOf({ features }: Run, design: Design): ReadonlyMap<string, string> {
  const found = new Map<string, { first: string; more: number }>();
  for (const one of features) {
    const reader = new TraceReader(one.trace);
    for (const { firewall, rule, packet } of neededRules(one, design)) {
      const key = `${firewall}/${rule.id}`;
      const known = found.get(key);
      if (known) known.more++;
      else {
        const seen = reader.eventsOfPacket(packet).find((event) => {
          const { kind, node } = one.trace.events;
          return kind[event] === EventKind.verdict && reader.node(node[event]!).id === firewall;
        })!;
        const at = toSeconds(one.trace.events.time[seen]!).toFixed(3);
        found.set(key, {
          first: `${featureName(one.feature)}: packet ${packet} at ${at} s, ${formatFlow(reader.tupleAt(seen))}`,
          more: 0,
        });
      }
    }
  }
  return new Map(
    [...found].map(([key, { first, more }]) => [
      key,
      more === 0 ? first : `${first}; and ${counted(more, 'more feature')}`,
    ]),
  );
}
