import { lintStep, runStep, type StepResult, say, typesStep, unitStep } from './steps.ts';

/** `npm run check`: types and lint side by side, then the unit tests. All are run, whatever fails. */
export async function check(): Promise<StepResult[]> {
  const quick = await Promise.all([runStep(typesStep), runStep(lintStep)]);
  return [...quick, await runStep(unitStep)];
}

if (import.meta.main) {
  const failed = (await check()).filter((step) => !step.passed);
  if (failed.length > 0) {
    say(`Failed: ${failed.map((step) => step.name).join(', ')}`);
    process.exitCode = 1;
  }
}
