import type { Notes } from '../codec/notes.ts';

/** Lines of a session description (RFC 4566 5), with those of ICE, of keys and of Microsoft's. */
export const sdpNotes: Notes = {
  'v=': { means: 'A session description begins.', source: 'RFC 4566 5.1' },
  'o=': { means: 'Who made the description, and which version of it this is.', source: 'RFC 4566 5.2' },
  's=': { means: 'The name of the session.', source: 'RFC 4566 5.3' },
  'c=': {
    means: 'Where media go without ICE: the default candidate, through the relay if there is one.',
    source: 'RFC 4566 5.7, [MS-ICE2] 3.1.4.8.1',
  },
  'b=': { means: 'How many kilobits a second the session may take.', source: 'RFC 4566 5.8' },
  't=': { means: 'When the session is; two zeros: now.', source: 'RFC 4566 5.9' },
  'm=': {
    means: 'A medium: kind, port, profile, and the numbers of the formats that its RTP may have.',
    source: 'RFC 4566 5.14',
  },
  'a=candidate': {
    means:
      'A place where this end may be reached: component, transport, priority, address, port, and how it was found.',
    source: 'RFC 5245 15.1, [MS-ICE2] 2.2.1',
  },
  'a=remote-candidates': {
    means: 'The pair that ICE chose, told by the controlling end.',
    source: 'RFC 5245 15.2',
  },
  'a=remote-candidate': { means: 'The candidate of the other that ICE chose.', source: '[MS-ICE]' },
  'a=ice-ufrag': { means: "This end's half of the user name in checks.", source: 'RFC 5245 15.4' },
  'a=ice-pwd': { means: 'The password with which checks to this end are signed.', source: 'RFC 5245 15.4' },
  'a=crypto': {
    means: 'The key for the media of this end, in base64: whoever reads the SIP can listen.',
    source: 'RFC 4568 4, [MS-SDPEXT]',
  },
  'a=cryptoscale': { means: 'A key in the form of OCS 2007.', source: '[MS-SDPEXT]' },
  'a=encryption': {
    means: 'Whether media must be encrypted, may be, or are not.',
    source: '[MS-SDPEXT]',
  },
  'a=rtcp': { means: 'The port for RTCP, when it is not the next one.', source: 'RFC 3605 2.1' },
  'a=rtpmap': { means: 'Which format a number of the medium stands for.', source: 'RFC 4566 6' },
  'a=fmtp': { means: 'More about a format.', source: 'RFC 4566 6' },
  'a=maxptime': { means: 'The most milliseconds of sound in one packet.', source: 'RFC 4566 6' },
  'a=x-applicationsharing-session-id': { means: 'Which sharing this is.', source: '[MS-SDPEXT]' },
  'a=x-applicationsharing-role': {
    means: 'Whether this end shows or watches.',
    source: '[MS-SDPEXT]',
  },
  'a=x-applicationsharing-media-type': {
    means: 'What is inside the RTP: RDP.',
    source: '[MS-SDPEXT]',
  },
  'a=accept-types': { means: 'What may be written in a chat.', source: 'RFC 4975 8.6' },
  'a=x-location': { means: 'Whether this end is inside or outside.', source: '[MS-SDPEXT]' },
  Line: {
    means: 'A line of a body of several parts: the frame around a session description.',
    source: 'RFC 2046 5.1',
  },
};
