import { defineConfig } from 'vitest/config';
import { yamlText } from './yaml-text.config.ts';

/** The tests that mutants must not survive: those of the parts that are mutated, and quick ones. */
export default defineConfig({
  plugins: [yamlText()],
  test: {
    testTimeout: 60_000,
    include: [
      'test/unit/firewall/{asked,connections,engine,engine-state,engine-verdicts,rules,tracker}.test.ts',
      'test/unit/protocols/{ice-candidates,ice-checks,ice-ends,ice-gathering}.test.ts',
      'test/unit/protocols/{media-round-trip,stun,stun-fields,stun-read}.test.ts',
    ],
  },
});
