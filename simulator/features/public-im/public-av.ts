import { callsBothWays } from '../av/media-call.ts';
import type { Feature } from '../stage.ts';

export const publicAv: Feature = {
  id: 'public-av-wlm',
  workload: 'public-im',
  title: 'Audio/video with Windows Live Messenger',
  between: 'internal user <-> Windows Live user',
  *scene(stage) {
    const theirs = stage.person('public');
    return yield* callsBothWays(stage, stage.person('internal'), theirs, 'audio');
  },
};
