import type { Command } from 'commander';
import { dataFolderOption, notEmpty } from './messaging-commands.ts';

const several = (text: string, before: readonly string[] = []) => [...before, notEmpty(text)];

/** Adds the commands about rules. They load what they need when they run. */
export function addRuleCommands(program: Command, finish: (status: number) => void): void {
  const rules = program
    .command('rules')
    .description('rules in plain English, and what they say of photos')
    .helpCommand(false);

  rules
    .command('check')
    .description('say how a text is understood; ends with 0 when it is, with 1 when it is not')
    .argument('<text>', 'one rule, of one sentence or several')
    .option('--json', 'the reading as JSON: rule, canonical text, confidence, problems with start and end')
    .addOption(dataFolderOption())
    .addHelpText(
      'after',
      `
Examples:
  $ h200 rules check "Mugs must be centred within 5 % of the frame and at least 4 cm apart"
  $ h200 rules check --json "Reject photos with less than 2 megapixels."`,
    )
    .action(async (text: string, options) => {
      const { checkRule } = await import('./rules-check.ts');
      finish(await checkRule(text, options));
    });

  rules
    .command('eval')
    .description('hold photos against rules; they are analysed first, unless they are in the history')
    .argument('<path...>', 'photos and folders')
    .requiredOption('--rule <text>', 'a rule; can be given several times', several)
    .option('--json', 'one line of JSON per photo instead of a report')
    .addOption(dataFolderOption())
    .action(async (paths: string[], options) => {
      const { evaluateRules } = await import('./rules-eval.ts');
      finish(await evaluateRules(paths, options));
    });

  rules
    .command('list')
    .description('the rules that are kept, in their order, and how photos did')
    .option('--json', 'one line of JSON per rule instead of a table')
    .addOption(dataFolderOption())
    .action(async (options) => {
      const { listRules } = await import('./rules-kept.ts');
      finish(await listRules(options));
    });

  rules
    .command('export')
    .description('write all rules, with the areas they speak of, to a JSON file')
    .argument('<file>', 'where to')
    .addOption(dataFolderOption())
    .action(async (file: string, options) => {
      const { exportRules } = await import('./rules-kept.ts');
      finish(await exportRules(file, options));
    });

  rules
    .command('import')
    .description('add the rules of a JSON file; those of a name that is there already are replaced')
    .argument('<file>', 'what was exported')
    .addOption(dataFolderOption())
    .action(async (file: string, options) => {
      const { importRules } = await import('./rules-kept.ts');
      finish(await importRules(file, options));
    });
}
