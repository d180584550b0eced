import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

export interface TestCount {
  passed: number;
  failed: number;
  skipped: number;
}

const none: TestCount = { passed: 0, failed: 0, skipped: 0 };

/** Of vitest's JSON report, what is needed: https://vitest.dev/guide/reporters#json-reporter */
const unitReportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number().default(0),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** Of Playwright's: https://playwright.dev/docs/test-reporters#json-reporter */
const endToEndReportSchema = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
  errors: z.array(z.unknown()),
});

/** Counts a vitest report; a file that could not even be loaded is one failure. None when there is no report. */
export function countUnit(file: string): TestCount {
  if (!existsSync(file)) return none;
  const report = unitReportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Counts a Playwright report; errors outside tests count, and so does a test that passed only at the second try. */
export function countEndToEnd(file: string): TestCount {
  if (!existsSync(file)) return none;
  const { stats, errors } = endToEndReportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}
