import { concat } from '../codec/concat.ts';
import { encodeUtf8 } from '../codec/utf8.ts';
import { utf16 } from './proof.ts';

/*
 * NTLMSSP's messages ([MS-NLMP] 2.2.1), little-endian: a head, and after it the parts that the head names by length and
 * place.
 */

const SIGNATURE = encodeUtf8('NTLMSSP\0');
const Type = { negotiate: 1, challenge: 2, authenticate: 3 } as const;
/** Windows 7 and Windows Server 2008 R2, NTLM revision 15 ([MS-NLMP] 2.2.2.10). */
const VERSION = Uint8Array.of(6, 1, 0xb1, 0x1d, 0, 0, 0, 15);
/** Where the head names its parts, in bytes from the start. */
const At = {
  type: 8,
  flags: 20,
  challenge: 24,
  targetInfo: 40,
  ntResponse: 20,
  domain: 28,
  user: 36,
} as const;
const PART = 8;
const CHALLENGE_HEAD = 56;
const AUTHENTICATE_HEAD = 72;

/** Flags ([MS-NLMP] 2.2.2.5). */
const Flag = {
  unicode: 0x1,
  target: 0x4,
  sign: 0x10,
  seal: 0x20,
  datagram: 0x40,
  ntlm: 0x200,
  alwaysSign: 0x8000,
  targetIsDomain: 0x10000,
  extendedSecurity: 0x80000,
  identify: 0x100000,
  targetInfo: 0x800000,
  version: 0x2000000,
  key128: 0x20000000,
  keyExchange: 0x40000000,
  key56: 0x80000000,
} as const;

const COMMON =
  Flag.unicode +
  Flag.target +
  Flag.sign +
  Flag.ntlm +
  Flag.alwaysSign +
  Flag.extendedSecurity +
  Flag.version +
  Flag.key128 +
  Flag.keyExchange +
  Flag.key56;

/** What a server offers: over HTTP a client asks first; in SIP it does not, "connectionless" ([MS-SIPAE] 3.1). */
export const OFFERS = {
  http: COMMON + Flag.targetIsDomain + Flag.targetInfo,
  sip: COMMON + Flag.targetIsDomain + Flag.targetInfo + Flag.seal + Flag.datagram + Flag.identify,
} as const;

/** A server's challenge. */
export interface ChallengeMessage {
  readonly flags: number;
  /** 8 bytes. */
  readonly challenge: Uint8Array;
  /** The server's names and its time, as attribute-value pairs ([MS-NLMP] 2.2.2.1). */
  readonly targetInfo: Uint8Array;
}

/** A client's proof. */
export interface AuthenticateMessage {
  readonly flags: number;
  /** Proof and blob. */
  readonly ntResponse: Uint8Array;
  readonly user: string;
  /** Empty where the user is a UPN. */
  readonly domain: string;
  readonly workstation: string;
  /** 16 bytes: the session's key, encrypted. */
  readonly sessionKey: Uint8Array;
}

/** NEGOTIATE_MESSAGE: a client asks for a challenge. */
export function writeNegotiate(): Uint8Array {
  const nothing = { part: new Uint8Array() };
  return build(Type.negotiate, [word(COMMON), nothing, nothing, VERSION]);
}

/** CHALLENGE_MESSAGE. `target`: the server's domain, in NetBIOS form. */
export function writeChallenge(
  { flags, challenge, targetInfo }: ChallengeMessage,
  target: string,
): Uint8Array {
  const reserved = new Uint8Array(8);
  return build(Type.challenge, [
    { part: utf16(target) },
    word(flags),
    challenge,
    reserved,
    { part: targetInfo },
    VERSION,
  ]);
}

/**
 * AUTHENTICATE_MESSAGE, without MIC, as clients before Windows 7 sent it (assumption). There is no LMv2 response where
 * the server has told its time ([MS-NLMP] 3.1.5.1.2).
 */
export function writeAuthenticate(message: AuthenticateMessage): Uint8Array {
  const { flags, ntResponse, user, domain, workstation, sessionKey } = message;
  return build(Type.authenticate, [
    { part: new Uint8Array(24) },
    { part: ntResponse },
    { part: utf16(domain) },
    { part: utf16(user) },
    { part: utf16(workstation) },
    { part: sessionKey },
    word(flags & ~Flag.targetIsDomain),
    VERSION,
  ]);
}

/** Reads a challenge; null when it is none. */
export function readChallenge(bytes: Uint8Array): ChallengeMessage | null {
  if (!isType(bytes, Type.challenge, CHALLENGE_HEAD)) return null;
  return {
    flags: new DataView(bytes.buffer, bytes.byteOffset).getUint32(At.flags, true),
    challenge: bytes.subarray(At.challenge, At.challenge + 8),
    targetInfo: part(bytes, At.targetInfo),
  };
}

/** Reads what a server needs of a proof; null when it is none. */
export function readAuthenticate(
  bytes: Uint8Array,
): Pick<AuthenticateMessage, 'ntResponse' | 'user' | 'domain'> | null {
  if (!isType(bytes, Type.authenticate, AUTHENTICATE_HEAD)) return null;
  return {
    ntResponse: part(bytes, At.ntResponse),
    user: fromUtf16(part(bytes, At.user)),
    domain: fromUtf16(part(bytes, At.domain)),
  };
}

/** What stands in a head: its own bytes, or where a part is that follows the head. */
type Piece = Uint8Array | { readonly part: Uint8Array };

function build(type: number, pieces: readonly Piece[]): Uint8Array {
  const head = [SIGNATURE, word(type)];
  const parts: Uint8Array[] = [];
  let at = pieces.reduce(
    (sum, piece) => sum + (piece instanceof Uint8Array ? piece.length : PART),
    SIGNATURE.length + 4,
  );
  for (const piece of pieces)
    if (piece instanceof Uint8Array) head.push(piece);
    else {
      const { part } = piece;
      head.push(word(part.length + part.length * 65536), word(at));
      parts.push(part);
      at += part.length;
    }
  return concat(...head, ...parts);
}

function word(value: number): Uint8Array {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}

function isType(bytes: Uint8Array, type: number, least: number): boolean {
  return bytes.length >= least && SIGNATURE.every((byte, i) => bytes[i] === byte) && bytes[At.type] === type;
}

/** Whoever names a part that is not there names nothing. */
function part(bytes: Uint8Array, at: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const start = view.getUint32(at + 4, true);
  return bytes.subarray(start, start + view.getUint16(at, true));
}

function fromUtf16(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i + 1 < bytes.length; i += 2) text += String.fromCharCode(bytes[i]! | (bytes[i + 1]! << 8));
  return text;
}
