import type { Codec } from '../codec/codec.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import { decodeUtf8, encodeUtf8, utf8Length } from '../codec/utf8.ts';
import type { PsomMessage } from './message.ts';
import { PSOM_TYPES } from './message.ts';
import { psomNotes } from './notes.ts';

const HEADER = 10;
/** Letters alone: so names keep their order in an object. */
const NAME = /^[A-Za-z]{1,64}$/;

/** Our own form (assumption): type, channel, length, and named texts; as long as a short PSOM record. */
export const psomCodec: Codec<PsomMessage> = {
  id: 'psom',
  title: 'Persistent Shared Object Model',
  family: 'psom',
  notes: psomNotes,
  write(message, writer) {
    writer.u16(PSOM_TYPES.indexOf(message.type), 'Type', message.type);
    writer.u32(message.channel, 'Channel');
    writer.u32(psomCodec.size(message) - HEADER, 'Length');
    for (const [name, value] of Object.entries(message.text)) {
      const bytes = encodeUtf8(value);
      writer.group(name, value, () => {
        writer.u16(name.length, 'Name length').ascii(name, 'Name');
        writer.u16(bytes.length, 'Value length').bytes(bytes, 'Value', value);
      });
    }
  },
  read(bytes) {
    const reader = new Reader(bytes);
    const type = PSOM_TYPES[reader.u16()];
    if (type === undefined) throw new DecodeError('no PSOM message has this type', 0);
    const channel = reader.u32();
    const rest = reader.part(reader.u32());
    if (reader.left > 0) throw new DecodeError(`${reader.left} bytes follow the message`, reader.at);
    const text: Record<string, string> = {};
    while (rest.left > 0) {
      const at = rest.at;
      const name = rest.ascii(rest.u16());
      if (!NAME.test(name) || Object.hasOwn(text, name))
        throw new DecodeError('a name is made of letters, and there once', at);
      text[name] = decodeUtf8(rest.bytes(rest.u16()));
    }
    return { protocol: 'psom', type, channel, text };
  },
  size(message) {
    let size = HEADER;
    for (const [name, value] of Object.entries(message.text)) size += 4 + name.length + utf8Length(value);
    return size;
  },
  label(message) {
    return message.type === 'content' ? `PSOM ${message.text['what'] ?? 'content'}` : `PSOM ${message.type}`;
  },
};
