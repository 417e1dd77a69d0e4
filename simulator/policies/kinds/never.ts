import * as v from 'valibot';
import { quote } from '../../designs/quote.ts';
import { didYouMean } from '../../designs/suggest.ts';
import { field } from '../../model/design.ts';
import { formatFlow } from '../../model/packet.ts';
import { hasPorts } from '../../model/policy.ts';
import type { Run } from '../../model/run.ts';
import { toSeconds } from '../../model/time.ts';
import { EventKind } from '../../model/trace.ts';
import type { Arrival } from '../arrivals.ts';
import { Arrivals } from '../arrivals.ts';
import type { Place } from '../places.ts';
import { resolvePlaces } from '../places.ts';
import { passage, serviceOf } from '../reach.ts';
import type { Evidence, Ground, Judged, Say } from './kind.ts';
import { defineKind, told } from './kind.ts';

const places = v.pipe(
  v.string('must be places in quotes'),
  v.maxLength(1000, 'must be a text of at most 1000 characters'),
);

const Never = v.strictObject({
  /**
   * Places: zones, hosts ("edge"), interfaces ("edge.access"), NATs, addresses, prefixes, ranges, "any", or the computers
   * of those who play a part ("remote"); several with commas. Nothing that is sent from there may get to `to`.
   */
  from: v.optional(places),
  /** A part that people play. Nothing that they cause may get to `to`, whoever sends it on. */
  whose: v.optional(field.part),
  to: places,
  transport: v.optional(field.transport, 'tcp-udp'),
  ports: v.optional(field.ports, 'any'),
});
export type Never = v.InferOutput<typeof Never>;

/** A flow that must not be. */
export const never = defineKind({
  entries: { never: Never },
  says: '"never"',
  check: (own, ground, say) =>
    checkNever(own.never, ground, (path, message) => say(['never', ...path], message)),
  judge: (own, ground, run) => judgeNever(own.never, ground, run),
});

function checkNever(never: Never, { design, names }: Ground, say: Say): void {
  const { from, whose, transport, ports } = never;
  if (from === undefined && whose === undefined)
    say([], 'it is not said whom this keeps out: it must have "from", places, or "whose", a part of people');
  if (ports !== 'any' && !hasPorts(transport))
    say(
      ['ports'],
      `${quote(transport)} has no ports: "transport" must be "tcp", "udp" or "tcp-udp" where "ports" stands`,
    );
  if (whose !== undefined && !design.people.some(({ plays }) => plays === whose))
    say(['whose'], `nobody in the design plays ${quote(whose)}: must be a part of somebody`);
  for (const key of ['from', 'to'] as const) {
    const text = never[key];
    const found = text === undefined ? null : resolvePlaces(text, design, names);
    if (found && 'unknown' in found)
      say(
        [key],
        `${quote(found.unknown)} is no place of the design: must be "any", a zone, a host, host.interface, a NAT, an address, a prefix, ` +
          `a range, or a part of people${didYouMean(found.unknown, [...names.keys()])}`,
      );
  }
}

function judgeNever(never: Never, { design, names }: Ground, { features }: Run): Judged {
  const placesOf = (text: string): readonly Place[] => {
    const found = resolvePlaces(text, design, names);
    if ('unknown' in found) throw new Error(`"${found.unknown}" is no place`);
    return found.places;
  };
  const service = serviceOf(never);
  const to = placesOf(never.to);
  const evidence: Evidence[] = [];
  const from = never.from === undefined ? null : placesOf(never.from);
  const way = from && passage(design, from, to, service);
  if (way)
    evidence.push({
      ...told(
        `${way.example} gets there${way.by.length > 0 ? `: through ${way.by.join(', then ')}` : ', and nothing stands between'}.`,
      ),
      flow: way.example,
    });
  for (const { feature, trace } of features) {
    const arrivals = new Arrivals(trace, design);
    const sent = from && arrivals.from(from, to, service);
    if (sent) evidence.push(seen(feature.id, arrivals, sent));
    const caused = never.whose === undefined ? null : arrivals.causedBy(never.whose, to, service);
    if (caused) evidence.push(seen(feature.id, arrivals, caused));
  }
  const { transport, ports, whose } = never;
  const who = [
    ...(never.from === undefined ? [] : [`from ${never.from}`]),
    ...(whose === undefined ? [] : [`caused by ${whose} people`]),
  ].join(' or ');
  const what = `${transport === 'any' ? 'anything' : transport}${ports === 'any' ? '' : ` ${ports}`}`;
  const how = evidence.length === 0 ? 'nothing does' : way ? 'nothing stops it' : 'it did in the run';
  return { text: `Never may ${what} ${who} get to ${never.to}: ${how}.`, evidence };
}

/** "In meeting-join-page, after 0.71 s, tcp ... -> ... arrived at Pool, because of: Gina opens the meeting link." */
function seen(feature: string, { reader }: Arrivals, { event, origin }: Arrival): Evidence {
  const { events } = reader.trace;
  const time = toSeconds(events.time[event]!);
  const flow = formatFlow(reader.tupleAt(event));
  const at = reader.node(events.node[event]!).title;
  const begun =
    events.kind[origin] === EventKind.act
      ? reader.string(events.a[origin]!)
      : `${reader.node(events.node[origin]!).title} sent ${formatFlow(reader.tuple(events.packet[origin]!))}`;
  return {
    feature,
    packet: events.packet[event]!,
    event,
    time,
    flow,
    text: `In ${feature}, ${time.toFixed(3)} s: ${flow} arrived at ${at}. It began when ${begun}.`,
  };
}
