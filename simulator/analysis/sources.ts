import type { Design } from '../model/design.ts';
import type { FaultReason } from '../model/disposition.ts';
import type { KnobId } from '../model/knobs.ts';
import { KNOBS } from '../model/knobs.ts';

/*
 * Where each behaviour of the model is written: by what happened (a timer, a refusal, a message), never by feature or
 * rule. A rule's own source is in the design.
 */

const TIMERS: Readonly<Record<string, KnobId>> = {
  'DNS retry': 'dns.retry_s',
  'HTTP answer': 'http.timeout_s',
  'revocation list': 'crl.timeout_s',
  'server of the pool': 'balancer.connect_s',
  'next hop': 'sip.nextHop_s',
  '64 * T1': 'sip.t1_ms',
  'SIP keep-alive': 'sip.keepAlive_s',
  'session refresh': 'sip.session_s',
  credentials: 'mras.wait_s',
  'A/V Edge': 'mras.wait_s',
  'credentials renewal': 'mras.lifetime_min',
  'life of the credentials': 'mras.lifetime_min',
  'TURN retransmission': 'turn.rto_ms',
  'TURN refresh': 'turn.lifetime_s',
  allocation: 'turn.lifetime_s',
  'version of the other Edge': 'edge.probe_ms',
  'connectivity check': 'ice.rto_ms',
  'connectivity checks': 'ice.checks_s',
  Ta: 'ice.ta_ms',
  'ICE keep-alive': 'ice.keepAlive_s',
  silence: 'rtp.silence_s',
  ringing: 'call.answer_s',
  talk: 'call.talk_s',
};

/** Where the length of a wait comes from. */
export function timerSource(name: string, system: Design['hosts'][number]['system']): string {
  if (name === 'TCP retransmission') return KNOBS[`tcp.${system}.rto_s`].source;
  if (name === '64 * T1') return 'RFC 3261 17.1.1.2 and 17.1.2.2: 64 * T1, 32 s';
  if (name === 'RTP') return 'RFC 3551, [MS-RTPDT]: the pace of the format';
  if (name === 'RTCP') return 'RFC 3550 6.2: five seconds, half to one and a half times';
  if (name === 'patience') return 'assumption: how long people look before they say that nothing happens';
  const knob = TIMERS[name];
  return knob ? KNOBS[knob].source : 'assumption';
}

const FAULTS: Readonly<Record<FaultReason, string>> = {
  name: 'RFC 1034 4.3.1, RFC 2782',
  certificate: 'RFC 5280 6.1, RFC 2818 3.1',
  'no-permission': '[MS-SIPAE], [MS-CONFBAS]',
  timeout: 'assumption',
  'no-listener': 'RFC 793 3.4',
  inspection: 'RFC 2246 6.2',
};

export function faultSource(reason: FaultReason): string {
  return FAULTS[reason];
}

const PROTOCOLS: Readonly<Record<string, string>> = {
  sip: 'RFC 3261',
  dns: 'RFC 1035',
  tls: 'RFC 2246',
  http: 'RFC 2616',
  stun: 'RFC 5389, RFC 5245, [MS-TURN], [MS-ICE2]',
  'turn-frame': '[MS-TURN] 2.1',
  'pseudo-tls': '[MS-TURN] 2.1',
  rfc4571: 'RFC 4571 2',
  rtp: 'RFC 3550 5.1, RFC 3711',
  rtcp: 'RFC 3550 6, RFC 3711',
  psom: 'assumption: [MS-PSOM] is proprietary; only order and direction are modelled',
};

export function protocolSource(protocol: string): string {
  return PROTOCOLS[protocol] ?? 'assumption';
}

export const TCP_SOURCE = 'RFC 793 3.4';
export const NAT_SOURCE = 'RFC 4787 5';
export const HAIRPIN_SOURCE = 'RFC 4787 6';
export const DEFAULT_SOURCE = 'the design: what the firewall does with what no rule names';
export const STATE_SOURCE = 'assumption: stateful filtering, answers pass with what they answer';
export const PERSON_SOURCE = 'assumption: words of the client as people remember them';
