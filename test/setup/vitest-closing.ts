import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';
import type { Count } from './count.ts';
import { closingLine } from './count.ts';

/** Ends vitest's output with the closing line, and says why a test was skipped. */
export default class Closing implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], reason: TestRunEndReason): void {
    const count: Count = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      // A file that fails before it has collected its tests has none, and has failed all the same.
      if (!module.ok() && !tests.some((test) => test.result().state === 'failed')) count.failed++;
      for (const test of tests) {
        const result = test.result();
        if (result.state === 'passed') count.passed++;
        else if (result.state === 'failed') count.failed++;
        else {
          count.skipped++;
          const why = 'note' in result && result.note ? result.note : 'no reason given';
          console.log(`skipped: ${test.fullName}: ${why}`);
        }
      }
    }
    // Nothing found, or cut short, must not read as success.
    if ((reason !== 'passed' || count.passed === 0) && count.failed === 0) count.failed = 1;
    console.log(closingLine(count));
  }
}
