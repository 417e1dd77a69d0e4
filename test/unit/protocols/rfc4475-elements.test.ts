/*
 * The messages of RFC 4475 ("Session Initiation Protocol (SIP) Torture Test Messages") that are well formed and ask for
 * something odd: sections 3.2 (transaction layer), 3.3 (application layer) and 3.4 (RFC 2543), as they stand in its
 * text, and what it says of each. The constants have the names that the RFC gives the messages.
 */
import { expect, test } from 'vitest';
import { refusalOf, sipCodec } from '../../../simulator/protocols/sip/codec.ts';
import {
  header,
  headers,
  parseNameAddress,
  parseUri,
  parseVia,
} from '../../../simulator/protocols/sip/headers.ts';
import type { SipRequest, SipResponse } from '../../../simulator/protocols/sip/message.ts';
import { faultOf, sdp, sip } from './rfc4475-text.ts';

const badbranch = sip`
OPTIONS sip:user@example.com SIP/2.0
To: sip:user@example.com
From: sip:caller@example.org;tag=33242
Max-Forwards: 3
Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK
Accept: application/sdp
Call-ID: badbranch.sadonfo23i420jv0as0derf3j3n
CSeq: 8 OPTIONS
l: 0

`;

const insuf = sip`
INVITE sip:user@example.com SIP/2.0
CSeq: 193942 INVITE
Via: SIP/2.0/UDP 192.0.2.95;branch=z9hG4bKkdj.insuf
Content-Type: application/sdp
l: 152

${sdp('192.0.2.95')}`;

const unkscm = sip`
OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0
To: sip:user@example.com
From: sip:caller@example.net;tag=384
Max-Forwards: 3
Call-ID: unkscm.nasdfasser0q239nwsdfasdkl34
CSeq: 3923423 OPTIONS
Via: SIP/2.0/TCP host9.example.com;branch=z9hG4bKkdjuw39234
Content-Length: 0

`;

const novelsc = sip`
OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0
To: sip:user@example.com
From: sip:caller@example.net;tag=384
Max-Forwards: 3
Call-ID: novelsc.asdfasser0q239nwsdfasdkl34
CSeq: 3923423 OPTIONS
Via: SIP/2.0/TCP host9.example.com;branch=z9hG4bKkdjuw39234
Content-Length: 0

`;

const unksm2 = sip`
REGISTER sip:example.com SIP/2.0
To: isbn:2983792873
From: <http://www.example.com>;tag=3234233
Call-ID: unksm2.daksdj@hyphenated-host.example.com
CSeq: 234902 REGISTER
Max-Forwards: 70
Via: SIP/2.0/UDP 192.0.2.21:5060;branch=z9hG4bKkdjuw
Contact: <name:John_Smith>
l: 0

`;

const bext01 = sip`
OPTIONS sip:user@example.com SIP/2.0
To: sip:j_user@example.com
From: sip:caller@example.net;tag=242etr
Max-Forwards: 6
Call-ID: bext01.0ha0isndaksdj
Require: nothingSupportsThis, nothingSupportsThisEither
Proxy-Require: noProxiesSupportThis, norDoAnyProxiesSupportThis
CSeq: 8 OPTIONS
Via: SIP/2.0/TLS fold-and-staple.example.com;branch=z9hG4bKkdjuw
Content-Length: 0

`;

const invut = sip`
INVITE sip:user@example.com SIP/2.0
Contact: <sip:caller@host5.example.net>
To: sip:j.user@example.com
From: sip:caller@example.net;tag=8392034
Max-Forwards: 70
Call-ID: invut.0ha0isndaksdjadsfij34n23d
CSeq: 235448 INVITE
Via: SIP/2.0/UDP somehost.example.com;branch=z9hG4bKkdjuw
Content-Type: application/unknownformat
Content-Length: 40

<audio>
 <pcmu port="443"/>
</audio>
`;

const regaut01 = sip`
REGISTER sip:example.com SIP/2.0
To: sip:j.user@example.com
From: sip:j.user@example.com;tag=87321hj23128
Max-Forwards: 8
Call-ID: regaut01.0ha0isndaksdj
CSeq: 9338 REGISTER
Via: SIP/2.0/TCP 192.0.2.253;branch=z9hG4bKkdjuw
Authorization: NoOneKnowsThisScheme opaque-data=here
Content-Length:0

`;

const multi01 = sip`
INVITE sip:user@company.com SIP/2.0
Contact: <sip:caller@host25.example.net>
Via: SIP/2.0/UDP 192.0.2.25;branch=z9hG4bKkdjuw
Max-Forwards: 70
CSeq: 5 INVITE
Call-ID: multi01.98asdh@192.0.2.1
CSeq: 59 INVITE
Call-ID: multi01.98asdh@192.0.2.2
From: sip:caller@example.com;tag=3413415
To: sip:user@example.com
To: sip:other@example.net
From: sip:caller@example.net;tag=2923420123
Content-Type: application/sdp
l: 154
Contact: <sip:caller@host36.example.net>
Max-Forwards: 5

${sdp('192.0.2.25')}
`;

