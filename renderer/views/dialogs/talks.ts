import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { cseq, header, headers, parseNameAddress } from '../../../simulator/protocols/sip/headers.ts';
import type { SipRequest } from '../../../simulator/protocols/sip/message.ts';
import type { Changes } from '../../stores/changes.ts';
import { turnOf } from '../ladder/places.ts';
import { diagnosticsOf, type ToldDiagnostic } from './diagnostics.ts';
import { passagesOf, type Passage } from './passages.ts';
import { follow, type TalkState } from './progress.ts';

export type TalkKind = 'registration' | 'dialog' | 'subscription' | 'transaction';

/** A request with its answers, on all hops (RFC 3261 17). */
export interface Turn {
  readonly key: string;
  readonly method: string;
  readonly number: number;
  readonly passages: readonly Passage[];
}

/** Everything that was said under one Call-ID, on all hops of its way. */
export interface Talk {
  readonly callId: string;
  readonly kind: TalkKind;
  /** Of its first request. */
  readonly method: string;
  /** What a subscription is to; empty where it is none. */
  readonly event: string;
  /** The headers as they stand: with display names and parameters. */
  readonly from: string;
  readonly to: string;
  /** Tag of who began, and of those who answered. */
  readonly tag: string;
  readonly remoteTags: readonly string[];
  /** The way of its first request, from who sent it to who was reached. */
  readonly nodes: readonly number[];
  /** The set of routes that its later requests follow (RFC 3261 12.1). */
  readonly routes: readonly string[];
  readonly began: number;
  readonly states: Changes<TalkState>;
  readonly diagnostics: readonly ToldDiagnostic[];
  readonly turns: readonly Turn[];
  readonly passages: readonly Passage[];
}

/** Every talk of a run, in the order of their beginning. */
export function talksOf(reader: TraceReader): readonly Talk[] {
  const byCall = new Map<string, Passage[]>();
  for (const passage of passagesOf(reader)) {
    const callId = header(passage.message, 'Call-ID') ?? '';
    const known = byCall.get(callId);
    if (known) known.push(passage);
    else byCall.set(callId, [passage]);
  }
  return [...byCall].map(([callId, passages]) => talkOf(callId, passages));
}

function talkOf(callId: string, passages: readonly Passage[]): Talk {
  const first = passages[0]!;
  const { message } = first;
  const { method } = cseq(message);
  const kind = kindOf(method);
  const tag = tagOf(header(message, 'From'));
  const turns = turnsOf(passages);
  return {
    callId,
    kind,
    method,
    event: header(message, 'Event') ?? '',
    from: header(message, 'From') ?? '',
    to: header(message, 'To') ?? '',
    tag,
    remoteTags: remoteTagsOf(passages, tag),
    nodes: wayOf(turns[0]!.passages),
    routes: routesOf(passages),
    began: first.sent,
    states: follow(kind, first.from, passages),
    diagnostics: passages.flatMap(diagnosticsOf).filter(isFirst),
    turns,
    passages,
  };
}

function kindOf(method: string): TalkKind {
  switch (method) {
    case 'REGISTER':
      return 'registration';
    case 'INVITE':
      return 'dialog';
    case 'SUBSCRIBE':
      return 'subscription';
    default:
      return 'transaction';
  }
}

function tagOf(value: string | undefined): string {
  return String(parseNameAddress(value ?? '').params['tag'] ?? '');
}

function turnsOf(passages: readonly Passage[]): readonly Turn[] {
  const turns = new Map<string, Turn & { passages: Passage[] }>();
  for (const passage of passages) {
    const { key, method } = turnOf(passage.message);
    const known = turns.get(key);
    if (known) known.passages.push(passage);
    else turns.set(key, { key, method, number: cseq(passage.message).number, passages: [passage] });
  }
  return [...turns.values()];
}

/** Tags of the other end, in good answers only: a challenge makes no dialog. */
function remoteTagsOf(passages: readonly Passage[], own: string): readonly string[] {
  const tags = passages.flatMap(({ message }) =>
    message.kind === 'response' && message.status > 100 && message.status < 300
      ? [tagOf(header(message, 'To'))]
      : [],
  );
  return [...new Set(tags)].filter((tag) => tag !== '' && tag !== own);
}

/** Hosts that a request went through; a fork's other ways follow behind. */
function wayOf(passages: readonly Passage[]): readonly number[] {
  const way = new Set<number>();
  for (const { message, from, to } of passages) {
    if (message.kind === 'response') continue;
    way.add(from);
    if (to !== null) way.add(to);
  }
  return [...way];
}

/** Record-Route as it came to the far end: the last hop's request has all of it. */
function routesOf(passages: readonly Passage[]): readonly string[] {
  const requests = passages.filter(
    (one): one is Passage & { message: SipRequest } => one.message.kind === 'request',
  );
  const most = requests
    .map(({ message }) => headers(message, 'Record-Route'))
    .reduce<readonly string[]>((longest, one) => (one.length > longest.length ? one : longest), []);
  return most.map((value) => parseNameAddress(value).uri);
}

/** What one server said goes on over several hops: it is told once. */
function isFirst(one: ToldDiagnostic, at: number, all: readonly ToldDiagnostic[]): boolean {
  return all.findIndex(({ value }) => value === one.value) === at;
}
