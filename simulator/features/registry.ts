import { remoteIm } from './im-presence/remote-im.ts';
import { remotePresence } from './im-presence/remote-presence.ts';
import { remoteSignIn } from './sign-in/remote-sign-in.ts';
import type { Feature } from './stage.ts';

/** Every feature, in the order in which it is listed. A new one is one file and one line here. */
export const FEATURES: readonly Feature[] = [remoteSignIn, remotePresence, remoteIm];
