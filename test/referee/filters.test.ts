import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EventKind } from '../../simulator/model/trace.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import type { Field } from '../../simulator/protocols/codec/writer.ts';
import type { Dissection, Layer } from '../../simulator/protocols/dissect.ts';
import { dissect } from '../../simulator/protocols/dissect.ts';
import { conversationFilter, fieldFilter } from '../../simulator/protocols/display-filter.ts';
import { wireOf } from '../../simulator/protocols/wire.ts';
import { haveTshark } from '../setup/tools.ts';
import { tshark } from '../setup/tshark.ts';
import { designWith, runOne } from '../story/designs.ts';

/** A packet as somebody who listens at one node captures it. */
interface Frame {
  readonly time: number;
  readonly bytes: Uint8Array;
  readonly dissection: Dissection;
  readonly event: number;
  /** Which message it carries, or a part of: Wireshark shows a message's fields where its last byte is. */
  readonly message: string;
}

function capture(feature: string, node: string) {
  const { trace } = runOne(designWith(), feature);
  const reader = new TraceReader(trace);
  const frames: Frame[] = [];
  for (const event of reader.eventsOfNode(trace.nodes.findIndex((one) => one.id === node))) {
    const kind = trace.events.kind[event];
    if (kind !== EventKind.send && kind !== EventKind.deliver) continue;
    const packet = trace.events.packet[event]!;
    const dissection = dissect(reader, packet, event);
    const message = trace.packets.message[packet]!;
    frames.push({
      time: trace.events.time[event]!,
      bytes: dissection.bytes,
      dissection,
      event,
      message: message < 0 ? `packet ${packet}` : `message ${message}`,
    });
  }
  return { reader, frames };
}

/** Every filter that is offered for a field of some layers. */
function offered(dissection: Dissection, wanted: (layer: Layer) => boolean): string[] {
  const found: string[] = [];
  for (const layer of dissection.layers.filter(wanted)) {
    const visit = (group: string, fields: readonly Field[]): void => {
      for (const field of fields) {
        const filter = fieldFilter(dissection, layer, group, field);
        if (filter !== null) found.push(filter);
        if (field.protocol === undefined) visit(field.name, field.fields);
      }
    };
    visit('', layer.fields);
  }
  return found;
}

/** Values as a filter writes them and as tshark prints them, made alike. */
function alike(value: string): string {
  const text = /^"(.*)"$/s.exec(value);
  if (text) return text[1]!.replace(/\\(["\\])/g, '$1');
  if (/^0x[0-9a-f]+$/.test(value)) return String(Number(value));
  return /^([0-9a-f]{2}:)*[0-9a-f]{2}$/.test(value) ? value.replaceAll(':', '') : value;
}

const BETWEEN = '\u0001';

/**
 * What differs between the values for which filters are offered and those that tshark reads, by field and message.
 * A filter that is offered for a value matches exactly the frames that have it when nothing does.
 */
function differences(
  frames: readonly Frame[],
  wanted: (layer: Layer) => boolean,
  options: readonly string[] = [],
): string[] {
  const ours = new Map<string, Set<string>>();
  const names = new Set<string>();
  const add = (to: Map<string, Set<string>>, frame: Frame, name: string, value: string) => {
    const key = `${name} of ${frame.message}`;
    const set = to.get(key) ?? new Set();
    to.set(key, set.add(alike(value)));
  };
  for (const frame of frames)
    for (const filter of offered(frame.dissection, wanted)) {
      const [, name = '', value = ''] = /^(\S+) == (.*)$/s.exec(filter) ?? [];
      names.add(name);
      add(ours, frame, name, value);
    }
  const theirs = new Map<string, Set<string>>();
  const columns = [...names];
  const rows = tshark(frames, ['frame.number', ...columns], '', [...options, '-E', `aggregator=${BETWEEN}`]);
  for (const [number, ...values] of rows)
    values.forEach((list, i) => {
      for (const value of list === '' ? [] : list.split(BETWEEN))
        add(theirs, frames[Number(number) - 1]!, columns[i]!, value);
    });
  const keys = [...new Set([...ours.keys(), ...theirs.keys()])];
  const text = (set: Set<string> | undefined) => [...(set ?? [])].sort().join(' | ');
  return keys
    .map((key) => [key, text(ours.get(key)), text(theirs.get(key))] as const)
    .filter(([, our, their]) => our !== their)
    .map(([key, our, their]) => `${key}: offered ${our.slice(0, 200)}, read ${their.slice(0, 200)}`);
}

const here = haveTshark();
const inClear = (layer: Layer) =>
  layer.within !== 'decrypted' && layer.protocol !== 'rtp' && layer.protocol !== 'rtcp';

describe.skipIf(!here)('Wireshark finds by a filter what the inspector shows', () => {
  test.each([
    ['remote-sign-in', 'alice-pc'],
    ['federation-im-lync2010', 'edge'],
    ['mobile-autodiscover', 'reverse-proxy'],
    ['revocation-check', 'public-ca'],
    ['av-remote-internal', 'edge'],
  ])('%s at %s: the fields of what is not encrypted', (feature, node) => {
    const { frames } = capture(feature, node);
    expect(frames.length).toBeGreaterThan(5);
    expect(differences(frames, inClear)).toEqual([]);
  });

  test('with the keys, SIP and HTTP inside TLS', () => {
    const { reader, frames } = capture('remote-sign-in', 'alice-pc');
    const keys = join(mkdtempSync(join(tmpdir(), 'edge-lab-keys-')), 'keys.log');
    writeFileSync(keys, `${wireOf(reader.trace).takeSecrets().join('\n')}\n`);
    const options = ['-o', `tls.keylog_file:${keys}`, '-d', 'tls.port==443,sip'];
    const inside = (layer: Layer) => layer.within === 'decrypted';
    expect(frames.flatMap(({ dissection }) => offered(dissection, inside)).length).toBeGreaterThan(50);
    expect(differences(frames, inside, options)).toEqual([]);
  });

  test('media, where Wireshark is told which ports have them', () => {
    const { reader, frames } = capture('av-remote-internal', 'bob-pc');
    const isMedia = ({ protocol }: Layer) => protocol === 'rtp' || protocol === 'rtcp';
    // Without the checks of ICE: whoever sees these on a port takes all that comes there for STUN.
    const media = frames.filter(({ dissection }) => dissection.layers[2] && isMedia(dissection.layers[2]));
    const as = media.map(({ dissection, event }) => {
      const { sport, dport } = reader.tupleAt(event);
      // The relay's port serves both.
      return `udp.port==${dport === 3478 ? sport : dport},${dissection.layers[2]!.protocol}`;
    });
    expect(media.length).toBeGreaterThan(10);
    const options = [...new Set(as)].flatMap((one) => ['-d', one]);
    expect(differences(media, isMedia, options)).toEqual([]);
  });

  test('a conversation: its own frames and no others', () => {
    const { reader, frames } = capture('remote-sign-in', 'edge');
    const tuples = frames.map(({ event }) => reader.tupleAt(event));
    const filters = tuples.map(conversationFilter);
    const ends = tuples.map(({ src, sport, dst, dport }) =>
      [`${src}:${sport}`, `${dst}:${dport}`].sort().join(),
    );
    for (const filter of new Set(filters)) {
      const found = tshark(frames, ['frame.number'], filter).map(([number]) => Number(number) - 1);
      const first = filters.indexOf(filter);
      expect(found).toEqual(ends.flatMap((one, at) => (one === ends[first] ? [at] : [])));
    }
  });
});

if (!here) test('tshark', ({ skip }) => skip('tshark is not here and could not be installed'));
