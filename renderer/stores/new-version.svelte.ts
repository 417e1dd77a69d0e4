/**
 * The web edition keeps itself in the browser, and looks for a new version whenever it is opened. That one waits until
 * it is asked for. Elsewhere (Electron, `npm start`) there is nothing to keep: the page names no manifest.
 */
export class NewVersion {
  /** There is a new version, and this window still shows the old one. */
  offered = $state(false);
  #registration: ServiceWorkerRegistration | null = null;
  #asked = false;

  /** Registers the service worker, and watches for the next one. Call once. */
  async watch(): Promise<void> {
    if (document.querySelector('link[rel="manifest"]') === null || !('serviceWorker' in navigator)) return;
    const { serviceWorker } = navigator;
    // The first one that takes over does so on the first visit: it is what this window shows.
    let known = serviceWorker.controller !== null;
    serviceWorker.addEventListener('controllerchange', () => {
      if (this.#asked) location.reload();
      // Another window asked for it.
      else if (known) this.offered = true;
      known = true;
    });
    let registration: ServiceWorkerRegistration;
    try {
      registration = await serviceWorker.register('./service-worker.js', { updateViaCache: 'none' });
    } catch {
      // Kept nothing, as where a browser is told not to: it works while there is a network.
      return;
    }
    this.#registration = registration;
    const look = (): void => {
      if (registration.waiting && known) this.offered = true;
    };
    const follow = (): void => registration.installing?.addEventListener('statechange', look);
    // It may have begun, or be there, since before this window was opened.
    look();
    follow();
    registration.addEventListener('updatefound', follow);
  }

  /** Loads the new version. Work is kept as at any end of the window. */
  load(): void {
    this.#asked = true;
    const waiting = this.#registration?.waiting;
    if (waiting) waiting.postMessage('take over');
    else location.reload();
  }
}
