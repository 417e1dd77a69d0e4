import { formatAddress } from '../../../simulator/model/address.ts';
import type { Message } from '../../../simulator/model/packet.ts';
import type { DnsMessage, DnsRecord } from '../../../simulator/protocols/dns/message.ts';
import { RecordType } from '../../../simulator/protocols/dns/message.ts';
import type { HttpMessage } from '../../../simulator/protocols/http/message.ts';
import type { RtcpMessage, RtpMessage } from '../../../simulator/protocols/rtp/message.ts';
import type { SipMessage } from '../../../simulator/protocols/sip/message.ts';
import type { StunMessage } from '../../../simulator/protocols/stun/message.ts';
import type { HandshakeMessage, TlsMessage, TlsRecord } from '../../../simulator/protocols/tls/message.ts';
import { ALERTS } from '../../../simulator/protocols/tls/message.ts';
import type { FramedMessage, PseudoTls } from '../../../simulator/protocols/turn/framing.ts';
import type { Known } from './known.ts';
import { flag, hex, NOTHING, UNKNOWN } from './known.ts';
import { framed, rtcp, rtp, stun } from './media.ts';

/**
 * What Wireshark must see in a message.
 * @param nth which of the messages that it stands for
 * @param mixed did media go before it on its connection?
 */
export function known(message: Message, nth: number, mixed: boolean): Known {
  switch (message.protocol) {
    case 'dns':
      return dns(message as DnsMessage);
    case 'stun':
      return stun(message as StunMessage);
    case 'rtp':
      return rtp(message as RtpMessage, nth);
    case 'rtcp':
      return rtcp(message as RtcpMessage);
    case 'tls':
      return tls(message as TlsMessage);
    case 'sip':
      return sip(message as SipMessage);
    case 'http':
      return http(message as HttpMessage);
    case 'pseudo-tls': {
      const types = (message as PseudoTls).kind === 'client-hello' ? ['1'] : ['2', '14'];
      return { kind: 'Pseudo-TLS', names: ['tls'], fields: { 'tls.handshake.type': types }, unknown: null };
    }
    case 'turn-frame':
      return { ...NOTHING, kind: 'MS-TURN over TCP', unknown: UNKNOWN.framed };
    case 'rfc4571':
      return framed((message as FramedMessage).content, mixed);
    case 'psom':
      return { ...NOTHING, kind: 'PSOM', unknown: UNKNOWN.psom };
    case 'icmp':
      return { ...NOTHING, kind: 'ICMP', names: ['icmp'] };
    default:
      return { ...NOTHING, kind: message.protocol, unknown: UNKNOWN.raw };
  }
}

function dns(message: DnsMessage): Known {
  const { id, response, rcode, question } = message;
  const records = [...message.answers, ...message.authority, ...message.additional];
  const services = records.filter((one) => one.type === 'SRV');
  return {
    kind: 'DNS',
    names: ['dns'],
    fields: {
      'dns.id': [hex(id, 4)],
      'dns.flags.response': [flag(response)],
      'dns.flags.rcode': response ? [String(rcode)] : [],
      'dns.qry.name': [question.name],
      'dns.qry.type': [String(RecordType[question.type as keyof typeof RecordType])],
      // Wireshark takes the names of services apart.
      'dns.resp.name': records.filter((one) => one.type !== 'SRV').map((one) => one.name),
      'dns.resp.type': records.map((one) => String(RecordType[one.type as keyof typeof RecordType])),
      'dns.a': records.filter(isAddress).map((one) => formatAddress(one.address)),
      'dns.srv.target': services.map((one) => one.target),
      'dns.srv.port': services.map((one) => String(one.port)),
    },
    unknown: null,
  };
}

function isAddress(record: DnsRecord): record is DnsRecord & { type: 'A' } {
  return record.type === 'A';
}

/** RFC 2246 7.4 */
const HANDSHAKE: Readonly<Record<HandshakeMessage['type'], number>> = {
  'client-hello': 1,
  'server-hello': 2,
  certificate: 11,
  'certificate-request': 13,
  'server-hello-done': 14,
  'certificate-verify': 15,
  'client-key-exchange': 16,
  finished: 20,
};

function tls({ records }: TlsMessage): Known {
  const handshakes = records.flatMap((one) => (one.type === 'handshake' ? one.messages : []));
  const names = handshakes.flatMap((one) =>
    one.type === 'client-hello' && one.serverName !== null ? [one.serverName] : [],
  );
  const inside = records.find(isApplicationData);
  const content = inside ? known(inside.content, 0, false) : null;
  return {
    kind: content?.kind ?? 'TLS',
    names: ['tls', ...(content?.names ?? [])],
    fields: {
      'tls.handshake.type': handshakes.map((one) => String(HANDSHAKE[one.type])),
      'tls.handshake.extensions_server_name': names,
      'x509ce.dNSName': handshakes.flatMap((one) =>
        one.type === 'certificate' ? one.chain.flatMap((certificate) => certificate.names) : [],
      ),
      'tls.alert_message.desc': records.flatMap((one) =>
        one.type === 'alert' ? [String(ALERTS[one.description])] : [],
      ),
      ...content?.fields,
    },
    unknown: content?.unknown ?? null,
  };
}

function isApplicationData(record: TlsRecord): record is TlsRecord & { type: 'application-data' } {
  return record.type === 'application-data';
}

function sip(message: SipMessage): Known {
  if (message.kind === 'keep-alive') return { ...NOTHING, kind: 'SIP', unknown: UNKNOWN.keepAlive };
  const header = (name: string) => message.headers.filter(([own]) => own === name).map(([, value]) => value);
  const request = message.kind === 'request';
  const described = /^m=/m.test(message.body);
  return {
    kind: described ? 'SDP' : 'SIP',
    names: ['sip', ...(described ? ['sdp'] : [])],
    fields: {
      'sip.Method': request ? [message.method] : [],
      'sip.r-uri': request ? [message.uri] : [],
      'sip.Status-Code': request ? [] : [String(message.status)],
      'sip.Call-ID': header('Call-ID'),
      'sip.CSeq': header('CSeq'),
      'sdp.media': Array.from(message.body.matchAll(/^m=(.*?)\r?$/gm), ([, media]) => media!),
    },
    unknown: null,
  };
}

function http(message: HttpMessage): Known {
  const request = message.kind === 'request';
  return {
    kind: 'HTTP',
    names: ['http'],
    fields: {
      'http.request.method': request ? [message.method] : [],
      'http.request.uri': request ? [message.target] : [],
      'http.host': message.headers.filter(([name]) => name === 'Host').map(([, value]) => value),
      'http.response.code': request ? [] : [String(message.status)],
      ...ntlm(message),
    },
    unknown: null,
  };
}

/** NTLMSSP in a header ([MS-NLMP] 2.2.1): the message's type, and the name in it. */
function ntlm({ headers }: HttpMessage): Known['fields'] {
  const value = headers.find(([name]) => /^(WWW-Authenticate|Authorization)$/.test(name))?.[1] ?? '';
  const data = Buffer.from(/^NTLM (\S+)$/.exec(value)?.[1] ?? '', 'base64');
  if (data.length === 0) return {};
  const type = data.readUInt32LE(8);
  const text = (at: number) => {
    const start = data.readUInt32LE(at + 4);
    return data.toString('utf16le', start, start + data.readUInt16LE(at));
  };
  return {
    'ntlmssp.messagetype': [hex(type, 8)],
    'ntlmssp.challenge.target_name': type === 2 ? [text(12)] : [],
    'ntlmssp.auth.username': type === 3 ? [text(36)] : [],
  };
}
