import { cseq, header } from '../../../simulator/protocols/sip/headers.ts';
import type { SipRequest, SipResponse } from '../../../simulator/protocols/sip/message.ts';
import { Changes } from '../../stores/changes.ts';
import type { Passage } from './passages.ts';
import type { TalkKind } from './talks.ts';

/** How a talk stands for who began it, from a time on, and the packet that made it so. */
export interface TalkState {
  readonly state: string;
  /** The last final answer: "200 OK"; empty before there is one. */
  readonly result: string;
  /** The last final answer was a refusal that is no mere challenge. */
  readonly bad: boolean;
  /** Whether it goes on until something ends it. */
  readonly open: boolean;
  readonly packet: number;
  readonly event: number;
}

/** Requests that are never answered: BENOTIFY is a NOTIFY for which the best effort does. */
const UNANSWERED = new Set(['ACK', 'BENOTIFY']);

/** What lasts: it has no end of its own. */
const OPEN = new Set(['confirmed', 'registered', 'refreshing', 'active']);

/**
 * The states of a talk as who began it has them: what they sent when it was sent, what came to them when it came (RFC
 * 3261 10, 12 and 17.1, RFC 6665 4.1.2; "challenged" is ours).
 * @param home the node of who began
 */
export function follow(kind: TalkKind, home: number, passages: readonly Passage[]): Changes<TalkState> {
  const seen = passages
    .flatMap((passage) => [
      ...(passage.from === home ? [{ at: passage.sent, passage, sent: true }] : []),
      ...(passage.to === home ? [{ at: passage.arrived, passage, sent: false }] : []),
    ])
    .sort((a, b) => a.at - b.at);
  const states = new Changes<TalkState>();
  let state = '';
  let result = '';
  let bad = false;
  for (const { at, passage, sent } of seen) {
    const { message, packet, event } = passage;
    if (message.kind === 'request') state = asked(kind, state, message, sent);
    else if (!sent) {
      state = answered(kind, state, message);
      if (message.status >= 200) {
        result = `${message.status} ${message.reason}`;
        bad = message.status >= 300 && !isChallenge(message);
      }
    }
    states.add(at, { state, result, bad, open: OPEN.has(state), packet, event });
  }
  return states;
}

function asked(kind: TalkKind, before: string, request: SipRequest, sent: boolean): string {
  const { method } = request;
  switch (kind) {
    case 'dialog':
      if (method === 'BYE') return 'terminated';
      if (method === 'CANCEL') return 'cancelled';
      return method === 'INVITE' && sent && before !== 'confirmed' ? 'calling' : before;
    case 'registration':
      if (method !== 'REGISTER') return before;
      if (expires(request) === 0) return 'signing off';
      return before === 'registered' ? 'refreshing' : 'registering';
    case 'subscription':
      if (isTerminated(request)) return 'terminated';
      if (method !== 'SUBSCRIBE') return before;
      if (expires(request) === 0) return 'ending';
      return before === 'active' ? before : 'pending';
    case 'transaction':
      return UNANSWERED.has(method) ? 'sent' : 'trying';
  }
}

function answered(kind: TalkKind, before: string, response: SipResponse): string {
  const { status } = response;
  const { method } = cseq(response);
  const ours =
    kind === 'transaction' ||
    method === { dialog: 'INVITE', registration: 'REGISTER', subscription: 'SUBSCRIBE' }[kind];
  if (!ours) return before;
  // What a dialog is goes on when something within it is refused.
  if (kind === 'dialog' && (before === 'confirmed' || before === 'terminated')) return before;
  if (isChallenge(response)) return 'challenged';
  if (status >= 300) return 'refused';
  if (status < 200) return kind === 'dialog' && status > 100 ? 'early' : 'proceeding';
  switch (kind) {
    case 'dialog':
      return 'confirmed';
    case 'registration':
      return before === 'signing off' ? 'signed off' : 'registered';
    case 'subscription':
      return before === 'ending' ? 'terminated' : 'active';
    case 'transaction':
      return 'completed';
  }
}

function isChallenge({ status }: SipResponse): boolean {
  return status === 401 || status === 407;
}

function expires(request: SipRequest): number | null {
  const value = header(request, 'Expires') ?? /;expires=(\d+)/.exec(header(request, 'Contact') ?? '')?.[1];
  return value === undefined ? null : Number(value);
}

function isTerminated(request: SipRequest): boolean {
  return /^\s*terminated/i.test(header(request, 'Subscription-State') ?? '');
}
