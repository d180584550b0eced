import type { Command } from 'commander';
import { dataFolderOption, notEmpty, seconds } from './messaging-commands.ts';

/** Adds the command that sends photos on their whole road. */
export function addWorkflowCommand(program: Command, finish: (status: number) => void): void {
  program
    .command('workflow')
    .description('send photos on their whole road: analyse them, tell workflows, draw, keep, tell people')
    .argument('<path...>', 'photos and folders')
    .option('--template <name>', 'of the picture (default: by the choices in the settings)', notEmpty)
    .option('--notify', 'tell people how it went, by the routes')
    .option('--channel <name>', 'tell just this channel; can be given several times', gather, [])
    .option('--fresh', 'do it all again, also what was done before')
    .option('--timeout <seconds>', 'the longest to wait for a picture, up to 250', seconds, 120)
    .option('--json', 'one line of JSON per photo instead of a report')
    .addOption(dataFolderOption())
    .addHelpText(
      'after',
      `
Every step says how it went by itself. What was done for a photo before is not done again; what failed is.

Ends with 0 when all went well, with 1 when some step failed, with 2 when it was called in a wrong way.

Example:
  $ h200 workflow photos --template "Analysis card" --channel Slack`,
    )
    .action(async (paths: string[], options) => {
      const { workflow } = await import('./workflow.ts');
      finish(await workflow(paths, options));
    });
}

function gather(value: string, before: readonly string[]): string[] {
  return [...before, notEmpty(value)];
}
