import { header, headers, parseNameAddress } from './headers.ts';
import type { Header, SipRequest, SipResponse } from './message.ts';

/** The state of a dialog at one end (RFC 3261 12): all that the next request in it needs. */
export interface Dialog {
  readonly callId: string;
  readonly local: string;
  readonly remote: string;
  readonly target: string;
  readonly routes: readonly string[];
  cseq: number;
}

/** The dialog at the end that asked (RFC 3261 12.1.2): routes in reverse order. */
export function askedDialog(request: SipRequest, response: SipResponse): Dialog {
  return {
    callId: header(request, 'Call-ID') ?? '',
    local: header(request, 'From') ?? '',
    remote: header(response, 'To') ?? '',
    target: parseNameAddress(header(response, 'Contact') ?? '').uri,
    routes: [...headers(response, 'Record-Route')].reverse(),
    cseq: 1,
  };
}

/** The dialog at the end that answered (RFC 3261 12.1.1). `local` is its To with the tag. */
export function answeredDialog(request: SipRequest, local: string): Dialog {
  return {
    callId: header(request, 'Call-ID') ?? '',
    local,
    remote: header(request, 'From') ?? '',
    target: parseNameAddress(header(request, 'Contact') ?? '').uri,
    routes: headers(request, 'Record-Route'),
    cseq: 0,
  };
}

/** A request within a dialog (RFC 3261 12.2.1.1), without body. */
export function requestIn(
  dialog: Dialog,
  method: string,
  cseq: number,
  extra: readonly Header[],
): SipRequest {
  return {
    protocol: 'sip',
    kind: 'request',
    method,
    uri: dialog.target,
    headers: [
      ['Max-Forwards', '70'],
      ...dialog.routes.map((route): Header => ['Route', route]),
      ['From', dialog.local],
      ['To', dialog.remote],
      ['Call-ID', dialog.callId],
      ['CSeq', `${cseq} ${method}`],
      ...extra,
    ],
    body: '',
  };
}
