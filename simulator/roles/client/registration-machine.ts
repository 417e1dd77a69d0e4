import { setup } from 'xstate';

/** What the machine makes its client do. */
export interface RegistrationActions {
  resolve(): void;
  connect(): void;
  register(): void;
  answerChallenge(): void;
  signedIn(): void;
  failed(): void;
  unregister(): void;
  hasMoreServers(): boolean;
  wasSignedIn(): boolean;
}

/** A client's registration with its pool, from the SRV query to the refresh before it expires. */
export const registrationMachine = setup({
  types: {
    input: {} as { client: RegistrationActions; refresh_ms: number; retry_ms: number },
    context: {} as { client: RegistrationActions; refresh_ms: number; retry_ms: number },
    events: {} as
      | { type: 'SIGN_IN' }
      | { type: 'FOUND' }
      | { type: 'NOT_FOUND' }
      | { type: 'CONNECTED' }
      | { type: 'UNREACHABLE' }
      | { type: 'CHALLENGED' }
      | { type: 'ACCEPTED' }
      | { type: 'REFUSED' }
      | { type: 'LOST' }
      | { type: 'SIGN_OUT' },
  },
  actions: {
    resolve: ({ context }) => context.client.resolve(),
    connect: ({ context }) => context.client.connect(),
    register: ({ context }) => context.client.register(),
    answerChallenge: ({ context }) => context.client.answerChallenge(),
    signedIn: ({ context }) => context.client.signedIn(),
    failed: ({ context }) => context.client.failed(),
    unregister: ({ context }) => context.client.unregister(),
  },
  guards: {
    hasMoreServers: ({ context }) => context.client.hasMoreServers(),
    wasSignedIn: ({ context }) => context.client.wasSignedIn(),
  },
  delays: {
    'half of Expires': ({ context }) => context.refresh_ms,
    retry: ({ context }) => context.retry_ms,
  },
}).createMachine({
  id: 'registration',
  context: ({ input }) => input,
  initial: 'signed out',
  states: {
    'signed out': { on: { SIGN_IN: 'resolving' }, description: 'Nobody is signed in.' },
    resolving: {
      entry: 'resolve',
      on: { FOUND: 'connecting', NOT_FOUND: 'failed' },
      description: 'Asks DNS which server takes sign-ins for the domain.',
    },
    connecting: {
      entry: 'connect',
      on: {
        CONNECTED: 'registering',
        UNREACHABLE: [{ guard: 'hasMoreServers', target: 'connecting', reenter: true }, { target: 'failed' }],
      },
      description: 'Opens TCP and TLS to that server.',
    },
    registering: {
      entry: 'register',
      on: {
        CHALLENGED: { actions: 'answerChallenge' },
        ACCEPTED: 'registered',
        REFUSED: 'failed',
        LOST: 'failed',
      },
      description: 'Sends REGISTER and answers the challenges.',
    },
    registered: {
      entry: 'signedIn',
      on: { LOST: 'resolving', SIGN_OUT: { target: 'signed out', actions: 'unregister' } },
      after: { 'half of Expires': 'registering' },
      description: 'Signed in: the pool knows where to find this person.',
    },
    failed: {
      entry: 'failed',
      on: { SIGN_IN: 'resolving' },
      after: { retry: { guard: 'wasSignedIn', target: 'resolving' } },
      description: 'Could not sign in. Who was signed in before is tried again after a while.',
    },
  },
});
