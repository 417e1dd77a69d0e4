import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../simulator/model/address.ts';
import { EventKind } from '../../simulator/model/trace.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import { Writer } from '../../simulator/protocols/codec/writer.ts';
import { dissect } from '../../simulator/protocols/dissect.ts';
import { writeIpv4, writeTcp } from '../../simulator/protocols/ip/write.ts';
import { innermost, write } from '../../simulator/protocols/registry.ts';
import { haveTshark } from '../setup/tools.ts';
import { tshark } from '../setup/tshark.ts';
import { designWith, runOne } from '../story/designs.ts';

/** The packets of a run as one who listens at the Access Edge and at Alice's computer would capture them. */
function captured(node: string, feature = 'remote-sign-in') {
  const { trace } = runOne(designWith(), feature);
  const reader = new TraceReader(trace);
  const index = trace.nodes.findIndex((one) => one.id === node);
  const out: { time: number; bytes: Uint8Array }[] = [];
  for (const event of reader.eventsOfNode(index)) {
    const kind = trace.events.kind[event];
    if (kind === EventKind.send || kind === EventKind.deliver)
      out.push({
        time: trace.events.time[event]!,
        bytes: dissect(reader, trace.events.packet[event]!, event).bytes,
      });
  }
  return { out, reader };
}

const here = haveTshark();

describe.skipIf(!here)('Wireshark reads what the lab sends', () => {
  test('nothing is malformed, no checksum is wrong, no segment is out of place', () => {
    for (const node of ['alice-pc', 'edge', 'front-end-1', 'front-end-2']) {
      const { out } = captured(node);
      expect(
        tshark(
          out,
          ['frame.number', '_ws.expert.message'],
          '_ws.malformed || _ws.expert.severity >= 6291456',
        ),
      ).toEqual([]);
      expect(
        tshark(
          out,
          ['frame.number'],
          'ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0',
        ),
      ).toEqual([]);
      expect(
        tshark(
          out,
          ['frame.number'],
          'tcp.analysis.lost_segment || tcp.analysis.out_of_order || tcp.analysis.retransmission',
        ),
      ).toEqual([]);
    }
  });

  test.each([
    ['address-book', 'reverse-proxy'],
    ['mobile-autodiscover', 'reverse-proxy'],
    ['federation-im-lync2010', 'edge'],
    ['web-conferencing', 'edge'],
    ['conference-join-anonymous', 'gina-pc'],
    ['cms-replication', 'edge'],
  ])('%s, captured at %s: nothing is malformed, no checksum is wrong', (feature, node) => {
    const { out } = captured(node, feature);
    expect(out.length).toBeGreaterThan(5);
    expect(
      tshark(
        out,
        ['frame.number', '_ws.expert.message'],
        '_ws.malformed || _ws.expert.severity >= 6291456 || ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0',
      ),
    ).toEqual([]);
  });

  test('HTTP in the clear: the mobile asks the proxy, the proxy asks the pool, and both are answered', () => {
    const { out } = captured('reverse-proxy', 'mobile-autodiscover');
    const rows = tshark(
      out,
      ['tcp.dstport', 'http.request.method', 'http.host', 'http.response.code'],
      'http',
    );
    expect(rows.filter(([, method]) => method === 'GET').map(([port, , host]) => [port, host])).toEqual([
      ['80', 'lyncdiscover.contoso.com'],
      ['8080', 'lyncdiscover.contoso.com'],
    ]);
    expect(rows.filter(([, , , code]) => code === '200')).toHaveLength(2);
  });

  test('revocation lists: one GET in the clear', () => {
    const { out } = captured('public-ca', 'revocation-check');
    expect(tshark(out, ['http.request.full_uri'], 'http.request')).toEqual([
      ['http://crl.public-ca.example/root.crl'],
    ]);
    // Tag and value: UTCTime, and the issuer's name.
    expect(tshark(out, ['x509sat.uTF8String'], 'x509af.nextUpdate')).toEqual([['Public Root CA']]);
  });

  test('DNS: the SRV record and its target', () => {
    const { out } = captured('alice-pc');
    const rows = tshark(
      out,
      ['dns.qry.name', 'dns.srv.target', 'dns.srv.port', 'dns.a'],
      'dns.flags.response == 1 && dns.flags.rcode == 0',
    );
    expect(rows[0]).toEqual(['_sip._tls.contoso.com', 'sip.contoso.com', '443', '10.45.16.10']);
    expect(tshark(out, ['dns.qry.name'], 'dns.flags.rcode == 3')).toEqual([
      ['_sipinternaltls._tcp.contoso.com'],
    ]);
  });

  test('TLS 1.0: hello, certificate with its names, finished', () => {
    const { out } = captured('alice-pc');
    expect(tshark(out, ['tls.handshake.version'], 'tls.handshake.type == 1')).toEqual([['0x0301']]);
    const [server] = tshark(
      out,
      ['tls.handshake.ciphersuite', 'x509ce.dNSName', 'x509sat.uTF8String'],
      'tls.handshake.type == 11',
    );
    expect(server).toEqual(['0x002f', 'sip.contoso.com', 'Public Root CA,sip.contoso.com']);
    expect(tshark(out, ['frame.number'], 'tls.change_cipher_spec')).toHaveLength(2);
    expect(tshark(out, ['frame.number'], 'tls.app_data').length).toBeGreaterThan(4);
  });

  test('MTLS between Edge and front end: both show a certificate', () => {
    const names = tshark(
      captured('edge').out,
      ['x509ce.dNSName'],
      'tls.handshake.type == 11 && tcp.port == 5061',
    );
    expect(names.map(([one]) => one!.split(',')[0])).toEqual(['pool.contoso.net', 'edge.contoso.net']);
  });

  test('SIP: what is inside TLS is SIP, taken out of it', () => {
    const { reader } = captured('alice-pc');
    const inside = reader.trace.messages.map(innermost).filter((one) => one.protocol === 'sip');
    let seq = 1;
    const packets = inside.map((message, i) => {
      const body = write(message).result();
      const headers = {
        src: parseAddress('192.0.2.1')!,
        dst: parseAddress('192.0.2.2')!,
        protocol: 6,
        sport: 40000,
        dport: 5060,
        identification: i,
        flags: 0x18,
        seq,
        ack: 1,
      };
      const ip = new Writer();
      const tcp = new Writer();
      writeIpv4(headers, 20 + body.length, ip);
      writeTcp(headers, body, tcp);
      seq += body.length;
      return { time: i * 1000, bytes: Buffer.concat([ip.result(), tcp.result(), body]) };
    });
    const rows = tshark(packets, ['sip.Method', 'sip.Status-Code']);
    expect(rows.filter(([method]) => method === 'REGISTER').length).toBeGreaterThanOrEqual(3);
    expect(rows.some(([, status]) => status === '401')).toBe(true);
    expect(
      tshark(
        packets,
        ['frame.number', '_ws.expert.message'],
        '_ws.malformed || sip && _ws.expert.severity >= 6291456',
      ),
    ).toEqual([]);
  });
});

if (!here) test('tshark', ({ skip }) => skip('tshark is not here and could not be installed'));
