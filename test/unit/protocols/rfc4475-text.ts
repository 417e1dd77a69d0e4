import { encodeUtf8 } from '../../../simulator/protocols/codec/utf8.ts';
import { sipCodec } from '../../../simulator/protocols/sip/codec.ts';
import { SipFault } from '../../../simulator/protocols/sip/message.ts';

/**
 * The bytes of a message written down line by line: lines end with CRLF, backslashes stand for themselves. It begins
 * after the first line end of the literal.
 */
export function sip(strings: TemplateStringsArray, ...values: readonly string[]): Uint8Array {
  return encodeUtf8(
    String.raw(strings, ...values)
      .slice(1)
      .replaceAll('\n', '\r\n'),
  );
}

/** The session description that most messages of RFC 4475 carry: 150 bytes with an address of 9 characters. */
export function sdp(owner: string, times = '0 0', connection = owner): string {
  return `v=0
o=mhandley 29739 7272939 IN IP4 ${owner}
s=-
c=IN IP4 ${connection}
t=${times}
m=audio 49217 RTP/AVP 0 12
m=video 3227 RTP/AVP 31
a=rtpmap:31 LPC
`;
}

/** Why the codec refuses a message. */
export function faultOf(bytes: Uint8Array): SipFault {
  try {
    sipCodec.read(bytes);
  } catch (error) {
    if (error instanceof SipFault) return error;
    throw error;
  }
  throw new Error('the message was read');
}
