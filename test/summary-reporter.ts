import type { Reporter, TestCase, TestModule } from 'vitest/node';

/**
 * Ends a run with what a person and CI want to know: which parts were real and which doubles, why tests were skipped, and
 * one plain line of counts.
 *
 * A suite says what it talks to in its name: `History contract [real SQLite]`, `… [double EventStoreDB]`.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const parts = new Map<string, number>();
    const remarks: string[] = [];
    const count = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      if (tests.length === 0 && module.errors().length > 0) count.failed++;
      for (const test of tests) {
        const result = test.result();
        if (result.state === 'pending') continue;
        count[result.state]++;
        if (test.diagnostic()?.flaky) remarks.push(`flaky, passed when it was tried again: ${test.fullName}`);
        if (result.state === 'skipped') remarks.push(`skipped ${test.fullName}: ${result.note ?? 'no reason given'}`);
        else for (const part of partsOf(test)) parts.set(part, (parts.get(part) ?? 0) + 1);
      }
    }
    const lines = [
      '',
      ...[...parts].sort().map(([part, tests]) => `  ${part}: ${tests} tests`),
      ...remarks.map((remark) => `  ${remark}`),
    ];
    for (const name of required()) {
      if ([...parts.keys()].some((part) => part.startsWith(`real ${name}`))) continue;
      lines.push(`  required by WORKBENCH_TEST_REQUIRED and missing: ${name}`);
      count.failed++;
      process.exitCode = 1;
    }
    lines.push(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}

function partsOf(test: TestCase): readonly string[] {
  return [...test.fullName.matchAll(/\[((?:real|double) [^\]]+)\]/g)].map((match) => match[1] ?? '');
}

/** Parts without whose real self a run counts as failed, as in CI, where all of these can be had. */
function required(): readonly string[] {
  return (process.env.WORKBENCH_TEST_REQUIRED ?? '').split(',').filter((name) => name !== '');
}
