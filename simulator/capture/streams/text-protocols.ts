import type { Message } from '../../model/packet.ts';
import { bodyStart } from '../../protocols/codec/header-text.ts';
import { httpCodec } from '../../protocols/http/codec.ts';
import { recorded } from '../../protocols/recorded/message.ts';
import { sipCodec } from '../../protocols/sip/codec.ts';
import { readAs, text } from './content.ts';

const SIP = /^(?:SIP\/2\.0 \d{3}(?: |\r\n)|[A-Za-z]{3,20} [^\s]{1,512} SIP\/2\.0\r\n)/;
const HTTP = /^(?:HTTP\/1\.[01] \d{3}(?: |\r\n)|[A-Z]{3,20} [^\s]{1,4096} HTTP\/1\.[01]\r\n)/;
/** What may become a first line of either when more comes: words of ASCII. */
const BEGINNING = /^[A-Z]{1,20}(?:\/[\d.]*)?(?: [\x21-\x7e]*(?: [\x20-\x7e]*\r?)?)?$/i;
/** Longer first lines are none. */
const LINE_MAX = 4200;

/** Most bytes are no text: that is seen at once. */
function beginsWithLetter([first = 0]: Uint8Array): boolean {
  return (first >= 65 && first <= 90) || (first >= 97 && first <= 122);
}

export function isSip(bytes: Uint8Array): boolean {
  return beginsWithLetter(bytes) && SIP.test(text(bytes, LINE_MAX));
}

export function isHttp(bytes: Uint8Array): boolean {
  return beginsWithLetter(bytes) && HTTP.test(text(bytes, LINE_MAX));
}

/** May these bytes become the first line of SIP or HTTP when more come? */
export function mayBecomeText(bytes: Uint8Array): boolean {
  return beginsWithLetter(bytes) && bytes.length < LINE_MAX && BEGINNING.test(text(bytes, LINE_MAX));
}

/** RFC 5626 3.5.1: two empty lines ask whether the other end still lives, one answers. */
export function isSipKeepAlive(bytes: Uint8Array): boolean {
  return bytes[0] === 13 && bytes[1] === 10 && (bytes.length === 2 || (bytes[2] === 13 && bytes[3] === 10));
}

export function nameSip(bytes: Uint8Array): Message {
  return bytes.length === 2
    ? recorded('SIP keep-alive answer', 'sip', bytes)
    : readAs(sipCodec, 'SIP', bytes);
}

/** Length of an HTTP message's headers, and of the body behind them. */
export interface HttpLengths {
  readonly head: number;
  /** Infinity: until the connection ends, or the next message begins. */
  readonly body: number;
}

/**
 * How long an HTTP message is (RFC 2616 4.4); null while its headers have no end.
 */
export function httpLengths(bytes: Uint8Array): HttpLengths | null {
  const head = bodyStart(bytes);
  if (head < 0) return null;
  const headers = text(bytes, head);
  if (/^HTTP\/1\.[01] (?:1\d\d|204|304)/.test(headers)) return { head, body: 0 };
  const length = /\r\ncontent-length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r\n/i.exec(headers)?.[1];
  if (/\r\ntransfer-encoding[ \t]*:[ \t]*chunked/i.test(headers)) return { head, body: Infinity };
  if (length !== undefined) return { head, body: Number(length) };
  return {
    head,
    body:
      headers.startsWith('HTTP/') && !/\r\nconnection[ \t]*:[ \t]*keep-alive/i.test(headers) ? Infinity : 0,
  };
}

export function nameHttp(bytes: Uint8Array): Message {
  return readAs(httpCodec, 'HTTP', bytes);
}

/** An HTTP message of which only the headers are looked at, because its body is long or has no stated length. */
export function nameHttpHead(bytes: Uint8Array): Message {
  const line = text(bytes, LINE_MAX).split('\r\n')[0]!;
  const [, status] = /^HTTP\/1\.[01] (.*)$/.exec(line) ?? [];
  const [method, target = ''] = line.split(' ');
  return recorded(status ?? `${method} ${target.split('?')[0]!.slice(0, 44)}`, 'http', bytes);
}
