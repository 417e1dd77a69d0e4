/*
 * The XML bodies of Microsoft's presence: written with the elements that matter and read back by those. Not the whole
 * of [MS-PRES]: containers, categories other than state, and notes are left out.
 */

import { remembered } from '../codec/remembered.ts';

export const PRESENCE_TYPE = 'application/msrtc-event-categories+xml';
export const PUBLICATION_TYPE = 'application/msrtc-category-publish+xml';
export const BATCH_TYPE = 'application/msrtc-adrl-categorylist+xml';

/** Availability numbers of the "state" category and what people read (values as clients of the time show them). */
const AVAILABILITY: Readonly<Record<string, number>> = {
  Available: 3500,
  Busy: 6500,
  'Do not disturb': 9500,
  'Be right back': 12500,
  Away: 15500,
  Offline: 18500,
};

/** What somebody publishes about themselves. */
export function publicationBody(uri: string, state: string): string {
  return `<publish xmlns="http://schemas.microsoft.com/2006/09/sip/rich-presence"><publications uri="${uri}"><publication categoryName="state" instance="1" container="2" version="0" expireType="endpoint">${stateElement(state)}</publication></publications></publish>`;
}

/** The state in a publication, or null when it holds none. */
export function readPublication(body: string): string | null {
  return readAvailability(
    /<publication [^>]*categoryName="state"[^>]*>(.*?)<\/publication>/s.exec(body)?.[1] ?? '',
  );
}

/** Whose presence a batch subscription asks for. */
export function watchBody(self: string, contacts: readonly string[]): string {
  const resources = contacts.map((uri) => `<resource uri="${uri}"/>`).join('');
  return `<batchSub xmlns="http://schemas.microsoft.com/2006/01/sip/batch-subscribe" uri="${self}" name=""><action name="subscribe" id="1"><adhocList>${resources}</adhocList><categoryList xmlns="http://schemas.microsoft.com/2006/09/sip/categorylist"><category name="state"/></categoryList></action></batchSub>`;
}

export function readWatched(body: string): readonly string[] {
  return [...body.matchAll(/<resource uri="([^"]*)"/g)].map((match) => match[1]!);
}

/** The states of some people: in the answer to a subscription, and in each notification. */
export function presenceBody(states: readonly { readonly uri: string; readonly state: string }[]): string {
  return states
    .map(
      ({ uri, state }) =>
        `<categories xmlns="http://schemas.microsoft.com/2006/09/sip/categories" uri="${uri}"><category name="state" instance="1" publishTime="2011-03-01T09:00:00Z">${stateElement(state)}</category></categories>`,
    )
    .join('');
}

export function readPresence(body: string): readonly { readonly uri: string; readonly state: string }[] {
  return [...body.matchAll(/<categories [^>]*uri="([^"]*)"[^>]*>(.*?)<\/categories>/gs)].flatMap((match) => {
    const state = readAvailability(match[2]!);
    return state === null ? [] : [{ uri: match[1]!, state }];
  });
}

export function contactListBody(contacts: readonly string[]): string {
  const list = contacts.map(
    (uri) => `<contact uri="${uri.slice(4)}" name="" groups="1" subscribed="true" externalURI=""/>`,
  );
  return `<contactList deltaNum="1"><group id="1" name="~" externalURI=""/>${list.join('')}</contactList>`;
}

export function readContactList(body: string): readonly string[] {
  return [...body.matchAll(/<contact uri="([^"]*)"/g)].map((match) => `sip:${match[1]!}`);
}

/** Addresses that a client learns when it signs in; those that the pool does not offer are missing. */
export interface ServerConfiguration {
  readonly absInternalServerUrl?: string;
  readonly absExternalServerUrl?: string;
  readonly dlxInternalUrl?: string;
  readonly dlxExternalUrl?: string;
  readonly focusFactoryUri?: string;
  readonly mrasUri?: string;
}

/** In-band settings ([MS-SIPREGE]): only the group that says how the client is served. */
export function provisioningBody(configuration: ServerConfiguration): string {
  const own = Object.entries(configuration).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<provisionGroupList xmlns="http://schemas.microsoft.com/2006/09/sip/provisiongrouplist-notification"><provisionGroup name="ServerConfiguration">${own.join('')}<ucPC2PCAVEncryption>SupportEncryption</ucPC2PCAVEncryption><ucPortRangeEnabled>false</ucPortRangeEnabled></provisionGroup></provisionGroupList>`;
}

export const readProvisioning = remembered((body: string): ServerConfiguration => {
  const found = body.matchAll(
    /<((?:abs|dlx)(?:Internal|External)(?:Server)?Url|focusFactoryUri|mrasUri)>([^<]*)</g,
  );
  return Object.fromEntries([...found].map((match) => [match[1]!, match[2]!]));
});

function stateElement(state: string): string {
  return `<state xmlns="http://schemas.microsoft.com/2006/09/sip/state"><availability>${AVAILABILITY[state] ?? AVAILABILITY['Offline']}</availability></state>`;
}

function readAvailability(text: string): string | null {
  const value = Number(/<availability>(\d+)<\/availability>/.exec(text)?.[1] ?? NaN);
  return Object.entries(AVAILABILITY).find(([, number]) => number === value)?.[0] ?? null;
}
