import { formatFlow } from '../../simulator/model/packet.ts';
import type { Because, FeatureRun, Finding, Run } from '../../simulator/model/run.ts';
import { toSeconds } from '../../simulator/model/time.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import { labelOf } from '../../simulator/protocols/registry.ts';

/** A run in the form that others read: no more, no less. */
export function runJson(result: Run): unknown {
  const { design, seed, hash, events, packets, features } = result;
  return {
    design,
    seed,
    hash,
    events,
    packets,
    features: features.map(({ feature, finding }) => ({
      id: feature.id,
      status: finding.status,
      reached: finding.reached,
      path: finding.path,
      seconds: finding.seconds,
      because: becauseJson(finding),
    })),
  };
}

/** Every cause of what became of a feature. */
export function becauseJson({ lacks, because }: Finding): readonly CauseJson[] {
  return lacks === null ? because.map(causeJson) : [lackJson(lacks)];
}

/** A cause as others read it: `flow` and `packet` are null where there is no packet to show. */
export type CauseJson = Pick<Because, 'firewall' | 'rule' | 'reason' | 'time' | 'text'> & {
  readonly flow: string | null;
  readonly packet: number | null;
};

function causeJson({ firewall, rule, reason, flow, packet, time, text }: Because): CauseJson {
  return { firewall, rule, reason, flow, packet, time, text };
}

/** A design in which something cannot even be tried: no packet was sent that could be named. */
function lackJson(text: string): CauseJson {
  return { firewall: null, rule: null, reason: 'no-listener', flow: null, packet: null, time: 0, text };
}

/** Every event of every feature's run, one JSON object a line. */
export function traceLines(result: Run): string {
  return result.features.map(featureLines).join('');
}

function featureLines({ feature, trace }: FeatureRun): string {
  const reader = new TraceReader(trace);
  let out = '';
  for (let index = 0; index < reader.length; index++) {
    const event = reader.event(index);
    const shared = {
      feature: feature.id,
      event: index,
      time: toSeconds(event.time),
      kind: event.kind,
      node: reader.node(event.node).id,
      cause: event.cause,
    };
    out += `${JSON.stringify({ ...shared, ...details(reader, index) })}\n`;
  }
  return out;
}

function details(reader: TraceReader, index: number): Record<string, unknown> {
  const { kind, packet, a, b, c } = reader.event(index);
  const of = packet === null ? {} : { packet, flow: formatFlow(reader.tupleAt(index)) };
  switch (kind) {
    case 'send': {
      const { packets } = reader.trace;
      const message = reader.message(packet!);
      const tcp =
        packets.protocol[packet!] === 6
          ? { flags: packets.flags[packet!], seq: packets.seq[packet!], ack: packets.ack[packet!] }
          : {};
      return {
        ...of,
        length: packets.length[packet!],
        ...tcp,
        ...(message ? { message: labelOf(message) } : {}),
        ...(a >= 0 ? { repeats: a } : {}),
      };
    }
    case 'verdict':
      return {
        ...of,
        action: reader.lostAt(index) ? reader.disposition(packet!).id : 'accept',
        rule: a,
        reason: reader.reason(index),
      };
    case 'lose':
      return { ...of, disposition: reader.disposition(packet!).id };
    case 'state':
      return { actor: reader.trace.actors[a]!.id, state: reader.string(b), by: reader.string(c) };
    case 'act':
    case 'see':
      return { person: reader.string(b), text: reader.string(a) };
    case 'fault':
      return { ...of, reason: reader.string(b), text: reader.string(a) };
    case 'timer':
    case 'log':
    case 'intervention':
      return { text: reader.string(a) };
    case 'row':
      return {
        table: reader.string(a),
        key: reader.string(b),
        columns: c < 0 ? null : reader.string(c).split('\t'),
      };
    case 'warn':
      return { packet: a < 0 ? null : a, warning: b, actor: reader.trace.actors[c]!.id };
    case 'waive':
      return { since: a };
    case 'forget':
      return { connection: a };
    default:
      return of;
  }
}
