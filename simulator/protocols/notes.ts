import type { Note, Notes } from './codec/notes.ts';
import { findNote } from './codec/notes.ts';
import { icmpHeaderNotes, ipNotes, segmentNotes, udpNotes } from './ip/notes.ts';
import { tcpNotes } from './ip/tcp-notes.ts';
import { CODECS } from './registry.ts';

/** Notes by protocol: those of every codec, and of the headers below them, as `Layer.protocol` names them. */
export const NOTES: ReadonlyMap<string, Notes> = new Map<string, Notes>([
  ['ip', ipNotes],
  ['tcp', tcpNotes],
  ['udp', udpNotes],
  ['icmp-header', icmpHeaderNotes],
  ['segment', segmentNotes],
  ...CODECS.map(({ id, notes }) => [id as string, notes] as const),
]);

/**
 * What a field means.
 * @param protocol as `Layer.protocol` or `Field.protocol` has it
 * @param group name of the field that it stands in; empty at the top of its message
 */
export function noteOf(protocol: string, group: string, name: string): Note | undefined {
  const notes = NOTES.get(protocol);
  return notes && findNote(notes, group, name);
}
