import type { Message } from '../../model/packet.ts';
import type { Codec } from '../codec/codec.ts';
import { fromHex, toHex } from '../codec/hex.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import { readData } from '../stun/read.ts';
import { dataCodec } from '../stun/write.ts';
import { channelNotes } from './notes.ts';

/** Data on a channel of TURN (RFC 5766 11.4). MS-TURN has none: for reading what others send. */
export interface ChannelData extends Message {
  readonly protocol: 'channel-data';
  readonly channel: number;
  readonly content: Message;
  /** Up to three bytes in hexadecimal: over TCP the data are filled up to whole words. */
  readonly padding: string;
}

const HEADER = 4;

export const channelDataCodec: Codec<ChannelData> = {
  id: 'channel-data',
  title: 'ChannelData of TURN',
  family: 'turn',
  notes: channelNotes,
  write({ channel, content, padding }, writer) {
    const codec = dataCodec(content);
    writer.u16(channel, 'Channel', `0x${channel.toString(16)}`).u16(codec.size(content), 'Length');
    writer.group(codec.title, codec.label(content), () => codec.write(content, writer), codec.id);
    if (padding !== '') writer.bytes(fromHex(padding), 'Padding');
  },
  read(bytes) {
    const reader = new Reader(bytes);
    const channel = reader.u16();
    if (channel < 0x4000 || channel > 0x7fff)
      throw new DecodeError(`channel 0x${channel.toString(16)}, 0x4000 to 0x7fff expected`, 0);
    const content = readData(reader.bytes(reader.u16()));
    if (reader.left > 3) throw new DecodeError('more bytes than the length says', reader.at);
    return { protocol: 'channel-data', channel, content, padding: toHex(reader.bytes(reader.left)) };
  },
  size: ({ content, padding }) => HEADER + dataCodec(content).size(content) + padding.length / 2,
  label: ({ channel, content }) =>
    `ChannelData 0x${channel.toString(16)} (${dataCodec(content).label(content)})`,
};
