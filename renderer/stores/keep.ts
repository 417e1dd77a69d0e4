import { findThing } from '../../simulator/designs/forms/things.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { TraceReader } from '../../simulator/model/trace-reader.ts';
import type { Selection } from '../views/view.ts';
import { findRule } from './edits.ts';

/** What stays chosen when a new run takes the place of an old one: the same thing, or nothing. */
export function keepSelection(
  selection: Selection,
  before: TraceReader | null,
  after: TraceReader | null,
  design: Design,
): Selection {
  switch (selection?.kind) {
    case undefined:
      return null;
    case 'rule':
      return findRule(design, selection.firewall, selection.rule) ? selection : null;
    case 'host':
      return design.hosts.some(({ id }) => id === selection.host) ? selection : null;
    case 'thing':
      return findThing(design, selection.thing) ? selection : null;
    case 'actor': {
      const id = before?.trace.actors[selection.actor]?.id;
      const actor = after?.trace.actors.findIndex((one) => one.id === id) ?? -1;
      return actor >= 0 ? { kind: 'actor', actor } : null;
    }
    case 'packet':
      return before && after ? keepPacket(selection, before, after) : null;
  }
}

/** Runs of one seed are alike until they part: the same number, sent at the same time by and to the same. */
function keepPacket(
  selection: Extract<Selection, { kind: 'packet' }>,
  before: TraceReader,
  after: TraceReader,
): Selection {
  const { packet } = selection;
  if (packet >= after.packetCount) return null;
  const [was, is] = [before.tuple(packet), after.tuple(packet)];
  const sent = (reader: TraceReader) => reader.trace.events.time[reader.trace.packets.sent[packet]!];
  const same =
    was.src === is.src &&
    was.dst === is.dst &&
    was.sport === is.sport &&
    was.dport === is.dport &&
    was.protocol === is.protocol &&
    sent(before) === sent(after);
  if (!same) return null;
  const last = after.eventsOfPacket(packet).at(-1) ?? 0;
  return { kind: 'packet', packet, event: last };
}
