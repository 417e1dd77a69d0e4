import { header } from '../../protocols/sip/headers.ts';
import type { SipResponse } from '../../protocols/sip/message.ts';

/** Why a request did not come out well, in few words; `response` is null when there was no answer at all. */
export function failureText(response: SipResponse | null): string {
  if (response === null) return 'no answer in time (408)';
  const diagnostics = header(response, 'ms-diagnostics');
  const reason = diagnostics === undefined ? '' : (/reason="([^"]*)"/.exec(diagnostics)?.[1] ?? '');
  return `${response.status} ${response.reason}${reason ? `: ${reason}` : ''}`;
}
