import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAddress } from '../../../simulator/model/address.ts';
import type { Candidate, SessionDescription } from '../../../simulator/protocols/sdp/message.ts';
import { attribute } from '../../../simulator/protocols/sdp/message.ts';
import { readSdp, writeSdp } from '../../../simulator/protocols/sdp/text.ts';

const token = fc.stringMatching(/^[A-Za-z0-9+/]{1,8}$/);
const u32 = fc.nat(0xffffffff);
const port = fc.integer({ min: 1, max: 65535 });
const candidate: fc.Arbitrary<Candidate> = fc.record({
  foundation: token,
  component: fc.constantFrom(1, 2),
  transport: fc.constantFrom('UDP', 'TCP-ACT', 'TCP-PASS'),
  priority: u32,
  address: u32,
  port,
  type: fc.constantFrom('host', 'srflx', 'prflx', 'relay'),
  related: fc.option(fc.record({ address: u32, port })),
  user: fc.constant(''),
  password: fc.constant(''),
});
const description: fc.Arbitrary<SessionDescription> = fc.record({
  address: u32,
  media: fc.array(
    fc.record({
      kind: fc.constantFrom('audio', 'video', 'applicationsharing', 'data'),
      port: fc.nat(65535),
      profile: fc.constantFrom('RTP/AVP', 'RTP/SAVP', 'TCP/RTP/SAVP'),
      formats: fc.array(fc.nat(127).map(String), { minLength: 1, maxLength: 4 }),
      attributes: fc.array(
        fc.tuple(fc.constantFrom('ice-ufrag', 'rtpmap', 'encryption', 'sendrecv'), token),
        { maxLength: 4 },
      ),
      candidates: fc.array(candidate, { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

test('what is written is read back', () => {
  fc.assert(
    fc.property(description, (session) => {
      expect(readSdp(writeSdp(session))).toEqual(session);
    }),
  );
});

/** An offer as Lync 2010 writes it: other lines, candidates between attributes, a bandwidth of the medium's own. */
const OFFER = [
  'v=0',
  'o=- 0 1 IN IP4 203.0.113.30',
  's=session',
  'c=IN IP4 203.0.113.30',
  'b=CT:99980',
  't=0 0',
  'a=devicecaps:audio:send,recv;video:send,recv',
  'm=audio 57234 RTP/SAVP 114 9 112 111 0 8 116 115 4 97 13 118 101',
  'c=IN IP4 203.0.113.31',
  'a=ice-ufrag:qkEP',
  'a=ice-pwd:ed6f9GuHjLcoCN6sC/Eh7fVl',
  'a=candidate:1 1 UDP 2130706431 192.168.1.5 50020 typ host ',
  'a=candidate:1 2 UDP 2130705918 192.168.1.5 50021 typ host ',
  'a=candidate:4 1 UDP 184547839 203.0.113.30 57234 typ relay raddr 198.51.100.77 rport 18984',
  'a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:WbTBosdVUZqEb6Htqhn+m3z7wUh4RJVR8nE15GbN|2^31|1:1',
  'a=maxptime:200',
  'a=rtcp:55494',
  'a=rtpmap:114 x-msrta/16000',
  'a=fmtp:114 bitrate=29000',
  'a=encryption:required',
  '',
].join('\r\n');

test('a description of another program is written again as it stood', () => {
  const session = readSdp(OFFER)!;
  expect(session.address).toBe(parseAddress('203.0.113.30'));
  expect(session.media).toHaveLength(1);
  expect(attribute(session.media[0]!, 'rtcp')).toBe('55494');
  expect(session.media[0]!.candidates.map(({ port: own }) => own)).toEqual([50020, 50021, 57234]);
  expect(writeSdp(session)).toBe(OFFER);
  expect(readSdp(writeSdp(session))).toEqual(session);
});

test.each([
  ['another version', OFFER.replace('v=0', 'v=1')],
  ['nothing before the version', `\r\n${OFFER}`],
  ['no medium', OFFER.split('m=')[0]!],
  ['nothing', ''],
])('with %s it is none', (_what, text) => {
  expect(readSdp(text)).toBeNull();
});
