import type { Form } from './forms.ts';
import * as form from './forms.ts';
import type { StunAttributes, StunDialect } from './message.ts';

/** Numbers of the attributes that frame a message: RFC 5389 15.4 and 15.5, [MS-TURN] 2.2.2.1 and 2.2.2.12. */
export const Attribute = {
  integrity: 0x0008,
  magicCookie: 0x000f,
  data: 0x0013,
  fingerprint: 0x8028,
} as const;

/** MAGIC-COOKIE, first in every message of MS-TURN ([MS-TURN] 2.2.2.1). */
export const MAGIC_COOKIE = 0x72c64bc6;

/** What MS-VERSION says of a program ([MS-TURN] 2.2.2.17; the names are those of Wireshark). */
const MS_VERSIONS: Readonly<Record<number, string>> = {
  1: 'ICE',
  2: 'MS-ICE2',
  3: 'MS-ICE2 with SHA256',
  4: 'MS-ICE2 with SHA256 and IPv6',
};

/** An attribute: its names, its number, how its value stands there. */
export interface AttributeRow {
  /** As specifications and people call it. */
  readonly name: string;
  readonly number: number;
  readonly form: Form<unknown>;
  /** As programs call it; null for what is only shown. */
  readonly key: Exclude<keyof StunAttributes, 'data' | 'others'> | null;
  /** Which dialects have it: the standard, what was before it, or both. */
  readonly dialects: 'standard' | 'old' | 'both';
}

type Rows = readonly AttributeRow[];
type WrittenRow = AttributeRow & { readonly key: NonNullable<AttributeRow['key']> };

function isWritten(one: AttributeRow): one is WrittenRow {
  return one.key !== null;
}

function row<K extends Exclude<keyof StunAttributes, 'data' | 'others'>>(
  key: K,
  name: string,
  number: number,
  its: Form<NonNullable<StunAttributes[K]>>,
  dialects: AttributeRow['dialects'] = 'both',
): AttributeRow {
  return { key, name, number, form: its, dialects };
}

function shown<T>(
  name: string,
  number: number,
  its: Form<T>,
  dialects: AttributeRow['dialects'],
): AttributeRow {
  return { key: null, name, number, form: its, dialects };
}

/**
 * In the order in which they are written: RFC 5389 18.2, RFC 5766 14, RFC 5245 19.1, [MS-TURN] 2.2.2, [MS-ICE2] 2.2.2.
 * Realm and nonce have each other's numbers in MS-TURN ([MS-TURN] 2.2.2.13, 2.2.2.14). The last ones are only shown:
 * RFC 3489 11.2, RFC 5780 7, RFC 6062 6.2, [MS-TURN] of later years.
 */
