import type { Notes } from '../codec/notes.ts';

/** First lines and headers of HTTP. */
export const httpNotes: Notes = {
  'Request-Line': { means: 'What is asked: method, path, version.', source: 'RFC 2616 5.1' },
  'Status-Line': { means: 'What came of it: version, number, words.', source: 'RFC 2616 6.1' },
  Host: {
    means: 'The name that the client typed: the reverse proxy chooses the site inside by it.',
    source: 'RFC 2616 14.23',
    filter: ['http.host', 'shown'],
  },
  'User-Agent': {
    means: 'Which program asks.',
    source: 'RFC 2616 14.43',
    filter: ['http.user_agent', 'shown'],
  },
  Server: {
    means: 'Which program answers.',
    source: 'RFC 2616 14.38',
    filter: ['http.server', 'shown'],
  },
  Location: {
    means: 'Where to go instead: from the plain meeting page to the encrypted one.',
    source: 'RFC 2616 14.30',
    filter: ['http.location', 'shown'],
  },
  Authorization: {
    means: 'Proof of who asks: a message of NTLM in base64.',
    source: 'RFC 2616 14.8, RFC 4559 4',
    filter: ['http.authorization', 'shown'],
  },
  'WWW-Authenticate': {
    means: 'How one has to prove who one is.',
    source: 'RFC 2616 14.47, RFC 4559 4',
    filter: ['http.www_authenticate', 'shown'],
  },
  'X-MS-WebTicket': {
    means: 'The ticket by which the web services know somebody again (here in a header, really inside SOAP).',
    source: '[MS-OCAUTHWS]; the header is an assumption',
  },
  'X-MS-WebTicketURL': {
    means: 'Where a ticket is handed out.',
    source: '[MS-OCAUTHWS]; the header is an assumption',
  },
  'X-Replica-Version': {
    means:
      'Which version of the configuration is meant (here in a header, really inside a file of SMB and HTTPS).',
    source: 'assumption',
  },
  'Content-Type': {
    means: 'What the body is.',
    source: 'RFC 2616 14.17',
    filter: ['http.content_type', 'shown'],
  },
  'Content-Length': {
    means: 'Bytes of the body: where the message ends in the stream.',
    source: 'RFC 2616 14.13',
    filter: ['http.content_length_header', 'shown'],
  },
  'End of headers': { means: 'An empty line parts headers and body.', source: 'RFC 2616 4.1' },
  'Message body': { means: 'What is sent, as Content-Type says.', source: 'RFC 2616 4.3' },
};
