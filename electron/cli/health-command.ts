import type { Command } from 'commander';
import { dataFolderOption } from './messaging-commands.ts';

/** Adds the command that says how everything does. */
export function addHealthCommand(program: Command, finish: (status: number) => void): void {
  program
    .command('health')
    .description('look at every part of the program, and say how it does')
    .option('--json', 'one line of JSON instead of a table')
    .addOption(dataFolderOption())
    .addHelpText(
      'after',
      `
Where the program runs already, this says how that does. Nothing is sent to anybody.

Ends with 0 when all is healthy, with 1 when something is not well, with 2 when the program cannot do its work.`,
    )
    .action(async (options) => {
      const { health } = await import('./health.ts');
      finish(await health(options));
    });
}
