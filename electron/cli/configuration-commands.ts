import type { Command } from 'commander';
import { dataFolderOption } from './messaging-commands.ts';

/** Adds `config export` and `config import`. */
export function addConfigurationCommands(program: Command, finish: (status: number) => void): void {
  const config = program
    .command('config')
    .description('what was set up, to keep or to carry to another machine')
    .helpCommand(false);

  config
    .command('export')
    .description(
      'write settings, channels, routes, escalation policies, silences, thresholds, templates, rules and hooks to a JSON file, without secrets',
    )
    .argument('<file>', 'where to')
    .addOption(dataFolderOption())
    .action(async (file: string, options) => {
      const { exportConfiguration } = await import('./configuration.ts');
      finish(await exportConfiguration(file, options));
    });

  config
    .command('import')
    .description('take over all of such a file, or nothing; what it does not have stays as it is')
    .argument('<file>', 'what was exported')
    .option('--dry-run', 'say what would be done, and do nothing')
    .option('--json', 'one line of JSON per thing of the file')
    .addOption(dataFolderOption())
    .addHelpText(
      'after',
      `
Examples:
  $ h200 config export line-4.json
  $ h200 config import line-4.json --dry-run`,
    )
    .action(async (file: string, options) => {
      const { importConfiguration } = await import('./configuration.ts');
      finish(await importConfiguration(file, options));
    });
}
