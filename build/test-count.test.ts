import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countEndToEnd, countUnit } from './test-count.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'test-count-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function report(content: object): string {
  const file = path.join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe('countUnit', () => {
  it('adds up tests, and counts a file that could not be loaded as one failure', () => {
    const file = report({
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 2,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'failed', assertionResults: [{}] },
        { status: 'passed', assertionResults: [{}, {}] },
      ],
    });
    expect(countUnit(file)).toEqual({ passed: 5, failed: 2, skipped: 2 });
  });

  it('counts nothing when nothing was reported', () => {
    expect(countUnit(path.join(folder, 'none.json'))).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});

describe('countEndToEnd', () => {
  it('takes a flaky test and an error outside the tests as failures', () => {
    const file = report({ stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 3 }, errors: [{}] });
    expect(countEndToEnd(file)).toEqual({ passed: 7, failed: 3, skipped: 3 });
  });
});
