import { formatAddress, parseAddress } from '../../simulator/model/address.ts';
import type { TraceReader } from '../../simulator/model/trace-reader.ts';
import type { Desk } from '../stores/desk.svelte.ts';
import { seconds3 } from '../stores/format.ts';
import { packetLabel } from '../stores/packets.ts';
import type { Command } from './command.ts';

/** What somebody who writes a packet's number, a time or an address wants to go to. */
export function jumpsTo(query: string, { lab }: Desk): readonly Command[] {
  const { reader } = lab;
  if (!reader) return [];
  const text = query.trim().toLowerCase().replaceAll(',', '');
  return [
    ...packetNumbered(text, reader),
    ...instantAt(text, lab.playback.moments.end),
    ...packetsOf(text, reader, lab.playback.time),
  ];
}

/** "packet 812", "#812" or "812": numbers are those of the inspector. */
function packetNumbered(text: string, reader: TraceReader): readonly Command[] {
  const number = Number(/^(?:packet|p|#)?\s*(\d+)$/.exec(text)?.[1] ?? NaN);
  if (!(number >= 0 && number < reader.packetCount)) return [];
  return [toPacket(reader, number, `Go to packet ${number}: ${packetLabel(reader, number)}`)];
}

/** "13.42 s", "13.42": seconds of simulated time. */
function instantAt(text: string, end: number): readonly Command[] {
  const written = /^(\d+(?:\.\d+)?)\s*(s|ms)?$/.exec(text);
  if (!written) return [];
  const time = Number(written[1]) * (written[2] === 'ms' ? 1e3 : 1e6);
  if (time > end) return [];
  return [
    {
      id: `at-${time}`,
      title: `Go to ${seconds3(time)} s`,
      group: 'Go to',
      icon: 'clock',
      run: ({ lab }) => lab.seek(time),
    },
  ];
}

/** "10.45.16.10": the first packet to or from there after now, and the first of all. */
function packetsOf(text: string, reader: TraceReader, now: number): readonly Command[] {
  const address = parseAddress(text);
  if (address === null) return [];
  const { packets, events } = reader.trace;
  const first = (after: number) =>
    packets.src.findIndex(
      (src, packet) =>
        (src === address || packets.dst[packet] === address) && events.time[packets.sent[packet]!]! > after,
    );
  const where = formatAddress(address);
  const [next, earliest] = [first(now), first(-1)];
  return [
    ...(next >= 0 && next !== earliest
      ? [toPacket(reader, next, `Go to the next packet of ${where}: ${packetLabel(reader, next)}`)]
      : []),
    ...(earliest >= 0
      ? [toPacket(reader, earliest, `Go to the first packet of ${where}: ${packetLabel(reader, earliest)}`)]
      : []),
  ];
}

function toPacket({ trace }: TraceReader, packet: number, title: string): Command {
  const event = trace.packets.sent[packet]!;
  return {
    id: `packet-${packet}`,
    title,
    group: 'Go to',
    icon: 'inspector',
    run: ({ lab }) => {
      lab.playback.pause();
      lab.seek(trace.events.time[event]!);
      lab.select({ kind: 'packet', packet, event });
    },
  };
}
