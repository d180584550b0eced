import { builtInModel } from '../../models/manifest.ts';
import { parse } from '../../shared/rules/parse.ts';
import { analyze } from './analyze.ts';
import { UsageError } from './exit-status.ts';
import { readingReport } from './rules-check.ts';

/** The command `rules eval`; gives the exit status of `analyze`. Throws UsageError for a rule that is not understood. */
export async function evaluateRules(
  paths: readonly string[],
  { rule, json, dataFolder }: { rule: string[]; json?: true; dataFolder?: string },
): Promise<number> {
  const { classes: labels } = builtInModel('mug-detector');
  for (const text of rule) {
    const reading = parse(text, { labels });
    if (reading.rule === null)
      throw new UsageError(`A rule is not understood.\n${readingReport(text, reading).trimEnd()}`);
  }
  return analyze(paths, { rule, ...(json && { json }), ...(dataFolder !== undefined && { dataFolder }) });
}
