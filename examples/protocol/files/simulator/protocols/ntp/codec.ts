import type { Codec } from '../codec/codec.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import type { Writer } from '../codec/writer.ts';
import type { NtpMessage, NtpTime } from './message.ts';
import { NtpMode } from './message.ts';
import { ntpNotes } from './notes.ts';

const SIZE = 48;

/** RFC 5905 7.3. Extension fields and authentication, which make a message longer, are refused. */
export const ntpCodec: Codec<NtpMessage> = {
  id: 'ntp',
  title: 'Network Time Protocol',
  family: 'dns',
  notes: ntpNotes,
  write(message, writer) {
    const { leap, version, mode } = message;
    writer.u8(
      (leap << 6) | (version << 3) | mode,
      'Flags',
      `leap ${leap}, version ${version}, ${modeName(mode)}`,
    );
    writer.u8(message.stratum, 'Stratum');
    writer.u8(message.poll, 'Poll');
    writer.u8(message.precision, 'Precision');
    writer.u32(message.rootDelay, 'Root delay');
    writer.u32(message.rootDispersion, 'Root dispersion');
    writer.u32(message.referenceId, 'Reference identifier');
    writeTime(writer, message.reference, 'Reference timestamp');
    writeTime(writer, message.originate, 'Originate timestamp');
    writeTime(writer, message.receive, 'Receive timestamp');
    writeTime(writer, message.transmit, 'Transmit timestamp');
  },
  read(bytes) {
    if (bytes.length !== SIZE)
      throw new DecodeError(`${bytes.length} bytes, ${SIZE} expected`, Math.min(bytes.length, SIZE));
    const reader = new Reader(bytes);
    const flags = reader.u8();
    return {
      protocol: 'ntp',
      leap: flags >>> 6,
      version: (flags >>> 3) & 7,
      mode: flags & 7,
      stratum: reader.u8(),
      poll: reader.u8(),
      precision: reader.u8(),
      rootDelay: reader.u32(),
      rootDispersion: reader.u32(),
      referenceId: reader.u32(),
      reference: readTime(reader),
      originate: readTime(reader),
      receive: readTime(reader),
      transmit: readTime(reader),
    };
  },
  size: () => SIZE,
  label: ({ mode, stratum }) =>
    mode === NtpMode.client ? 'What time is it?' : `The time, stratum ${stratum}`,
};

function writeTime(writer: Writer, { seconds, fraction }: NtpTime, name: string): void {
  writer.group(name, `${seconds} s + ${fraction}/2^32`, () => {
    writer.u32(seconds, 'Seconds').u32(fraction, 'Fraction');
  });
}

function readTime(reader: Reader): NtpTime {
  return { seconds: reader.u32(), fraction: reader.u32() };
}

function modeName(mode: number): string {
  if (mode === NtpMode.client) return 'client';
  return mode === NtpMode.server ? 'server' : `mode ${mode}`;
}
