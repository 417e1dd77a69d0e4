import { parseAddress } from '../../../simulator/model/address.ts';
import type { Message } from '../../../simulator/model/packet.ts';
import { fromHex, toHex } from '../../../simulator/protocols/codec/hex.ts';
import { write } from '../../../simulator/protocols/registry.ts';
import { fingerprint, integrityMac } from '../../../simulator/protocols/stun/integrity.ts';

/** Bytes of hexadecimal text with spaces and line breaks. */
export const bytesOf = (text: string) => fromHex(text.replace(/\s/g, ''));
export const hexOf = (message: Message) => toHex(write(message).result());
export const place = (address: string, port: number) => ({ address: parseAddress(address)!, port });

/** The attributes of a message: number, where it begins, bytes of the value. Walks by itself. */
export function attributesOf(bytes: Uint8Array, padded: boolean) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found: { type: number; at: number; value: string }[] = [];
  for (let at = 20; at < bytes.length;) {
    const length = view.getUint16(at + 2);
    found.push({
      type: view.getUint16(at),
      at,
      value: toHex(bytes.subarray(at + 4, at + 4 + length)),
    });
    at += 4 + (padded ? Math.ceil(length / 4) * 4 : length);
  }
  return found;
}

export const find = (bytes: Uint8Array, type: number, padded = true) =>
  attributesOf(bytes, padded).find((one) => one.type === type)!;

/** Does the HMAC in the bytes agree with the key? */
export function isSigned(bytes: Uint8Array, key: Uint8Array): boolean {
  const { at, value } = find(bytes, 0x0008);
  return toHex(integrityMac(bytes.subarray(0, at), 'rfc5389', key)) === value;
}

/** Does the CRC in the bytes agree with them? */
export function isPrinted(bytes: Uint8Array): boolean {
  const { at, value } = find(bytes, 0x8028);
  return fingerprint(bytes.subarray(0, at)) === parseInt(value, 16);
}

// RFC 5769 2.1 to 2.4.
export const PASSWORD = 'VOkJxbRl1RmTxUk/WvJxBt';
export const REQUEST = bytesOf(`
  00010058 2112a442 b7e7a701bc34d686fa87dfae
  80220010 5354554e207465737420636c69656e74
  00240004 6e0001ff
  80290008 932ff9b151263b36
  00060009 6576746a3a68367659202020
  00080014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2
  80280004 e57a3bcf`);
export const RESPONSE = bytesOf(`
  0101003c 2112a442 b7e7a701bc34d686fa87dfae
  8022000b 7465737420766563746f7220
  00200008 0001a147e112a643
  00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7
  80280004 c07d4c96`);
export const RESPONSE_IPV6 = bytesOf(`
  01010048 2112a442 b7e7a701bc34d686fa87dfae
  8022000b 7465737420766563746f7220
  00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9
  00080014 a382954e4be67bf11784c97c8292c275bfe3ed41
  80280004 c8fb0b4c`);
export const LONG_TERM = bytesOf(`
  00010060 2112a442 78ad3433c6ad72c029da412e
  00060012 e3839ee38388e383aae38383e382afe382b90000
  0015001c 662f2f3439396b39353464364f4c33346f4c39465354767936347341
  0014000b 6578616d706c652e6f726700
  00080014 f67024656dd64a3e02b8e0712e85c9a28ca89666`);
