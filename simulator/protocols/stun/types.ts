import type { StunClass, StunDialect, StunMessage, StunMethod } from './message.ts';

/** RFC 3489 11.1 and [MS-TURN] 2.2.1; of the latter, the Data indication has the bits of an error. */
const OLD_METHODS: Readonly<Partial<Record<StunMethod, number>>> = {
  binding: 0x0001,
  'shared-secret': 0x0002,
  allocate: 0x0003,
  send: 0x0004,
  'set-active-destination': 0x0006,
};
const DATA_INDICATION = 0x0115;

/** RFC 5389 18.1, RFC 5766 13, RFC 6062 6.1 */
const STANDARD_METHODS: Readonly<Partial<Record<StunMethod, number>>> = {
  binding: 0x0001,
  allocate: 0x0003,
  refresh: 0x0004,
  send: 0x0006,
  data: 0x0007,
  'create-permission': 0x0008,
  'channel-bind': 0x0009,
  connect: 0x000a,
  'connection-bind': 0x000b,
  'connection-attempt': 0x000c,
};

const CLASSES: Readonly<Record<StunClass, number>> = {
  request: 0x0000,
  indication: 0x0010,
  response: 0x0100,
  error: 0x0110,
};

const NAMES: Readonly<Record<StunMethod, string>> = {
  binding: 'Binding',
  'shared-secret': 'Shared Secret',
  allocate: 'Allocate',
  refresh: 'Refresh',
  send: 'Send',
  data: 'Data',
  'set-active-destination': 'Set Active Destination',
  'create-permission': 'CreatePermission',
  'channel-bind': 'ChannelBind',
  connect: 'Connect',
  'connection-bind': 'ConnectionBind',
  'connection-attempt': 'ConnectionAttempt',
};

/** What the type field may say, by its number, for the standard and for what was before it. */
const STANDARD = typesOf(STANDARD_METHODS);
const OLD = typesOf(OLD_METHODS).set(DATA_INDICATION, { method: 'data', kind: 'indication' });

type Type = Pick<StunMessage, 'method' | 'kind'>;

function typesOf(methods: Readonly<Partial<Record<StunMethod, number>>>): Map<number, Type> {
  return new Map(
    Object.entries(methods).flatMap(([method, number]) =>
      Object.entries(CLASSES).map(([kind, bits]): [number, Type] => [
        number | bits,
        { method: method as StunMethod, kind: kind as StunClass },
      ]),
    ),
  );
}

/** The type field of the header (RFC 5389 6, [MS-TURN] 2.2.1); throws for what the dialect does not have. */
export function typeNumber({ method, kind }: Type, dialect: StunDialect): number {
  if (dialect !== 'rfc5389' && method === 'data') return DATA_INDICATION;
  const number = (dialect === 'rfc5389' ? STANDARD_METHODS : OLD_METHODS)[method];
  if (number === undefined) throw new Error(`${dialect} has no message "${method}"`);
  return number | CLASSES[kind];
}

/** What a type field means; null for a number that is none. */
export function typeOf(number: number, dialect: StunDialect): Type | null {
  return (dialect === 'rfc5389' ? STANDARD : OLD).get(number) ?? null;
}

/** "Allocate request" */
export function typeName({ method, kind }: Type): string {
  return `${NAMES[method]} ${kind}`;
}
