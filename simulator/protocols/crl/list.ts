import { Random } from '../../kernel/random.ts';
import { decodeBody, encodeBody } from '../codec/body.ts';
import { commonName, date, hex, nameOf, Oid, open, rest, Tag, text, tlv, unhex, utc } from '../codec/der.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import { remembered } from '../codec/remembered.ts';

/** A certificate revocation list, as far as anyone here looks at it (RFC 5280 5). */
export interface RevocationList {
  readonly issuer: string;
  /** Dates: 2011-03-01 or 2011-03-01T09:00:00Z. */
  readonly thisUpdate: string;
  readonly nextUpdate: string;
  /** Serial numbers, hexadecimal. */
  readonly revoked: readonly string[];
}

export const CRL_TYPE = 'application/pkix-crl';

const SIGNATURE_BYTES = 256;

/** The list in DER, as the body of an HTTP answer. Its signature is filler of the right length. */
export function writeList(list: RevocationList): string {
  return written(JSON.stringify(list));
}

const written = remembered((text) => encode(JSON.parse(text) as RevocationList));

function encode({ issuer, thisUpdate, nextUpdate, revoked }: RevocationList): string {
  const random = new Random(0, `crl/${issuer}/${thisUpdate}`);
  const algorithm = tlv(Tag.sequence, tlv(Tag.oid, Oid.sha1WithRsa), tlv(Tag.null));
  const entries = revoked.map((serial) =>
    tlv(Tag.sequence, tlv(Tag.integer, [0, ...unhex(serial)]), tlv(Tag.utcTime, utc(thisUpdate))),
  );
  const tbs = tlv(
    Tag.sequence,
    tlv(Tag.integer, [1]),
    algorithm,
    nameOf(issuer),
    tlv(Tag.utcTime, utc(thisUpdate)),
    tlv(Tag.utcTime, utc(nextUpdate)),
    ...(entries.length > 0 ? [tlv(Tag.sequence, ...entries)] : []),
  );
  const signature = Array.from({ length: SIGNATURE_BYTES }, () => random.uint32() & 255);
  return decodeBody(tlv(Tag.sequence, tbs, algorithm, tlv(Tag.bits, [0, ...signature])));
}

/** Reads such a body; null when it is none. */
export const readList = remembered((body: string): RevocationList | null => {
  try {
    const tbs = open(open(new Reader(encodeBody(body)), Tag.sequence), Tag.sequence);
    open(tbs, Tag.integer);
    open(tbs, Tag.sequence);
    const issuer = commonName(open(tbs, Tag.sequence));
    const thisUpdate = date(text(open(tbs, Tag.utcTime)));
    const nextUpdate = date(text(open(tbs, Tag.utcTime)));
    const revoked: string[] = [];
    const entries = tbs.left > 0 ? open(tbs, Tag.sequence) : tbs;
    while (entries.left > 0)
      revoked.push(hex(rest(open(open(entries, Tag.sequence), Tag.integer))).replace(/^00/, ''));
    return { issuer, thisUpdate, nextUpdate, revoked };
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
});