const mcl01 = sip`
OPTIONS sip:user@example.com SIP/2.0
Via: SIP/2.0/UDP host5.example.net;branch=z9hG4bK293423
To: sip:user@example.com
From: sip:other@example.net;tag=3923942
Call-ID: mcl01.fhn2323orihawfdoa3o4r52o3irsdf
CSeq: 15932 OPTIONS
Content-Length: 13
Max-Forwards: 60
Content-Length: 5
Content-Type: text/plain

There's no way to know how many octets are supposed to be here.

`;

const bcast = sip`
SIP/2.0 200 OK
Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923
Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23
Call-ID: bcast.0384840201234ksdfak3j2erwedfsASdf
CSeq: 35 INVITE
From: sip:user@example.com;tag=11141343
To: sip:user@example.edu;tag=2229
Content-Length: 154
Content-Type: application/sdp
Contact: <sip:user@host28.example.com>

${sdp('192.0.2.198')}`;

const zeromf = sip`
OPTIONS sip:user@example.com SIP/2.0
To: sip:user@example.com
From: sip:caller@example.net;tag=3ghsd41
Call-ID: zeromf.jfasdlfnm2o2l43r5u0asdfas
CSeq: 39234321 OPTIONS
Via: SIP/2.0/UDP host1.example.com;branch=z9hG4bKkdjuw2349i
Max-Forwards: 0
Content-Length: 0

`;

const cparam01 = sip`
REGISTER sip:example.com SIP/2.0
Via: SIP/2.0/UDP saturn.example.com:5060;branch=z9hG4bKkdjuw
Max-Forwards: 70
From: sip:watson@example.com;tag=DkfVgjkrtMwaerKKpe
To: sip:watson@example.com
Call-ID: cparam01.70710@saturn.example.com
CSeq: 2 REGISTER
Contact: sip:+19725552222@gw1.example.net;unknownparam
l: 0

`;

const cparam02 = sip`
REGISTER sip:example.com SIP/2.0
Via: SIP/2.0/UDP saturn.example.com:5060;branch=z9hG4bKkdjuw
Max-Forwards: 70
From: sip:watson@example.com;tag=838293
To: sip:watson@example.com
Call-ID: cparam02.70710@saturn.example.com
CSeq: 3 REGISTER
Contact: <sip:+19725552222@gw1.example.net;unknownparam>
l: 0

`;

const regescrt = sip`
REGISTER sip:example.com SIP/2.0
To: sip:user@example.com
From: sip:user@example.com;tag=8
Max-Forwards: 70
Call-ID: regescrt.k345asrl3fdbv@192.0.2.1
CSeq: 14398234 REGISTER
Via: SIP/2.0/UDP host5.example.com;branch=z9hG4bKkdjuw
M: <sip:user@example.com?Route=%3Csip:sip.example.com%3E>
L:0

`;

const sdp01 = sip`
INVITE sip:user@example.com SIP/2.0
To: sip:j_user@example.com
Contact: <sip:caller@host15.example.net>
From: sip:caller@example.net;tag=234
Max-Forwards: 5
Call-ID: sdp01.ndaksdj9342dasdd
Accept: text/nobodyKnowsThis
CSeq: 8 INVITE
Via: SIP/2.0/UDP 192.0.2.15;branch=z9hG4bKkdjuw
Content-Length: 150
Content-Type: application/sdp

${sdp('192.0.2.5')}`;

const inv2543 = sip`
INVITE sip:UserB@example.com SIP/2.0
Via: SIP/2.0/UDP iftgw.example.com
From: <sip:+13035551111@ift.client.example.net;user=phone>
Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>
To: sip:+16505552222@ss1.example.net;user=phone
Call-ID: inv2543.1717@ift.client.example.com
CSeq: 56 INVITE
Content-Type: application/sdp

v=0
o=mhandley 29739 7272939 IN IP4 192.0.2.5
s=-
c=IN IP4 192.0.2.5
t=0 0
m=audio 49217 RTP/AVP 0
`;

const request = (bytes: Uint8Array) => sipCodec.read(bytes) as SipRequest;
const contact = (message: SipRequest | SipResponse) => parseNameAddress(header(message, 'Contact')!);
const ABLE = {
  methods: ['INVITE', 'ACK', 'OPTIONS', 'REGISTER'],
  extensions: ['timer'],
  bodies: ['application/sdp'],
};

test('3.2.1 a branch of the prefix alone (badbranch) is answered with 400', () => {
  expect(faultOf(badbranch)).toMatchObject({ status: 400, message: 'the branch is empty' });
});

test('3.3.1 headers that every request needs are missing (insuf)', () => {
  const fault = faultOf(insuf);
  expect(fault.status).toBe(400);
  expect(fault.message).toContain('missing');
  expect(header(fault.request!, 'Via')).toBe('SIP/2.0/UDP 192.0.2.95;branch=z9hG4bKkdj.insuf');
});

