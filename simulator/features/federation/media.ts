import type { DesignOrganization } from '../../model/design.ts';
import { callsBothWays } from '../av/media-call.ts';
import { fileTransfer } from '../sharing/sharing.ts';
import type { Feature } from '../stage.ts';

/** A call with somebody of a partner, or sharing with them, by what the partner runs. */
export function federationMedia(
  version: DesignOrganization['version'],
  id: string,
  title: string,
  kind: 'audio' | 'applicationsharing',
): Feature {
  return {
    id,
    workload: 'federation',
    title,
    between: 'internal user <-> partner user',
    *scene(stage) {
      const theirs = stage.partner(version);
      return yield* callsBothWays(stage, stage.person('internal'), theirs, kind);
    },
  };
}

export const federationFileTransfer: Feature = {
  id: 'federation-file-transfer-lync2010',
  workload: 'federation',
  title: 'File transfer with a Lync 2010 partner',
  between: 'internal user <-> partner user',
  *scene(stage) {
    const theirs = stage.partner('lync-2010');
    return yield* fileTransfer(stage, stage.person('internal'), theirs);
  },
};
