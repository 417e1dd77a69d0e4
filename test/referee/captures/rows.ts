import { runTshark } from '../../setup/tshark.ts';

/** What is asked of tshark for each frame. */
export const FIELDS = [
  'frame.time_epoch',
  'frame.interface_name',
  'frame.packet_id',
  'frame.packet_flags_direction',
  'frame.verdict.ebpf_xdp',
  'frame.comment',
  'frame.protocols',
  'frame.len',
  '_ws.malformed',
  '_ws.expert.severity',
  '_ws.expert.message',
  'ip.checksum.status',
  'tcp.checksum.status',
  'udp.checksum.status',
  'ip.src',
  'ip.dst',
  'ip.id',
  'tcp.srcport',
  'tcp.dstport',
  'tcp.seq_raw',
  'tcp.ack_raw',
  'tcp.flags',
  'udp.srcport',
  'udp.dstport',
  'icmp.type',
  'icmp.code',
  'dns.id',
  'dns.flags.response',
  'dns.flags.rcode',
  'dns.qry.name',
  'dns.qry.type',
  'dns.resp.name',
  'dns.resp.type',
  'dns.a',
  'dns.srv.target',
  'dns.srv.port',
  'stun.type',
  'stun.id',
  'stun.att.type',
  'stun.att.username',
  'stun.att.priority',
  'stun.att.ipv4',
  'stun.att.port',
  'stun.att.crc32.status',
  'classicstun.type',
  'classicstun.id',
  'classicstun.att.type',
  'classicstun.att.ipv4',
  'classicstun.att.port',
  'classicstun.att.lifetime',
  'classicstun.att.error.class',
  'classicstun.att.error',
  'rtp.seq',
  'rtp.timestamp',
  'rtp.ssrc',
  'rtp.p_type',
  'rtp.marker',
  'rtcp.pt',
  'rtcp.senderssrc',
  'tls.handshake.type',
  'tls.handshake.extensions_server_name',
  'x509ce.dNSName',
  'tls.alert_message.desc',
  'sip.Method',
  'sip.r-uri',
  'sip.Status-Code',
  'sip.Call-ID',
  'sip.CSeq',
  'sdp.media',
  'http.request.method',
  'http.request.uri',
  'http.host',
  'http.response.code',
  'ntlmssp.messagetype',
  'ntlmssp.auth.username',
  'ntlmssp.challenge.target_name',
] as const;

export type Field = (typeof FIELDS)[number];

const INDEX = new Map<string, number>(FIELDS.map((name, index) => [name, index]));
/** Parts a field's values where a frame has several: no text has it. */
const PARTS = '\x1f';

/** What tshark reads in a frame. */
export class Row {
  readonly #values: readonly string[];

  constructor(line: string) {
    this.#values = line.split('\t');
  }

  /** The values of a field, in order. */
  all(field: Field): readonly string[] {
    const text = this.#values[INDEX.get(field)!] ?? '';
    return text === '' ? [] : text.split(PARTS);
  }

  /** Its first value; "" when there is none. */
  first(field: Field): string {
    return this.all(field)[0] ?? '';
  }
}

/** How a capture is read: bare RTP is looked for, since Wireshark takes no ports for it from candidates of ICE. */
const PLAIN = ['--enable-heuristic', 'rtp_udp', '--enable-heuristic', 'rtp_stun'];

/** Where SIP is in TLS without "Decode As"; on 443 it is HTTP, on other ports nothing. */
export const SIP_PORT = 5061;

/**
 * With "Decode As": SIP on the Access Edge's, the A/V authentication service's and the mediation server's ports; RTCP by
 * its ports, since SRTCP's trailer is no multiple of four bytes, as what looks for bare RTCP wants it.
 */
const HINTED = [
  ...[443, 5062, 5067].flatMap((port) => ['-d', `tls.port==${port},sip`]),
  '-d',
  'udp.port==1024-65535,rtcp',
];

/** A port that was free may be the one by which Wireshark knows something else (57000, IRC): what is in it counts first. */
const CONTENT_FIRST = ['-o', 'tcp.try_heuristic_first:TRUE'];

/** Both ways to read a capture: as it comes, and with hints. */
export function readRows(file: string, hinted: boolean): Row[] {
  return runTshark(file, [
    ...CONTENT_FIRST,
    ...(hinted ? HINTED : PLAIN),
    '-T',
    'fields',
    '-E',
    'separator=/t',
    '-E',
    `aggregator=${PARTS}`,
    ...FIELDS.flatMap((name) => ['-e', name]),
  ]).map((line) => new Row(line));
}
