import type { Message } from '../../model/packet.ts';
import type { FilterForm } from '../../protocols/codec/notes.ts';
import type { DnsMessage } from '../../protocols/dns/message.ts';
import type { HttpMessage } from '../../protocols/http/message.ts';
import { CODECS } from '../../protocols/registry.ts';
import type { RtpMessage } from '../../protocols/rtp/message.ts';
import { cseq, header } from '../../protocols/sip/headers.ts';
import type { SipMessage } from '../../protocols/sip/message.ts';
import { CLASSIC_FILTERS } from '../../protocols/stun/notes.ts';
import type { FilterSource, Parts } from '../source.ts';
import type { FieldType, FieldValue, FilterField } from './field.ts';
import { NOWHERE } from './field.ts';

/** What Wireshark calls a protocol where it has another name for it than we have. */
const NAMES: Readonly<Record<string, string>> = {
  'channel-data': 'stun',
  'pseudo-tls': 'tls',
  recorded: 'data',
  raw: 'data',
};

const TYPES: Readonly<Record<FilterForm, FieldType>> = {
  number: 'number',
  address: 'address',
  bytes: 'bytes',
  text: 'text',
  shown: 'text',
  plain: 'number',
};

/** Values of all messages of some protocols in a packet. */
function inMessages(
  protocols: readonly string[],
  read: (parts: Parts) => readonly FieldValue[],
): FilterField['read'] {
  return (source, packet) => {
    let found: readonly FieldValue[] = NOWHERE;
    for (const message of source.messages(packet)) {
      if (!protocols.includes(message.protocol)) continue;
      const values = read(source.parts(packet, message));
      if (values.length > 0) found = found.length > 0 ? [...found, ...values] : values;
    }
    return found;
  };
}

/** A protocol is there where a message of it is; its value is the message's bytes. */
function protocolField(name: string, title: string, ids: readonly string[]): FilterField {
  return {
    name,
    type: 'presence',
    means: `Any packet that carries ${title}.`,
    isIn: (source, packet) => source.messages(packet).some(({ protocol }) => ids.includes(protocol)),
    read: inMessages(ids, ({ bytes }) => [bytes]),
  };
}

/** Every protocol that has a codec. */
function protocols(): readonly FilterField[] {
  const byName = new Map<string, { title: string; ids: string[] }>();
  for (const { id, title } of CODECS) {
    if (id === 'icmp') continue;
    const name = NAMES[id] ?? id;
    const known = byName.get(name);
    if (known) known.ids.push(id);
    else byName.set(name, { title, ids: [id] });
  }
  return [...byName].map(([name, { title, ids }]) => protocolField(name, title, ids));
}

/** Every field of a message for which Wireshark has a name, from the codecs' own notes. */
function noted(): readonly FilterField[] {
  const byName = new Map<string, { type: FieldType; means: string; ids: Set<string> }>();
  for (const { id, notes } of CODECS) {
    if (id === 'icmp') continue;
    for (const { filter, means } of Object.values(notes)) {
      if (!filter) continue;
      const type = TYPES[filter[1]];
      const known = byName.get(filter[0]);
      known?.ids.add(id);
      if (!known) byName.set(filter[0], { type, means, ids: new Set([id]) });
      // Written as it stands, it is an address where other places have it as one.
      else if (type === 'address') known.type = type;
    }
  }
  return [...byName].map(([name, { type, means, ids }]) => ({
    name,
    type,
    means,
    read: inMessages([...ids], ({ values }) => values.get(name) ?? NOWHERE),
  }));
}

/** STUN without the magic cookie has names of its own in Wireshark. */
function classic(fields: readonly FilterField[]): readonly FilterField[] {
  const isClassic = ({ values }: Parts) => !values.has('stun.cookie');
  return [
    {
      name: 'classicstun',
      type: 'presence',
      means: 'Any packet that carries STUN without the magic cookie.',
      read: inMessages(['stun'], (parts) => (isClassic(parts) ? [parts.bytes] : NOWHERE)),
    },
    ...Object.entries(CLASSIC_FILTERS).flatMap(([modern, name]) => {
      const field = fields.find((one) => one.name === modern);
      const read = inMessages(['stun'], (parts) =>
        isClassic(parts) ? (parts.values.get(modern) ?? NOWHERE) : NOWHERE,
      );
      return field ? [{ ...field, name, read }] : [];
    }),
  ];
}

