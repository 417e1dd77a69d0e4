import type { FullResult, Reporter, Suite } from '@playwright/test/reporter';
import type { Count } from './count.ts';
import { closingLine } from './count.ts';

/** Ends Playwright's output with the closing line, and says why a test was skipped. */
export default class Closing implements Reporter {
  #suite: Suite | undefined;
  #errors = 0;

  printsToStdio(): boolean {
    return false;
  }

  onBegin(_config: unknown, suite: Suite): void {
    this.#suite = suite;
  }

  onError(): void {
    this.#errors++;
  }

  onEnd(result: FullResult): void {
    const count: Count = { passed: 0, failed: this.#errors, skipped: 0 };
    for (const test of this.#suite?.allTests() ?? []) {
      const outcome = test.outcome();
      if (outcome === 'expected' || outcome === 'flaky') count.passed++;
      else if (outcome === 'unexpected') count.failed++;
      else {
        count.skipped++;
        const why = test.annotations.find((one) => one.type === 'skip')?.description ?? 'no reason given';
        console.log(`skipped: ${test.title}: ${why}`);
      }
    }
    if (result.status !== 'passed' && count.failed === 0) count.failed = 1;
    console.log(closingLine(count));
  }
}
