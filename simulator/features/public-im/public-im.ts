import { imAndPresence } from '../federation/im-and-presence.ts';
import type { Feature } from '../stage.ts';

/** The same as with a partner: the provider's servers stand where a partner's Edge would. */
export const publicIm: Feature = {
  id: 'public-im',
  workload: 'public-im',
  title: 'Instant messages and presence with a public IM provider',
  between: 'internal user <-> public IM user',
  *scene(stage) {
    const theirs = stage.person('public');
    return yield* imAndPresence(stage, stage.person('internal'), theirs);
  },
};
