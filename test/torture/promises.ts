import { DISPOSITIONS } from '../../simulator/model/disposition.ts';
import type { FeatureRun } from '../../simulator/model/run.ts';
import { EventKind, NO_PACKET } from '../../simulator/model/trace.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';

/** Nothing is on its way for longer than that: the longest delays and jitter of a path, many times over. */
const LONGEST_WAY_us = 60_000_000;

/**
 * What any trace promises, looked at from outside: time goes on, causes come before what they cause, each packet is sent
 * once and has one end or is in flight, and nothing happens to it after that.
 * @returns what is broken; there are millions of events, so it is gathered
 */
export function brokenPromises({ feature, trace, finding, packets }: FeatureRun): string[] {
  const { events } = trace;
  const broken: string[] = [];
  for (let i = 0; i < events.time.length; i++) {
    if (i > 0 && !(events.time[i]! >= events.time[i - 1]!)) broken.push(`event ${i} is before the last one`);
    if (!(events.cause[i]! < i)) broken.push(`event ${i} is caused by what comes later`);
    const packet = events.packet[i]!;
    if (packet !== NO_PACKET && packet >= trace.packets.src.length) broken.push(`event ${i} is of no packet`);
  }
  const reader = new TraceReader(trace);
  for (let packet = 0; packet < trace.packets.src.length; packet++) broken.push(...brokenWay(reader, packet));
  if (packets.sent < packets.delivered + packets.dropped) broken.push('more packets ended than were sent');
  for (const one of finding.because)
    if (!(one.packet < trace.packets.src.length)) broken.push(`a cause is no packet: ${one.packet}`);
  // What fails before a packet is sent has none to show.
  const sent = trace.packets.src.length > 0;
  if (finding.status !== 'works' && finding.reached && sent && finding.because.length === 0)
    broken.push(`${feature.id} is ${finding.status} without a cause`);
  return broken;
}

/** Events that a packet goes on living after: being sent, passing, what is said of it. */
const ENDS: readonly number[] = [EventKind.deliver, EventKind.lose];
const STEPS: readonly number[] = [EventKind.translate, EventKind.verdict, ...ENDS];

function brokenWay(reader: TraceReader, packet: number): string[] {
  const { events, packets } = reader.trace;
  const { id } = DISPOSITIONS[packets.disposition[packet]!]!;
  const broken: string[] = [];
  const steps = [...reader.eventsOfPacket(packet)];
  const sent = steps.filter((event) => events.kind[event] === EventKind.send);
  if (sent.length !== 1 || sent[0] !== steps[0] || packets.sent[packet] !== sent[0])
    broken.push(`packet ${packet} is sent ${sent.length} times, or something happens before`);
  const way = steps.filter((event) => STEPS.includes(events.kind[event]!));
  const ends = way.filter((event) => ENDS.includes(events.kind[event]!));
  const stopped = id === 'dropped' || id === 'rejected';
  if (ends.length + (stopped ? 1 : 0) !== (id === 'in-flight' ? 0 : 1))
    broken.push(`packet ${packet} is ${id} and has ${ends.length} ends`);
  if (ends.length > 0 && ends.at(-1) !== way.at(-1)) broken.push(`packet ${packet} goes on after its end`);
  if (stopped && events.kind[way.at(-1) ?? 0] !== EventKind.verdict)
    broken.push(`packet ${packet} is ${id} and goes on`);
  const last = events.time[steps.at(-1) ?? 0]!;
  if (id === 'in-flight' && events.time.at(-1)! - last > LONGEST_WAY_us)
    broken.push(`packet ${packet} is nowhere since ${last} us`);
  return broken;
}
