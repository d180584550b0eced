import { rmSync } from 'node:fs';
import path from 'node:path';
import { check } from './check.ts';
import { findChromium } from './chromium.ts';
import { ensureBuilt, root } from './out.ts';
import { endToEndStep, runStep, type StepResult, say } from './steps.ts';
import { countEndToEnd, countUnit, type TestCount } from './test-count.ts';

/** `npm test`: everything. The last line is `N passed, N failed`; a step that is no test counts when it fails. */
async function test(): Promise<boolean> {
  const results = path.join(root, 'test-results');
  rmSync(results, { recursive: true, force: true });
  // First, because a missing browser would otherwise be found out only at the end.
  say(`Chromium for the tests: ${findChromium()}`);
  const steps: StepResult[] = [await build(), ...(await check()), await runStep(endToEndStep)];
  const unit = countUnit(path.join(results, 'unit.json'));
  const endToEnd = countEndToEnd(path.join(results, 'e2e.json'));
  const { passed, failed, skipped } = sum([
    unit,
    endToEnd,
    { passed: 0, failed: failedSteps(steps), skipped: 0 },
  ]);
  const isWhole = unit.passed > 0 && endToEnd.passed > 0;
  if (skipped > 0) say(`${skipped} skipped: see above why.`);
  if (!isWhole) say('No test ran in one of the two suites, which counts as a failure.');
  say(`${passed} passed, ${failed + (isWhole ? 0 : 1)} failed`);
  return failed === 0 && isWhole;

  function failedSteps(all: StepResult[]): number {
    const counted = new Set([unit.failed > 0 && 'unit tests', endToEnd.failed > 0 && 'end-to-end tests']);
    return all.filter((step) => !step.passed && !counted.has(step.name)).length;
  }
}

async function build(): Promise<StepResult> {
  try {
    await ensureBuilt(say);
    say('✓ build');
    return { name: 'build', passed: true };
  } catch (error) {
    say(`✗ build\n${error instanceof Error ? error.message : error}`);
    return { name: 'build', passed: false };
  }
}

function sum(counts: TestCount[]): TestCount {
  return counts.reduce((total, count) => ({
    passed: total.passed + count.passed,
    failed: total.failed + count.failed,
    skipped: total.skipped + count.skipped,
  }));
}

try {
  if (!(await test())) process.exitCode = 1;
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  say('0 passed, 1 failed');
  process.exitCode = 1;
}
