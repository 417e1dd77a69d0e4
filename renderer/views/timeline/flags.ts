import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';

/** A change that people remember: a state reached, a change of the design. */
export interface Flag {
  readonly time: number;
  readonly text: string;
  readonly kind: 'state' | 'change';
  readonly event: number;
  /** Whose state it is; null for a change of the design. */
  readonly actor: number | null;
}

/** Machines whose changes people talk about, and the states in which these come to rest. */
const TOLD: readonly string[] = ['registration', 'call', 'host', 'firewall', 'zone', 'service'];
const RESTS: readonly string[] = [
  'registered',
  'failed',
  'down',
  'cut off',
  'open',
  'stopped',
  'established',
];

/** The flags of a run: where registrations and calls came to rest, and what was changed meanwhile. */
export function flagsOf(reader: TraceReader): readonly Flag[] {
  const { events, actors } = reader.trace;
  const flags: Flag[] = [];
  for (let event = 0; event < reader.length; event++) {
    const kind = events.kind[event];
    if (kind !== EventKind.intervention && kind !== EventKind.state) continue;
    const time = events.time[event]!;
    const actor = events.a[event]!;
    if (kind === EventKind.intervention)
      flags.push({ time, text: reader.string(actor), kind: 'change', event, actor: null });
    else if (TOLD.includes(actors[actor]!.machine)) {
      const state = reader.string(events.b[event]!);
      const text = `${reader.node(events.node[event]!).title} ${state}`;
      if (RESTS.includes(state)) flags.push({ time, text, kind: 'state', event, actor });
    }
  }
  return flags;
}
