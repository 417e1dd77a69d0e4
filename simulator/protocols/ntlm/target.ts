import { concat } from '../codec/concat.ts';
import { utf16 } from './proof.ts';

/** Attributes of a server ([MS-NLMP] 2.2.2.1). */
const Id = {
  end: 0,
  computer: 1,
  domain: 2,
  dnsComputer: 3,
  dnsDomain: 4,
  dnsTree: 5,
  timestamp: 7,
} as const;
const NETBIOS_LENGTH = 15;
/** Milliseconds from 1601, where Windows begins to count, to 1970. */
const EPOCH_MS = 11_644_473_600_000n;
/** A FILETIME counts in steps of 100 ns. */
const PER_MS = 10_000n;

/** A server that asks for a proof. */
export interface Target {
  /** "front-end-1" */
  readonly computer: string;
  /** Name of its domain in DNS. */
  readonly domain: string;
  /** Milliseconds since 1970, now. */
  readonly time: number;
}

/** The short form of a name that Windows keeps beside that of DNS. */
export function netbiosName(name: string): string {
  return name.split('.')[0]!.slice(0, NETBIOS_LENGTH).toUpperCase();
}

/** A server's names and its time, as its challenge carries them (TargetInfo). */
export function targetInfo({ computer, domain, time }: Target): Uint8Array {
  return concat(
    pair(Id.domain, utf16(netbiosName(domain))),
    pair(Id.computer, utf16(netbiosName(computer))),
    pair(Id.dnsDomain, utf16(domain)),
    pair(Id.dnsComputer, utf16(`${computer}.${domain}`)),
    pair(Id.dnsTree, utf16(domain)),
    pair(Id.timestamp, fileTime(time)),
    pair(Id.end, new Uint8Array(0)),
  );
}

/** The time in such a list; null when it tells none. */
export function timeIn(info: Uint8Array): Uint8Array | null {
  for (let at = 0; at + 4 <= info.length;) {
    const length = info[at + 2]! | (info[at + 3]! << 8);
    if ((info[at]! | (info[at + 1]! << 8)) === Id.timestamp) return info.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  return null;
}

function pair(id: number, value: Uint8Array): Uint8Array {
  return concat([id, 0, value.length & 255, value.length >>> 8], value);
}

function fileTime(ms: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, (BigInt(Math.floor(ms)) + EPOCH_MS) * PER_MS, true);
  return new Uint8Array(view.buffer);
}
