/**
 * Mutation tests of what everything else rests on: verdicts of firewalls, messages of STUN, checks of ICE.
 * One part: `npm run mutate -- --mutate 'simulator/protocols/stun/*.ts'`.
 */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'mutation.config.ts', related: false },
  mutate: [
    'simulator/firewall/engine/*.ts',
    'simulator/protocols/stun/*.ts',
    'simulator/protocols/ice/*.ts',
    // Words about fields for those who read them; what they say is held against tshark.
    '!simulator/protocols/stun/notes.ts',
  ],
  // All that the tests need, and nothing else: what is copied must not change while it is.
  ignorePatterns: [
    '*',
    '!simulator/**',
    '!test/unit/**',
    '!test/bench/**',
    '!*.config.ts',
    '!tsconfig*.json',
    '!package.json',
  ],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  jsonReporter: { fileName: 'coverage/mutation.json' },
  thresholds: { high: 90, low: 80, break: 80 },
};
