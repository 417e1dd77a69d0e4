import { parseNameAddress, parseUri } from './headers.ts';

/** "sip:bob@contoso.com" of a From, To, Contact or Request-URI: without display name and parameters. */
export function addressOf(value: string | undefined): string {
  const uri = parseUri(parseNameAddress(value ?? '').uri);
  return `sip:${uri.user === null ? '' : `${uri.user}@`}${uri.host}`;
}
