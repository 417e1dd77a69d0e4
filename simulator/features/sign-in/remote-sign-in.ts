import type { Feature } from '../stage.ts';
import { oneStep } from '../stage.ts';

export const remoteSignIn: Feature = {
  id: 'remote-sign-in',
  workload: 'sign-in',
  title: 'Remote user signs in (Lync client outside)',
  between: 'remote user -> front end',
  *scene(stage) {
    const from = stage.now;
    const [signedIn] = yield* stage.signIn(stage.person('remote'));
    return oneStep(signedIn!, from);
  },
};
