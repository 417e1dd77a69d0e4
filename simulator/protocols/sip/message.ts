import type { Message } from '../../model/packet.ts';
import { DecodeError } from '../codec/reader.ts';

/** One header field as it stands in the message. */
export type Header = readonly [name: string, value: string];

export interface SipRequest extends Message {
  readonly protocol: 'sip';
  readonly kind: 'request';
  readonly method: string;
  readonly uri: string;
  /** In order; Content-Length only where it did not stand last: the codec writes it. */
  readonly headers: readonly Header[];
  readonly body: string;
}

export interface SipResponse extends Message {
  readonly protocol: 'sip';
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly Header[];
  readonly body: string;
}

/** CRLF CRLF on an idle connection. */
export interface SipKeepAlive extends Message {
  readonly protocol: 'sip';
  readonly kind: 'keep-alive';
}

export type SipMessage = SipRequest | SipResponse | SipKeepAlive;

/** What is wrong with a SIP message, and what a server answers it with. */
export class SipFault extends DecodeError {
  /** 400, 505, ...; null for what is never answered: responses, ACK, and what has no Via to send an answer by. */
  readonly status: number | null;
  /** The request as far as it could be read, for the answer's Via, From, To, Call-ID and CSeq; null with `status`. */
  readonly request: SipRequest | null;

  constructor(text: string, at: number, status: number, read: SipRequest | SipResponse | null) {
    super(text, at);
    this.name = 'SipFault';
    const answered = read?.kind === 'request' && read.method !== 'ACK' && hasVia(read);
    this.status = answered ? status : null;
    this.request = answered ? read : null;
  }
}

function hasVia(request: SipRequest): boolean {
  return request.headers.some(([name]) => /^(via|v)$/i.test(name));
}

/** RFC 3261 19.1.1 */
export interface SipUri {
  readonly scheme: string;
  readonly user: string | null;
  readonly host: string;
  readonly port: number | null;
  readonly params: Readonly<Record<string, string | true>>;
}

/** RFC 3261 20.42 */
export interface Via {
  readonly transport: string;
  readonly host: string;
  readonly port: number | null;
  readonly params: Readonly<Record<string, string | true>>;
}

/** What stands in From, To, Contact, Route: a URI with a display name and parameters of its own. */
export interface NameAddress {
  readonly display: string | null;
  readonly uri: string;
  readonly params: Readonly<Record<string, string | true>>;
}

const REASONS: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  202: 'Accepted',
  301: 'Moved Permanently',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  415: 'Unsupported Media Type',
  416: 'Unsupported URI Scheme',
  420: 'Bad Extension',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  483: 'Too Many Hops',
  486: 'Busy Here',
  488: 'Not Acceptable Here',
  489: 'Bad Event',
  500: 'Server Internal Error',
  501: 'Not Implemented',
  504: 'Server Time-out',
  505: 'Version Not Supported',
  603: 'Decline',
};

/** The words beside a status (RFC 3261 21). */
export function reasonPhrase(status: number): string {
  return REASONS[status] ?? 'Unknown';
}