const ROWS: Rows = [
  row('version', 'MS-VERSION', 0x8008, form.number('', MS_VERSIONS)),
  row('username', 'USERNAME', 0x0006, form.text),
  row('priority', 'PRIORITY', 0x0024, form.number()),
  row('useCandidate', 'USE-CANDIDATE', 0x0025, form.flag),
  row('controlling', 'ICE-CONTROLLING', 0x802a, form.bytes(8)),
  row('controlled', 'ICE-CONTROLLED', 0x8029, form.bytes(8)),
  row('candidate', 'CANDIDATE-IDENTIFIER', 0x8054, form.foundation),
  row('implementation', 'MS-IMPLEMENTATION-VERSION', 0x8070, form.number()),
  row('error', 'ERROR-CODE', 0x0009, form.errorCode),
  row('mapped', 'MAPPED-ADDRESS', 0x0001, form.address(false)),
  row('xorMapped', 'XOR-MAPPED-ADDRESS', 0x0020, form.address(true), 'standard'),
  row('xorMapped', 'XOR-MAPPED-ADDRESS', 0x8020, form.address(true), 'old'),
  row('realm', 'REALM', 0x0014, form.quoted, 'standard'),
  row('realm', 'REALM', 0x0015, form.quoted, 'old'),
  row('nonce', 'NONCE', 0x0015, form.quoted, 'standard'),
  row('nonce', 'NONCE', 0x0014, form.quoted, 'old'),
  row('lifetime', 'LIFETIME', 0x000d, form.number('s')),
  row('bandwidth', 'BANDWIDTH', 0x0010, form.number('kbit/s')),
  row('alternateServer', 'ALTERNATE-SERVER', 0x8023, form.address(false), 'standard'),
  row('alternateServer', 'ALTERNATE-SERVER', 0x000e, form.address(false), 'old'),
  row('destination', 'DESTINATION-ADDRESS', 0x0011, form.address(false), 'old'),
  row('remote', 'REMOTE-ADDRESS', 0x0012, form.address(false), 'old'),
  row('peer', 'XOR-PEER-ADDRESS', 0x0012, form.address(true), 'standard'),
  row('relayed', 'XOR-RELAYED-ADDRESS', 0x0016, form.address(true), 'standard'),
  row('transport', 'REQUESTED-TRANSPORT', 0x0019, form.shortNumber(1, 'Protocol'), 'standard'),
  row('channel', 'CHANNEL-NUMBER', 0x000c, form.shortNumber(2, 'Channel'), 'standard'),
  row('quality', 'MS-SERVICE-QUALITY', 0x8055, form.serviceQuality),
  row('sequence', 'MS-SEQUENCE-NUMBER', 0x8050, form.sequenceNumber),
  row('software', 'SOFTWARE', 0x8022, form.text),
  shown('RESPONSE-ADDRESS', 0x0002, form.address(false), 'old'),
  shown('CHANGE-REQUEST', 0x0003, form.number(), 'both'),
  shown('SOURCE-ADDRESS', 0x0004, form.address(false), 'old'),
  shown('CHANGED-ADDRESS', 0x0005, form.address(false), 'old'),
  shown('PASSWORD', 0x0007, form.text, 'old'),
  shown('UNKNOWN-ATTRIBUTES', 0x000a, form.attributeNumbers, 'both'),
  shown('REFLECTED-FROM', 0x000b, form.address(false), 'old'),
  shown('REQUESTED-ADDRESS-FAMILY', 0x0017, form.shortNumber(1, 'Family'), 'both'),
  shown('EVEN-PORT', 0x0018, form.bytes(), 'standard'),
  shown('DONT-FRAGMENT', 0x001a, form.bytes(), 'standard'),
  shown('RESERVATION-TOKEN', 0x0022, form.bytes(), 'standard'),
  shown('CONNECTION-ID', 0x002a, form.number(), 'standard'),
  shown('RESPONSE-ORIGIN', 0x802b, form.address(false), 'standard'),
  shown('OTHER-ADDRESS', 0x802c, form.address(false), 'standard'),
  shown('MS-ALTERNATE-HOST-NAME', 0x8032, form.text, 'both'),
];

const STANDARD = ROWS.filter(({ dialects }) => dialects !== 'old');
const OLD = ROWS.filter(({ dialects }) => dialects !== 'standard');
const STANDARD_NUMBERS = numbered(STANDARD);
const OLD_NUMBERS = numbered(OLD);
const STANDARD_WRITTEN = STANDARD.filter(isWritten);
const OLD_WRITTEN = OLD.filter(isWritten);

/** Programs of the time use both numbers of XOR-MAPPED-ADDRESS in either dialect. */
function numbered(rows: Rows): ReadonlyMap<number, AttributeRow> {
  const other = rows.find(({ key }) => key === 'xorMapped')!;
  return new Map([
    [0x0020, other],
    [0x8020, other],
    ...rows.map((one): [number, AttributeRow] => [one.number, one]),
  ]);
}

/** The attributes of a dialect that programs set, in the order in which they are written. */
export function rowsOf(dialect: StunDialect): readonly WrittenRow[] {
  return dialect === 'rfc5389' ? STANDARD_WRITTEN : OLD_WRITTEN;
}

const STANDARD_KEYS = new Map<string, WrittenRow>(STANDARD_WRITTEN.map((row) => [row.key, row]));
const OLD_KEYS = new Map<string, WrittenRow>(OLD_WRITTEN.map((row) => [row.key, row]));

/** The attribute that a key of `StunAttributes` stands for; undefined for what is no row of the dialect's table. */
export function rowFor(key: string, dialect: StunDialect): WrittenRow | undefined {
  return (dialect === 'rfc5389' ? STANDARD_KEYS : OLD_KEYS).get(key);
}

/** The attribute with a number; undefined where the dialect has none. */
export function rowOf(number: number, dialect: StunDialect): AttributeRow | undefined {
  return (dialect === 'rfc5389' ? STANDARD_NUMBERS : OLD_NUMBERS).get(number);
}
