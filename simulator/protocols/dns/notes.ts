import type { Notes } from '../codec/notes.ts';

const HEADER = 'RFC 1035 4.1.1';
const QUESTION = 'RFC 1035 4.1.2';
const RECORD = 'RFC 1035 4.1.3';
const SRV = 'RFC 2782';
const SOA = 'RFC 1035 3.3.13';

export const dnsNotes: Notes = {
  'Transaction ID': {
    means: 'Random: the answer carries that of its query.',
    source: HEADER,
    filter: ['dns.id', 'number'],
  },
  Flags: {
    means:
      'Query or answer, whether the server knows it at first hand, whether to ask further, and what came of it.',
    source: HEADER,
    filter: ['dns.flags', 'number'],
  },
  Questions: {
    means: 'How many questions follow: one.',
    source: HEADER,
    filter: ['dns.count.queries', 'number'],
  },
  'Answer records': {
    means: 'How many records answer the question.',
    source: HEADER,
    filter: ['dns.count.answers', 'number'],
  },
  'Authority records': {
    means: 'How many records tell who is responsible.',
    source: HEADER,
    filter: ['dns.count.auth_rr', 'number'],
  },
  'Additional records': {
    means: 'How many records the server adds, to spare another question.',
    source: HEADER,
    filter: ['dns.count.add_rr', 'number'],
  },
  Query: { means: 'What is asked.', source: QUESTION },
  'Query/Name': {
    means: 'The name that is asked about, label by label, each behind its length.',
    source: QUESTION,
    filter: ['dns.qry.name', 'shown'],
  },
  'Query/Type': {
    means: 'Which kind of record is asked for: 1 is an address, 33 a service.',
    source: QUESTION,
    filter: ['dns.qry.type', 'number'],
  },
  'Query/Class': { means: '1 is the Internet.', source: QUESTION, filter: ['dns.qry.class', 'number'] },
  Answer: { means: 'A record that answers the question.', source: RECORD },
  Authority: { means: 'A record that tells who is responsible for the zone.', source: RECORD },
  Additional: {
    means: 'A record that the client will want next: the address of a server just named.',
    source: RECORD,
  },
  Name: {
    means: 'The name that the record is about; two bytes from 0xc0 on point to where it stands already.',
    source: 'RFC 1035 4.1.4',
  },
  Type: {
    means: 'Which kind of record this is.',
    source: RECORD,
    filter: ['dns.resp.type', 'number'],
  },
  Class: { means: '1 is the Internet.', source: RECORD, filter: ['dns.resp.class', 'number'] },
  'Time to live': {
    means: 'Seconds for which the record may be remembered.',
    source: RECORD,
    filter: ['dns.resp.ttl', 'number'],
  },
  'Data length': { means: 'Bytes of data that follow.', source: RECORD, filter: ['dns.resp.len', 'number'] },
  Address: { means: 'The address of the host.', source: 'RFC 1035 3.4.1', filter: ['dns.a', 'address'] },
  CNAME: {
    means: 'The name that the host really has: one asks again for that.',
    source: 'RFC 1035 3.3.1',
    filter: ['dns.cname', 'shown'],
  },
  NS: {
    means: 'A server that answers for the zone.',
    source: 'RFC 1035 3.3.11',
    filter: ['dns.ns', 'shown'],
  },
  PTR: {
    means: 'The name of an address.',
    source: 'RFC 1035 3.3.12',
    filter: ['dns.ptr.domain_name', 'shown'],
  },
  Priority: { means: 'The lowest is tried first.', source: SRV, filter: ['dns.srv.priority', 'number'] },
  Weight: {
    means: 'Among equals, how often this one is to be taken.',
    source: SRV,
    filter: ['dns.srv.weight', 'number'],
  },
  Port: { means: 'The port on which the service listens.', source: SRV, filter: ['dns.srv.port', 'number'] },
  Target: {
    means: 'The host that has the service: its certificate must have this name.',
    source: SRV,
    filter: ['dns.srv.target', 'shown'],
  },
  'Primary server': {
    means: 'The server where the zone is kept.',
    source: SOA,
    filter: ['dns.soa.mname', 'shown'],
  },
  'Responsible mailbox': {
    means: 'Whom to write to; the first dot stands for "@".',
    source: SOA,
    filter: ['dns.soa.rname', 'shown'],
  },
  'Serial number': {
    means: 'Version of the zone.',
    source: SOA,
    filter: ['dns.soa.serial_number', 'number'],
  },
  Refresh: {
    means: 'After how many seconds other servers look for a new version.',
    source: SOA,
    filter: ['dns.soa.refresh_interval', 'number'],
  },
  Retry: {
    means: 'After how many seconds they try again.',
    source: SOA,
    filter: ['dns.soa.retry_interval', 'number'],
  },
  Expire: {
    means: 'After how many seconds without success they give up the zone.',
    source: SOA,
    filter: ['dns.soa.expire_limit', 'number'],
  },
  Minimum: {
    means: 'For how many seconds it may be remembered that a name is not there.',
    source: 'RFC 2308 4',
    filter: ['dns.soa.minimum_ttl', 'number'],
  },
  Preference: {
    means: 'The lowest is tried first.',
    source: 'RFC 1035 3.3.9',
    filter: ['dns.mx.preference', 'number'],
  },
  Exchange: {
    means: 'The host that takes the mail.',
    source: 'RFC 1035 3.3.9',
    filter: ['dns.mx.mail_exchange', 'shown'],
  },
  'Text length': {
    means: 'Bytes of the text.',
    source: 'RFC 1035 3.3.14',
    filter: ['dns.txt.length', 'number'],
  },
  Text: { means: 'A text of any use.', source: 'RFC 1035 3.3.14', filter: ['dns.txt', 'shown'] },
  'UDP payload size': {
    means: 'The longest answer that the sender takes over UDP.',
    source: 'RFC 6891 6.1.2',
    filter: ['dns.rr.udp_payload_size', 'number'],
  },
  'Extended code, version, flags': {
    means: 'More bits for what came of it, the version of EDNS, and whether signatures are wanted.',
    source: 'RFC 6891 6.1.3',
  },
  Data: { means: 'Data of a kind that is not taken apart here.', source: 'RFC 3597 3' },
};
