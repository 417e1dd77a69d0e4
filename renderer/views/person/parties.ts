import { addressOf } from '../../../simulator/protocols/sip/address.ts';
import { conferencePart } from '../../../simulator/protocols/sip/conference-bodies.ts';
import { parseNameAddress, parseUri } from '../../../simulator/protocols/sip/headers.ts';
import { partyName } from '../dialogs/rows.ts';

/** Whom a window is about: a person, or a meeting with all its parts. */
export interface Party {
  /** The same for all that belongs in one window. */
  readonly key: string;
  readonly title: string;
  readonly meeting: boolean;
}

/** The party that a From or To names. */
export function partOf(value: string | undefined, names: ReadonlyMap<string, string>): Party {
  const text = value ?? '';
  const part = conferencePart(parseUri(parseNameAddress(text).uri).params['opaque']);
  const address = addressOf(text);
  if (part?.id)
    return { key: `meeting ${part.id}`, title: `${names.get(address) ?? address}’s meeting`, meeting: true };
  return { key: address, title: partyName(text, names), meeting: false };
}
