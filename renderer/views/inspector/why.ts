import { verdictText } from '../../../simulator/analysis/causes.ts';
import type { Design } from '../../../simulator/model/design.ts';
import { knob, KNOBS } from '../../../simulator/model/knobs.ts';
import { Flag, Protocol } from '../../../simulator/model/packet.ts';
import type { Finding } from '../../../simulator/model/run.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { seconds3 } from '../../stores/format.ts';
import { destination, lossOf, repeatOf, type Loss } from '../../stores/packets.ts';

/** Why a packet was lost: the sentence, what follows from it, and where that is written. */
export interface Why {
  readonly headline: string;
  readonly rest: string;
  readonly tags: readonly { readonly text: string; readonly approximate: boolean; readonly rule?: string }[];
  /** The rule that would change it. */
  readonly rule: { readonly firewall: string; readonly id: string; readonly enabled: boolean } | null;
}

export function whyLost(reader: TraceReader, design: Design, finding: Finding, packet: number): Why | null {
  const loss = lossOf(reader, design, packet);
  if (!loss) return null;
  const told = finding.because.find((cause) => cause.packet === packet);
  const [headline, rest] = told
    ? splitSentence(told.text)
    : [composed(reader, loss, packet), closedText(loss)];
  const again = repeatText(reader, loss, packet);
  const rule = loss.wall?.rule ?? loss.wall?.closed ?? null;
  return {
    headline,
    rest: [rest, rest.includes('sent again') ? '' : again].filter(Boolean).join(' '),
    tags: [
      ...(rule ? [{ text: `Rule ${rule.id}`, approximate: false, rule: rule.id }] : []),
      ...(rule?.source ? [{ text: rule.source, approximate: isAssumed(rule.source) }] : []),
      ...resendTags(reader, design, packet),
    ],
    rule: rule && loss.wall ? { firewall: loss.wall.firewall.id, id: rule.id, enabled: rule.enabled } : null,
  };
}

function isAssumed(source: string): boolean {
  return /assum|approx|unverified/i.test(source);
}

/** Where the wait before the next send of a TCP packet comes from. */
function resendTags(reader: TraceReader, design: Design, packet: number): Why['tags'] {
  const { packets, events } = reader.trace;
  const isSyn = packets.protocol[packet] === Protocol.tcp && packets.flags[packet] === Flag.syn;
  if (!isSyn || repeatOf(reader, packet) === null) return [];
  const sender = reader.node(events.node[packets.sent[packet]!]!).id;
  const system = design.hosts.find(({ id }) => id === sender)?.system ?? 'windows';
  const id = `tcp.${system}.rto_s` as const;
  return [
    {
      text: `First resend ${knob(design, id)} s: ${KNOBS[id].source.split(';')[0]}`,
      approximate: isAssumed(KNOBS[id].source),
    },
  ];
}

/** The sentence from the verdict alone. */
function composed(reader: TraceReader, loss: Loss, packet: number): string {
  const where = reader.node(loss.node).title;
  if (loss.wall) {
    const { firewall, rule } = loss.wall;
    const rejected = loss.disposition === 'rejected';
    const tuple = reader.tupleAt(loss.event);
    return verdictText(firewall, rule ?? undefined, reader.reason(loss.event), undefined, tuple, rejected);
  }
  switch (loss.disposition) {
    case 'nat':
      if (reader.node(loss.node).kind === 'firewall')
        return `${where} dropped it: it has no hairpin, so nothing from inside comes back inside.`;
      return `${where} dropped it: nobody inside has asked for it.`;
    case 'no-listener':
      return `${where} refused it: nothing listens for ${destination(reader.tuple(packet))}.`;
    case 'no-route':
      return `No way leads from ${where} to that address.`;
    case 'host-down':
      return `${where} is not up.`;
    case 'link-cut':
      return `${where} is unplugged.`;
    case 'zone-cut':
      return `${where} is cut off.`;
    default:
      return `It was lost at ${where}: ${loss.text}.`;
  }
}

function closedText(loss: Loss): string {
  const closed = loss.wall?.closed;
  if (!closed) return '';
  return closed.enabled ? `${closed.id} is open by now.` : `${closed.id} would let it in, and is closed.`;
}

function repeatText(reader: TraceReader, loss: Loss, packet: number): string {
  const silent = loss.disposition !== 'rejected' && loss.disposition !== 'no-listener';
  const next = repeatOf(reader, packet);
  const { packets, events } = reader.trace;
  const sender = reader.node(events.node[packets.sent[packet]!]!).title;
  if (next === null) return silent ? `${sender} is not told.` : '';
  const at = reader.trace.events.time[reader.trace.packets.sent[next]!]!;
  return `${silent ? `${sender} is not told; the packet` : 'It'} is sent again at ${seconds3(at)} s.`;
}

/** The first sentence, and the rest. A full stop inside an address does not end a sentence. */
export function splitSentence(text: string): readonly [string, string] {
  const match = /^(.*?[.!?])\s+(?=[A-Z])(.*)$/s.exec(text);
  return match ? [match[1]!, match[2]!] : [text, ''];
}