/** A field that a message holds as such, and not by its bytes. */
function plain<M extends Message>(
  name: string,
  type: FieldType,
  means: string,
  protocol: M['protocol'],
  read: (message: M) => FieldValue | null,
  values?: readonly string[],
): FilterField {
  return {
    name,
    type,
    means,
    ...(values ? { values: () => values } : {}),
    read: (source: FilterSource, packet) =>
      source.messages(packet).flatMap((message) => {
        const value = message.protocol === protocol ? read(message as M) : null;
        return value === null ? [] : [value];
      }),
  };
}

const NOTHING = new Uint8Array(0);
const SIP_METHODS = [
  'REGISTER',
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'SUBSCRIBE',
  'NOTIFY',
  'SERVICE',
  'MESSAGE',
];
const quoted = (texts: readonly string[]) => texts.map((text) => `"${text}"`);

const sip = (
  name: string,
  type: FieldType,
  means: string,
  read: (message: Exclude<SipMessage, { kind: 'keep-alive' }>) => FieldValue | null,
  values?: readonly string[],
) =>
  plain<SipMessage>(
    name,
    type,
    means,
    'sip',
    (message) => (message.kind === 'keep-alive' ? null : read(message)),
    values,
  );

const http = (
  name: string,
  type: FieldType,
  means: string,
  read: (message: HttpMessage) => FieldValue | null,
) => plain<HttpMessage>(name, type, means, 'http', read);

const PLAIN: readonly FilterField[] = [
  sip(
    'sip.Method',
    'text',
    'What a request asks for.',
    (one) => (one.kind === 'request' ? one.method : null),
    quoted(SIP_METHODS),
  ),
  sip('sip.r-uri', 'text', 'Whom a request is for.', (one) => (one.kind === 'request' ? one.uri : null)),
  sip(
    'sip.Status-Code',
    'number',
    'How a response answers: 401 wants proof, 200 is well.',
    (one) => (one.kind === 'response' ? one.status : null),
    ['100', '180', '183', '200', '401', '403', '404', '407', '480', '486', '487', '488', '504'],
  ),
  sip(
    'sip.CSeq.method',
    'text',
    'The request to which a message belongs.',
    (one) => cseq(one).method,
    quoted(SIP_METHODS),
  ),
  sip(
    'sip.CSeq.seq',
    'number',
    'The number of the request to which a message belongs.',
    (one) => cseq(one).number,
  ),
  sip('sdp', 'presence', 'Any packet that carries a description of media.', (one) =>
    /application\/sdp|multipart/i.test(header(one, 'Content-Type') ?? '') ? NOTHING : null,
  ),
  http('http.request', 'presence', 'A request.', ({ kind }) => (kind === 'request' ? NOTHING : null)),
  http('http.response', 'presence', 'A response.', ({ kind }) => (kind === 'response' ? NOTHING : null)),
  http('http.request.method', 'text', 'What a request asks for.', (one) =>
    one.kind === 'request' ? one.method : null,
  ),
  http('http.request.uri', 'text', 'Path and query of what is asked for.', (one) =>
    one.kind === 'request' ? one.target : null,
  ),
  http('http.response.code', 'number', 'How a response answers.', (one) =>
    one.kind === 'response' ? one.status : null,
  ),
  plain<DnsMessage>('dns.flags.response', 'boolean', 'Is it an answer?', 'dns', ({ response }) =>
    Number(response),
  ),
  plain<DnsMessage>(
    'dns.flags.rcode',
    'number',
    'How it is answered: 0 is well, 3 is a name that is not there.',
    'dns',
    ({ response, rcode }) => (response ? rcode : null),
  ),
  plain<RtpMessage>(
    'rtp.p_type',
    'number',
    'Number of the media format.',
    'rtp',
    ({ payloadType }) => payloadType,
  ),
  plain<RtpMessage>(
    'rtp.marker',
    'boolean',
    'Does it begin a talk spurt, or end a picture?',
    'rtp',
    ({ marker }) => Number(marker),
  ),
];

const NOTED = noted();

/** Fields of what packets carry. */
export const MESSAGE_FIELDS: readonly FilterField[] = [...protocols(), ...NOTED, ...classic(NOTED), ...PLAIN];
