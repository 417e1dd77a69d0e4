import type { StrayMessage } from '../model/run.ts';
import type { Message } from '../model/packet.ts';
import { encodeUtf8 } from '../protocols/codec/utf8.ts';
import type { HttpResponse } from '../protocols/http/message.ts';
import { rawMessage } from '../protocols/raw/message.ts';
import type { StunMessage } from '../protocols/stun/message.ts';
import { COOKIE } from '../protocols/stun/message.ts';
import type { SipResponse } from '../protocols/sip/message.ts';

/** Messages that nobody asked for, or that are none: for trying what a program does with them. */
export function strayMessage(what: StrayMessage): Message {
  switch (what) {
    case 'sip-response':
      return {
        protocol: 'sip',
        kind: 'response',
        status: 200,
        reason: 'OK',
        headers: [
          ['Via', 'SIP/2.0/TLS 192.0.2.1:5061;branch=z9hG4bKnobody'],
          ['From', '<sip:nobody@nowhere.example>;tag=1'],
          ['To', '<sip:nobody@nowhere.example>;tag=2'],
          ['Call-ID', 'nobody-asked'],
          ['CSeq', '1 OPTIONS'],
        ],
        body: '',
      } satisfies SipResponse as SipResponse;
    case 'sip-malformed':
      return rawMessage(
        encodeUtf8(
          'INVITE sip:bob@contoso.com SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.1:5061;branch=z9hG4bKbad\r\nFrom: <sip:nobody@nowhere.example;tag=1\r\nTo: <sip:bob@contoso.com>\r\nCall-ID: broken\r\nCSeq: many INVITE\r\nContent-Length: 0\r\n\r\n',
        ),
      );
    case 'http-response':
      return {
        protocol: 'http',
        kind: 'response',
        status: 200,
        reason: 'OK',
        headers: [['Server', 'nobody']],
        body: 'nobody asked',
      } satisfies HttpResponse as HttpResponse;
    // A connectivity check with a signature that cannot be right, and an answer to one that nobody sent.
    case 'stun-request':
    case 'stun-response':
      return {
        protocol: 'stun',
        dialect: 'rfc5389',
        method: 'binding',
        kind: what === 'stun-request' ? 'request' : 'response',
        transaction: `${COOKIE}6e6f626f647961736b656421`,
        attributes: { username: 'nobody:nowhere' },
        integrity: { key: 'wrong', term: 'short' },
      } satisfies StunMessage as StunMessage;
    // A frame of MS-TURN that says 80 bytes and brings six.
    case 'turn-truncated':
      return rawMessage(Uint8Array.of(2, 0, 0, 80, 0, 3, 0, 60, 1, 2));
    case 'garbage':
      return rawMessage(Uint8Array.from({ length: 64 }, (_, i) => (i * 37 + 11) & 255));
  }
}
