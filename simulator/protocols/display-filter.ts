import { formatAddress, parseAddress } from '../model/address.ts';
import type { FiveTuple } from '../model/packet.ts';
import { Protocol, protocolName } from '../model/packet.ts';
import { decodeBody } from './codec/body.ts';
import type { FilterForm } from './codec/notes.ts';
import { Reader } from './codec/reader.ts';
import type { Field } from './codec/writer.ts';
import type { Dissection, Layer } from './dissect.ts';
import { noteOf } from './notes.ts';
import { CLASSIC_FILTERS } from './stun/notes.ts';

/** A longer value makes a filter that nobody can read. */
const LONGEST = 64;

/**
 * The display filter of Wireshark that shows packets with the same value in a field: `tcp.dstport == 5061`.
 * @param group name of the field in which it stands; empty at the top of its layer
 * @returns null when Wireshark has no name for the field, or does not see it there
 */
export function fieldFilter(
  { layers }: Dissection,
  layer: Layer,
  group: string,
  field: Field,
): string | null {
  const filter = noteOf(layer.protocol, group, field.name)?.filter;
  const name = filter && nameThere(filter[0], layers, layer);
  if (!filter || name === undefined || field.length === 0) return null;
  const value = valueText(
    layer.bytes.subarray(field.start, field.start + field.length),
    field.text,
    filter[1],
  );
  return value === null ? null : `${name} == ${value}`;
}

/** What Wireshark calls a field in a layer; undefined when it does not look so far. */
function nameThere(name: string, layers: readonly Layer[], layer: Layer): string | undefined {
  if (layer.protocol !== 'stun') return name;
  // It has nothing for MS-TURN's framing, so nothing inside of it.
  if (layers.some(({ protocol }) => protocol === 'turn-frame')) return undefined;
  return layer.fields.some((field) => field.name === 'Magic cookie') ? name : CLASSIC_FILTERS[name];
}

/**
 * A field's value by the form in which filters write it: a number, also for an address; a text; bytes.
 * @param bytes the field's own
 * @param text what people are shown of it
 */
export function fieldValue(bytes: Uint8Array, text: string, form: FilterForm): number | string | Uint8Array {
  switch (form) {
    case 'number':
      return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
    case 'address':
      return new Reader(bytes).u32();
    case 'bytes':
      return bytes;
    case 'text':
      return decodeBody(bytes).replaceAll('\0', '');
    case 'shown':
      return text;
    case 'plain':
      return parseAddress(text) ?? Number(text);
  }
}

function valueText(bytes: Uint8Array, text: string, form: FilterForm): string | null {
  if (form === 'plain') return text;
  const value = fieldValue(bytes, text, form);
  if (typeof value === 'number') return form === 'address' ? formatAddress(value) : String(value);
  if (typeof value === 'string') return quoted(value);
  if (value.length > LONGEST) return null;
  return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join(':');
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** The display filter that shows a packet's conversation, both ways, as it is seen where the packet has these addresses. */
export function conversationFilter({ src, dst, protocol, sport, dport }: FiveTuple): string {
  const hosts = `ip.addr == ${formatAddress(src)} && ip.addr == ${formatAddress(dst)}`;
  const name = protocolName(protocol);
  if (protocol === Protocol.icmp) return `${hosts} && ${name}`;
  return sport === dport
    ? `${hosts} && ${name}.srcport == ${sport} && ${name}.dstport == ${dport}`
    : `${hosts} && ${name}.port == ${sport} && ${name}.port == ${dport}`;
}
