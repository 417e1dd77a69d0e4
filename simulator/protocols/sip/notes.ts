import type { Notes } from '../codec/notes.ts';
import { sdpNotes } from './body-notes.ts';

/** First lines and headers of SIP, with Microsoft's. */
export const sipNotes: Notes = {
  'Request-Line': {
    means: 'What is asked, and for whom: method, address, version.',
    source: 'RFC 3261 7.1',
    filter: ['sip.Request-Line', 'shown'],
    firewall: 'inspection',
  },
  'Status-Line': {
    means: 'What came of the request: version, number, words.',
    source: 'RFC 3261 7.2',
    filter: ['sip.Status-Line', 'shown'],
    firewall: 'inspection',
  },
  'Keep-alive': {
    means: 'Two empty lines that keep NATs and firewalls from forgetting the connection.',
    source: 'RFC 5626 3.5.1, [MS-CONMGMT]',
  },
  Via: {
    means:
      'A station that the request passed: the answer goes back along them. The branch names the transaction.',
    source: 'RFC 3261 20.42',
    filter: ['sip.Via', 'shown'],
  },
  'Max-Forwards': {
    means: 'How many proxies may still pass it on.',
    source: 'RFC 3261 20.22',
    filter: ['sip.Max-Forwards', 'shown'],
  },
  From: {
    means: "Who began the dialog; the tag is that end's half of its name.",
    source: 'RFC 3261 20.20, [MS-SIPRE]',
    filter: ['sip.From', 'shown'],
  },
  To: {
    means: 'To whom the dialog leads; the tag is added by who answers.',
    source: 'RFC 3261 20.39',
    filter: ['sip.To', 'shown'],
  },
  'Call-ID': {
    means: 'The same in all messages of a dialog or of a registration.',
    source: 'RFC 3261 20.8',
    filter: ['sip.Call-ID', 'shown'],
  },
  CSeq: {
    means: 'Counts the requests of a dialog, and repeats their method in the answer.',
    source: 'RFC 3261 20.16',
    filter: ['sip.CSeq', 'shown'],
  },
  Contact: {
    means: 'Where the sender itself can be reached; a GRUU stands for an address behind a NAT.',
    source: 'RFC 3261 20.10, RFC 5627',
    filter: ['sip.Contact', 'shown'],
  },
  'User-Agent': {
    means: 'Which program asks.',
    source: 'RFC 3261 20.41',
    filter: ['sip.User-Agent', 'shown'],
  },
  Server: { means: 'Which program answers.', source: 'RFC 3261 20.35', filter: ['sip.Server', 'shown'] },
  Supported: {
    means: 'Extensions that the sender knows.',
    source: 'RFC 3261 20.37',
    filter: ['sip.Supported', 'shown'],
  },
  Require: {
    means: 'Extensions without which the request must not be carried out.',
    source: 'RFC 3261 20.32',
    filter: ['sip.Require', 'shown'],
  },
  Unsupported: {
    means: 'Extensions that were required and are not known.',
    source: 'RFC 3261 20.40',
    filter: ['sip.Unsupported', 'shown'],
  },
  Allow: {
    means: 'Methods that the sender takes.',
    source: 'RFC 3261 20.5',
    filter: ['sip.Allow', 'shown'],
  },
  'Allow-Events': {
    means: 'What can be subscribed to.',
    source: 'RFC 3265 7.2.2',
    filter: ['sip.Allow-Events', 'shown'],
  },
  Event: {
    means: 'What the subscription or the notification is about.',
    source: 'RFC 3265 7.2.1, [MS-SIP]',
    filter: ['sip.Event', 'shown'],
  },
  'Subscription-State': {
    means: 'Whether the subscription goes on, and for how many seconds.',
    source: 'RFC 3265 7.2.3',
    filter: ['sip.Subscription-State', 'shown'],
  },
  Accept: {
    means: 'Bodies that the sender understands.',
    source: 'RFC 3261 20.1',
    filter: ['sip.Accept', 'shown'],
  },
  Expires: {
    means: 'Seconds for which a registration or subscription holds.',
    source: 'RFC 3261 20.19',
    filter: ['sip.Expires', 'shown'],
  },
  'Session-Expires': {
    means: 'After how many seconds without a refresh the session is taken for dead, and who refreshes.',
    source: 'RFC 4028 4',
    filter: ['sip.Session-Expires', 'shown'],
  },
  'Min-SE': {
    means: 'The shortest of such times that is accepted.',
    source: 'RFC 4028 5',
    filter: ['sip.Min-SE', 'shown'],
  },
  Route: {
    means: 'Proxies that the request still has to pass.',
    source: 'RFC 3261 20.34',
    filter: ['sip.Route', 'shown'],
  },
  'Record-Route': {
    means: 'A proxy that wants to stay in the way of the dialog: the Edge and the pool always do.',
    source: 'RFC 3261 20.30',
    filter: ['sip.Record-Route', 'shown'],
  },
  Path: {
    means: 'A proxy through which the registered client is reached: here the Edge.',
    source: 'RFC 3327 4',
    filter: ['sip.Path', 'shown'],
  },
  'WWW-Authenticate': {
    means: 'How one has to prove who one is: NTLM or TLS-DSK with its realm and its server.',
    source: '[MS-SIPAE]',
    filter: ['sip.WWW-Authenticate', 'shown'],
  },
  Authorization: {
    means: "The proof: the client's message of the scheme, or the signature over this request.",
    source: '[MS-SIPAE]',
    filter: ['sip.Authorization', 'shown'],
  },
  'Proxy-Authorization': {
    means: 'The signature of an authenticated client over this request.',
    source: '[MS-SIPAE]',
    filter: ['sip.Proxy-Authorization', 'shown'],
  },
  'Authentication-Info': {
    means: "The server's signature over its answer.",
    source: '[MS-SIPAE]',
    filter: ['sip.Authentication-Info', 'shown'],
  },
  'Content-Type': {
    means: 'What the body is.',
    source: 'RFC 3261 20.15',
    filter: ['sip.Content-Type', 'shown'],
  },
  'Content-Length': {
    means: 'Bytes of the body: where the message ends in the stream.',
    source: 'RFC 3261 20.14',
    filter: ['sip.Content-Length', 'shown'],
  },
  Reason: {
    means: 'Why the dialog ends, as another protocol would say it.',
    source: 'RFC 3326 2',
    filter: ['sip.Reason', 'shown'],
  },
  Warning: {
    means: 'More about a status, with a number of its own.',
    source: 'RFC 3261 20.43',
    filter: ['sip.Warning', 'shown'],
  },
  'ms-keep-alive': {
    means: 'Who sends keep-alives on this connection, and how often.',
    source: '[MS-CONMGMT]',
  },
  'ms-user-logon-data': {
    means: 'The registrar says that the client came in through an Edge: it is a remote user.',
    source: '[MS-SIPREGE]',
  },
  'presence-state': {
    means: "What the registration did to the user's presence.",
    source: '[MS-SIPREGE]',
  },
  'Ms-Sender': {
    means: 'From whom a message into a chat of several really comes.',
    source: '[MS-CONFIM]',
  },
  'ms-diagnostics': {
    means: 'Why a server turned the request down: a number, the words, and which server it was.',
    source: '[MS-OCER]',
  },
  'ms-client-diagnostics': {
    means: 'What a client tells of a call that had no media: a number, and ICEWarn for each medium.',
    source: '[MS-OCER]',
  },
  'End of headers': { means: 'An empty line parts headers and body.', source: 'RFC 3261 7' },
  'Message body': { means: 'What is sent, as Content-Type says.', source: 'RFC 3261 7.4' },
  ...sdpNotes,
};
