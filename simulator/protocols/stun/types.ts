import type { StunClass, StunMessage, StunMethod } from './message.ts';

const METHODS: Readonly<Record<StunMethod, number>> = {
  binding: 0x0001,
  allocate: 0x0003,
  send: 0x0004,
  data: 0x0005,
  'set-active-destination': 0x0006,
};

const CLASSES: Readonly<Record<StunClass, number>> = {
  request: 0x0000,
  indication: 0x0010,
  response: 0x0100,
  error: 0x0110,
};

/** [MS-TURN] gives its Data indication the bits of an error. */
const DATA_INDICATION = 0x0115;

/** The type field of the header (RFC 5389 6, [MS-TURN] 2.2.1). */
export function typeNumber({ method, kind }: Pick<StunMessage, 'method' | 'kind'>): number {
  return method === 'data' ? DATA_INDICATION : METHODS[method] | CLASSES[kind];
}

/** What a type field means; null for a number that is none. */
export function typeOf(number: number): { method: StunMethod; kind: StunClass } | null {
  if (number === DATA_INDICATION) return { method: 'data', kind: 'indication' };
  const method = Object.entries(METHODS).find(([, value]) => value === (number & 0x000f))?.[0];
  const kind = Object.entries(CLASSES).find(([, value]) => value === (number & 0xfff0))?.[0];
  return method !== undefined && kind !== undefined && method !== 'data'
    ? { method: method as StunMethod, kind: kind as StunClass }
    : null;
}

const NAMES: Readonly<Record<StunMethod, string>> = {
  binding: 'Binding',
  allocate: 'Allocate',
  send: 'Send',
  data: 'Data',
  'set-active-destination': 'Set Active Destination',
};

/** "Allocate request" */
export function typeName({ method, kind }: Pick<StunMessage, 'method' | 'kind'>): string {
  return `${NAMES[method]} ${kind}`;
}
