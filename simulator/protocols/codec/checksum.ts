/**
 * Adds bytes to a sum of 16-bit words (RFC 1071).
 * @param from what was summed before, of a whole number of words
 */
export function sum16(bytes: Uint8Array, from: number, begin = 0, end = bytes.length): number {
  let sum = from;
  const last = end - 1;
  for (let i = begin; i < last; i += 2) sum += (bytes[i]! << 8) | bytes[i + 1]!;
  // The last word is filled up with zeros.
  return (end - begin) & 1 ? sum + (bytes[last]! << 8) : sum;
}

/** The checksum of such a sum: its ones' complement in 16 bits (RFC 1071). */
export function checksum(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 65536);
  return ~folded & 0xffff;
}