test.each([
  ['3.3.2 a Request-URI of an unknown scheme (unkscm)', unkscm, 'nobodyKnowsThisScheme:totallyopaquecontent'],
  ['3.3.3 a Request-URI of a known, odd scheme (novelsc)', novelsc, 'soap.beep://192.0.2.103:3002'],
])('%s is kept, and answered with 416', (_what, bytes, uri) => {
  const message = request(bytes);
  expect(message.uri).toBe(uri);
  expect(parseUri(uri).host).toBe('');
  expect(refusalOf(message, ABLE, 'Require')).toEqual({ status: 416, headers: [] });
  expect(refusalOf(message, { extensions: [] }, 'Proxy-Require')?.status).toBe(416);
});

test('3.3.4 other schemes in To, From and Contact (unksm2) are kept', () => {
  const message = request(unksm2);
  expect(parseNameAddress(header(message, 'To')!).uri).toBe('isbn:2983792873');
  expect(parseNameAddress(header(message, 'From')!)).toMatchObject({
    uri: 'http://www.example.com',
    params: { tag: '3234233' },
  });
  expect(contact(message).uri).toBe('name:John_Smith');
  expect(refusalOf(message, ABLE, 'Require')).toBeNull();
});

test('3.3.5 extensions that nobody supports (bext01): endpoint and proxy each name those that they mind', () => {
  const message = request(bext01);
  expect(refusalOf(message, ABLE, 'Require')).toEqual({
    status: 420,
    headers: [['Unsupported', 'nothingSupportsThis, nothingSupportsThisEither']],
  });
  expect(refusalOf(message, { extensions: ['noProxiesSupportThis'] }, 'Proxy-Require')).toEqual({
    status: 420,
    headers: [['Unsupported', 'norDoAnyProxiesSupportThis']],
  });
});

test('3.3.6 a body of an unknown type (invut) is answered with 415', () => {
  expect(refusalOf(request(invut), ABLE, 'Require')).toEqual({
    status: 415,
    headers: [['Accept', 'application/sdp']],
  });
  expect(refusalOf(request(sdp01), ABLE, 'Require')).toBeNull();
});

test('3.3.7 an unknown way to authorize (regaut01) is well formed', () => {
  expect(header(request(regaut01), 'Authorization')).toBe('NoOneKnowsThisScheme opaque-data=here');
});

test('3.3.8 headers twice of which there may be one (multi01)', () => {
  expect(faultOf(multi01)).toMatchObject({ status: 400, message: 'CSeq is there more than once' });
});

test('3.3.9 two Content-Lengths (mcl01)', () => {
  expect(faultOf(mcl01)).toMatchObject({ status: 400 });
});

test('3.3.10 a response with a broadcast address in its second Via (bcast) is well formed', () => {
  const vias = headers(sipCodec.read(bcast) as SipResponse, 'Via').map(parseVia);
  expect(vias.map((one) => one.host)).toEqual(['192.0.2.198', '255.255.255.255']);
});

test('3.3.11 Max-Forwards of 0 (zeromf) is no fault: a proxy must not forward, an endpoint answers', () => {
  const message = request(zeromf);
  expect(header(message, 'Max-Forwards')).toBe('0');
  expect(refusalOf(message, ABLE, 'Require')).toBeNull();
});

test('3.3.12 a parameter of the Contact header (cparam01)', () => {
  expect(contact(request(cparam01))).toEqual({
    display: null,
    uri: 'sip:+19725552222@gw1.example.net',
    params: { unknownparam: true },
  });
});

test('3.3.13 a parameter of the Contact URI (cparam02)', () => {
  const { uri, params } = contact(request(cparam02));
  expect(params).toEqual({});
  expect(parseUri(uri)).toMatchObject({ user: '+19725552222', params: { unknownparam: true } });
});

test('3.3.14 headers in a Contact URI (regescrt) are no part of its address', () => {
  const { uri } = contact(request(regescrt));
  expect(uri).toBe('sip:user@example.com?Route=%3Csip:sip.example.com%3E');
  expect(parseUri(uri)).toMatchObject({ user: 'user', host: 'example.com', params: {} });
});

test('3.3.15 an Accept without SDP (sdp01) is well formed', () => {
  expect(headers(request(sdp01), 'Accept')).toEqual(['text/nobodyKnowsThis']);
});

test('3.4.1 an INVITE of RFC 2543 (inv2543), without branch, tag, Max-Forwards and Content-Length', () => {
  const message = request(inv2543);
  expect(parseVia(header(message, 'Via')!)).toEqual({
    transport: 'UDP',
    host: 'iftgw.example.com',
    port: null,
    params: {},
  });
  const from = parseNameAddress(header(message, 'From')!);
  expect(from.params).toEqual({});
  expect(parseUri(from.uri)).toMatchObject({ user: '+13035551111', params: { user: 'phone' } });
  expect(parseNameAddress(header(message, 'To')!)).toMatchObject({ params: { user: 'phone' } });
  expect(headers(message, 'Record-Route')).toEqual(['<sip:UserB@example.com;maddr=ss1.example.com>']);
  expect(message.body).toContain('m=audio 49217 RTP/AVP 0');
});
