import type { PrecacheEntry } from 'workbox-precaching';
import { precacheAndRoute } from 'workbox-precaching';

/** Keeps all files of the web edition, so that it opens without a network. It asks for nothing but these. */

/** Put in its place by build/web.ts: each file, with a hash unless its name has one. */
declare const FILES: PrecacheEntry[];

/** What is used here of a ServiceWorkerGlobalScope; its library and that of pages exclude each other. */
declare const self: {
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(
    type: 'activate' | 'message',
    listen: (event: { readonly data?: unknown; waitUntil(done: Promise<void>): void }) => void,
  ): void;
};

// An address may carry a lesson or a talk behind its question mark: it is the same page.
precacheAndRoute(FILES, { ignoreURLParametersMatching: [/.*/] });
// The first visit's window, too, finds all files here from now on.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
// A new version waits until a window of the old one asks for it: renderer/stores/new-version.svelte.ts.
self.addEventListener('message', (event) => {
  if (event.data === 'take over') event.waitUntil(self.skipWaiting());
});
