import { decodeBody } from '../../protocols/codec/body.ts';
import { fromHex } from '../../protocols/codec/hex.ts';

/** A white picture of 160 by 120 points: signature, IHDR, and the beginning of a comment. */
const HEAD =
  '89504e470d0a1a0a0000000d49484452000000a000000078080000000050c9a6b30000459074455874436f6d6d656e7400';
const COMMENT = 'S'.repeat(17800);
/** The comment's CRC, IDAT, IEND. */
const TAIL =
  'accda0f3000000654944415478daedce310100000c0220fb97d6107b764002d2e7222828282828282828282828282828282828282828282828282828282828282828282828282828282828282828282828282828282828282828282828282828282828282828282828282878376e7db957e404034f0000000049454e44ae426082';

/**
 * A slide as a web conferencing server gives it out: a PNG, as the text of a body. Real ones are some 100 kB; smaller
 * here, so that a lab stays quick (assumption).
 */
export const SLIDE = decodeBody(fromHex(HEAD)) + COMMENT + decodeBody(fromHex(TAIL));
