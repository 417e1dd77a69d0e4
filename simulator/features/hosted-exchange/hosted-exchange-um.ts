import { ExchangeUm } from '../../roles/exchange-um/exchange-um.ts';
import { mediaCall } from '../av/media-call.ts';
import type { Feature } from '../stage.ts';
import { PATIENCE, withLess } from '../stage.ts';

/** Somebody calls the voice mail, and the lamp of waiting messages goes on. Without the lamp, one has to ask. */
export const hostedExchangeUm: Feature = {
  id: 'hosted-exchange-um',
  workload: 'hosted-exchange',
  title: 'Hosted Exchange unified messaging (voice mail)',
  between: 'front end <-> hosted Exchange',
  *scene(stage) {
    stage.service(ExchangeUm, 'hosted Exchange');
    const owner = stage.person('internal');
    const signedIn = yield* stage.signIn(owner);
    const from = stage.now;
    if (!signedIn[0]!.ok) return stage.notReached(signedIn, from);
    const called = yield* mediaCall(stage, owner, null, owner.voiceMail.uri, 'audio');
    if (called.status === 'broken') return called;
    const waited = yield stage.within(PATIENCE, owner.voiceMail.messageWaits());
    const lamp = withLess(waited, from);
    const failures = [...called.failures, ...lamp.failures];
    return { ...called, status: failures.length > 0 ? 'degraded' : 'works', failures };
  },
};
