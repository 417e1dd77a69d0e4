import type { App, Session } from 'electron';
import { ORIGIN } from './window.ts';

/** The one permission that a page of ours asks for: to put text on the clipboard at the person's click. */
const GRANTED = 'clipboard-sanitized-write';

/** net::ERR_FAILED, as a certificate's verification wants it. */
const REFUSED = -2;

/** Nothing that is loaded comes from elsewhere: our own files, what a page has made itself, and small pictures in it. */
const LOADED = [`${ORIGIN}/`, `blob:${ORIGIN}/`, 'data:'];
const DEVELOPERS = 'devtools:';

/** Makes a session one that asks nobody, loads nothing from elsewhere, and keeps only what the person says. */
export function guardSession(session: Session, devTools: boolean): void {
  refusePermissions(session);
  session.setSpellCheckerEnabled(false);
  const loaded = devTools ? [...LOADED, DEVELOPERS] : LOADED;
  session.webRequest.onBeforeRequest(({ url }, decide) =>
    decide({ cancel: !loaded.some((start) => url.startsWith(start)) }),
  );
  // Nothing here speaks TLS: so there is no certificate that would be right.
  session.setCertificateVerifyProc((_request, decide) => decide(REFUSED));
  session.on('will-download', (event, item) => {
    // Electron asks where to, unless it is told a path: none is told.
    if (!item.getURL().startsWith(`blob:${ORIGIN}/`)) event.preventDefault();
  });
}

/** Refuses what the lab never needs: camera, location, notifications, devices and the rest. */
function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(permission === GRANTED));
  session.setPermissionCheckHandler((_contents, permission) => permission === GRANTED);
  session.setDevicePermissionHandler(() => false);
}

/** Nobody is asked for a name, a password or a certificate, and no wrong certificate is taken for a right one. */
export function guardProgram(app: App): void {
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, decide) => {
    event.preventDefault();
    decide(false);
  });
  // Told nothing, Electron would take the first certificate that this computer has.
  app.on('select-client-certificate', (event, _contents, _url, _certificates, decide) => {
    event.preventDefault();
    decide();
  });
  app.on('login', (event, _contents, _details, _who, decide) => {
    event.preventDefault();
    decide();
  });
}
