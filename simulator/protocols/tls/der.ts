import { Random } from '../../kernel/random.ts';
import {
  ascii,
  commonName,
  date,
  hex,
  nameOf,
  next,
  Oid,
  open,
  rest,
  Tag,
  text,
  tlv,
  unhex,
  utc,
} from '../codec/der.ts';
import { Reader } from '../codec/reader.ts';
import { remembered } from '../codec/remembered.ts';
import type { Certificate } from './certificate.ts';

/*
 * X.509 in DER (RFC 5280 4.1, X.690): version 3, SHA-1 with RSA, a key of 2048 bits, alternative names, revocation
 * points and key usages. Public key and signature are filler of the right length, drawn from the certificate's key.
 */

const Own = {
  rsaEncryption: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01],
  subjectAltName: [0x55, 0x1d, 0x11],
  crlDistributionPoints: [0x55, 0x1d, 0x1f],
  extendedKeyUsage: [0x55, 0x1d, 0x25],
  serverAuth: [0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01],
  clientAuth: [0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02],
} as const;

const KEY_BYTES = 256;

/** The certificate's bytes. */
export function writeCertificate(certificate: Certificate): Uint8Array {
  return certificate.der ?? encode(certificate);
}

const size = remembered((text) => encode(JSON.parse(text) as Certificate).length);

/** How many bytes that are: they do not hang on which key it has, nor on which serial number of some length. */
export function certificateSize(certificate: Certificate): number {
  if (certificate.der) return certificate.der.length;
  return size(JSON.stringify({ ...certificate, serial: '0'.repeat(certificate.serial.length), key: '' }));
}

/**
 * Reads names, dates and revocation points of any X.509 certificate (RFC 5280 4.1); the key's seed cannot be read.
 * @throws DecodeError when the bytes are none
 */
export function readCertificate(bytes: Uint8Array): Omit<Certificate, 'key'> {
  const tbs = open(open(new Reader(bytes), Tag.sequence), Tag.sequence);
  let first = next(tbs);
  // The version, which those of version 1 have not.
  if (first.tag === 0xa0) first = next(tbs);
  const serial = hex(rest(first.value)).replace(/^00/, '');
  open(tbs, Tag.sequence);
  const issuer = commonName(open(tbs, Tag.sequence));
  const dates = open(tbs, Tag.sequence);
  const notBefore = date(text(next(dates).value));
  const notAfter = date(text(next(dates).value));
  const subject = commonName(open(tbs, Tag.sequence));
  open(tbs, Tag.sequence);
  return { serial, subject, issuer, notBefore, notAfter, ...readExtensions(tbs) };
}

function readExtensions(tbs: Reader): Pick<Certificate, 'names' | 'crl'> {
  const names: string[] = [];
  let crl: string | null = null;
  while (tbs.left > 0) {
    const { tag, value } = next(tbs);
    if (tag !== 0xa3) continue;
    const extensions = open(value, Tag.sequence);
    while (extensions.left > 0) {
      const extension = open(extensions, Tag.sequence);
      const oid = rest(open(extension, Tag.oid)).join();
      let content = next(extension);
      if (content.tag === Tag.boolean) content = next(extension);
      if (oid === Own.subjectAltName.join()) names.push(...namesIn(content.value));
      else if (oid === Own.crlDistributionPoints.join()) crl ??= addressIn(content.value);
    }
  }
  return { names, crl };
}

/** DNS names among the alternative names (RFC 5280 4.2.1.6). */
function namesIn(value: Reader): string[] {
  const names: string[] = [];
  const list = open(value, Tag.sequence);
  while (list.left > 0) {
    const one = next(list);
    if (one.tag === 0x82) names.push(text(one.value));
  }
  return names;
}

/** The first address among the revocation points (RFC 5280 4.2.1.13). */
function addressIn(value: Reader): string | null {
  const points = open(value, Tag.sequence);
  while (points.left > 0) {
    const point = open(points, Tag.sequence);
    while (point.left > 0) {
      const where = next(point);
      if (where.tag !== 0xa0) continue;
      const full = next(where.value);
      while (full.tag === 0xa0 && full.value.left > 0) {
        const name = next(full.value);
        if (name.tag === 0x86) return text(name.value);
      }
    }
  }
  return null;
}

function encode({ serial, subject, names, issuer, notBefore, notAfter, crl, key }: Certificate): Uint8Array {
  const random = new Random(0, key);
  const filler = (length: number) => Array.from({ length }, () => random.uint32() & 255);
  const algorithm = tlv(Tag.sequence, tlv(Tag.oid, Oid.sha1WithRsa), tlv(Tag.null));
  const modulus = [0, 0x80 | random.between(0, 127), ...filler(KEY_BYTES - 2), 1];
  const publicKey = tlv(Tag.sequence, tlv(Tag.integer, modulus), tlv(Tag.integer, [1, 0, 1]));
  const extension = (oid: readonly number[], value: Uint8Array) =>
    tlv(Tag.sequence, tlv(Tag.oid, oid), tlv(Tag.octets, value));
  const tbs = tlv(
    Tag.sequence,
    tlv(0xa0, tlv(Tag.integer, [2])),
    tlv(Tag.integer, [0, ...unhex(serial)]),
    algorithm,
    nameOf(issuer),
    tlv(Tag.sequence, tlv(Tag.utcTime, utc(notBefore)), tlv(Tag.utcTime, utc(notAfter))),
    nameOf(subject),
    tlv(
      Tag.sequence,
      tlv(Tag.sequence, tlv(Tag.oid, Own.rsaEncryption), tlv(Tag.null)),
      tlv(Tag.bits, [0], publicKey),
    ),
    tlv(
      0xa3,
      tlv(
        Tag.sequence,
        extension(Own.subjectAltName, tlv(Tag.sequence, ...names.map((name) => tlv(0x82, ascii(name))))),
        ...(crl === null
          ? []
          : [
              extension(
                Own.crlDistributionPoints,
                tlv(Tag.sequence, tlv(Tag.sequence, tlv(0xa0, tlv(0xa0, tlv(0x86, ascii(crl)))))),
              ),
            ]),
        extension(
          Own.extendedKeyUsage,
          tlv(Tag.sequence, tlv(Tag.oid, Own.serverAuth), tlv(Tag.oid, Own.clientAuth)),
        ),
      ),
    ),
  );
  return tlv(Tag.sequence, tbs, algorithm, tlv(Tag.bits, [0, ...filler(KEY_BYTES)]));
}

/** A distinguished name with a common name only, in DER: what a certificate request lists. */
export const writeName = remembered(nameOf);

/** The common name of such a name. */
export function readName(bytes: Uint8Array): string {
  return commonName(open(new Reader(bytes), Tag.sequence));
}
