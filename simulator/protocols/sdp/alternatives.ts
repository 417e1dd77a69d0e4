import { SDP_TYPE } from './text.ts';

/** Two descriptions of one session, for the old clients and for the new ([MS-CONMGMT]; seen in traces of Lync). */
export const ALTERNATIVE_TYPE = 'multipart/alternative';

const BOUNDARY = '----=_NextPart_000_0001_01CB5DC9';
const FALLBACK = 'session; handling=optional; ms-proxy-2007fallback';

/** The header Content-Type of such a body. */
export function alternativeType(): string {
  return `${ALTERNATIVE_TYPE};boundary="${BOUNDARY}"`;
}

/** The body: first what OCS 2007 understands, then the other. */
export function writeAlternatives(old: string, modern: string): string {
  const part = (disposition: string, sdp: string) =>
    `--${BOUNDARY}\r\nContent-Type: ${SDP_TYPE}\r\nContent-Transfer-Encoding: 7bit\r\nContent-Disposition: ${disposition}\r\n\r\n${sdp}`;
  return `${part(FALLBACK, old)}\r\n${part('session; handling=optional', modern)}\r\n--${BOUNDARY}--\r\n`;
}

/**
 * The description in a body that the receiver understands.
 * @param type the header Content-Type
 * @param dialect which of the two it wants, should there be two
 * @returns the text; empty when there is none
 */
export function chooseAlternative(type: string, body: string, dialect: 'ice2' | 'draft6'): string {
  const boundary = /^multipart\/alternative\s*;\s*boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary === undefined) return type.toLowerCase().startsWith(SDP_TYPE) ? body : '';
  const parts = body
    .split(`--${boundary}`)
    .map((part) => part.replace(/^\r\n/, ''))
    .filter((part) => part.includes('\r\n\r\n'))
    .map((part) => {
      const end = part.indexOf('\r\n\r\n');
      return { head: part.slice(0, end), text: part.slice(end + 4) };
    });
  const old = parts.find(({ head }) => head.includes('ms-proxy-2007fallback'));
  const modern = parts.find((part) => part !== old);
  return ((dialect === 'draft6' ? old : modern) ?? old)?.text ?? '';
}
