import type { Group, Item } from '../../../../renderer/views/ladder/groups.ts';
import { groupsOf } from '../../../../renderer/views/ladder/groups.ts';
import type { Design } from '../../../../simulator/model/design.ts';
import type { FeatureRun } from '../../../../simulator/model/run.ts';
import { toSeconds } from '../../../../simulator/model/time.ts';
import { TraceReader } from '../../../../simulator/model/trace-reader.ts';
import { innermost, labelOf } from '../../../../simulator/protocols/registry.ts';
import { escaped, table } from '../page.ts';
import { PASSING } from './connections.ts';

/** So many kinds of messages of one conversation are named. */
const MOST_LABELS = 5;
/** What tells one message of a kind from the next. */
const COUNTS = / \d+( to \d+)?( \(\d+ packets\))?$|: \d+ sent, \d+ lost$/;

interface Line {
  readonly at: number;
  readonly title: string;
  readonly person: boolean;
  readonly packets: number;
  times: number;
}

/** What happens in a run, conversation by conversation, as the ladder of the window has it. */
export function stepTable(run: FeatureRun, design: Design): string {
  const reader = new TraceReader(run.trace);
  return table(
    ['At', 'What happens', 'Packets'],
    linesOf(groupsOf(reader, design), reader).map(({ at, title, person, times, packets }) => [
      `${at.toFixed(3)} s`,
      person ? `**${escaped(title)}.**` : `${escaped(title)}${times > 1 ? ` (${times} times)` : ''}`,
      person ? '' : String(packets),
    ]),
  );
}

/** Conversations that differ only by ports that are chance are told once. */
function linesOf(items: readonly Item[], reader: TraceReader): readonly Line[] {
  const lines = new Map<string, Line>();
  for (const item of items) {
    if (item.kind === 'packet') continue;
    if (item.kind === 'word') {
      const title = item.text.replace(/\.$/, '');
      lines.set(`${item.order}`, { at: toSeconds(item.time), title, person: true, times: 1, packets: 0 });
      continue;
    }
    if (item.what === 'upkeep' || item.what === 'noise') continue;
    const title = titleOf(item, reader);
    const known = lines.get(title);
    if (known)
      lines.set(title, { ...known, times: known.times + 1, packets: known.packets + sent(item, reader) });
    else
      lines.set(title, {
        at: toSeconds(item.time),
        title,
        person: false,
        times: 1,
        packets: sent(item, reader),
      });
  }
  return [...lines.values()];
}

function sent({ packets }: Group, { trace }: TraceReader): number {
  return packets.reduce((sum, packet) => sum + trace.packets.count[packet]!, 0);
}

function titleOf(group: Group, reader: TraceReader): string {
  const lost = group.packets.every((packet) => reader.disposition(packet).lost);
  if (group.what !== 'other') return lost ? `${group.title} (never arrives)` : group.title;
  // "Bob: RTP to UDP 172.25.33.10:3478, audio 20367": what it says last is one of many things.
  const whereTo = /^.*? to (?:UDP )?[\d.]+:\d+/.exec(group.title)?.[0] ?? group.title;
  const where = whereTo.replace(/:(\d+)$/, (port, digits) =>
    Number(digits) >= PASSING ? ', a high port' : port,
  );
  const labels = new Set(
    group.packets.flatMap((packet) => {
      const message = reader.message(packet);
      return message ? [labelOf(innermost(message)).replace(COUNTS, '')] : [];
    }),
  );
  const named = [...labels].slice(0, MOST_LABELS).join(', ') + (labels.size > MOST_LABELS ? ', …' : '');
  return `${where}: ${named}${lost ? ' (never arrives: a way that was only tried)' : ''}`;
}
