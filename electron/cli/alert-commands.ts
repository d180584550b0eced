import { type Command, InvalidArgumentError, Option } from 'commander';
import type { AlertState } from '../../shared/alert.ts';
import {
  dataFolderOption,
  gather,
  namesOf,
  notEmpty,
  oneOf,
  severities,
  wholeNumber,
} from './messaging-commands.ts';

/** Spelled out again: loading the schemas takes time that other commands should not wait for. */
const states = namesOf<AlertState>({ firing: 0, acknowledged: 0, resolved: 0, expired: 0 });

/** Adds `alert raise`, `list`, `ack` and `resolve`. */
export function addAlertCommands(program: Command, finish: (status: number) => void): void {
  const alert = program
    .command('alert')
    .description('what is wrong: raise it, look at it, take it on, resolve it')
    .helpCommand(false);

  withLabels(alert.command('raise'))
    .description('raise an alert; one with the same name and labels that is open is counted up')
    .requiredOption('--name <name>', 'what kind of alert it is, as in DiskFull', notEmpty)
    .option('--title <text>', 'one line that says what is wrong (default: the name)')
    .option('--message <text>', 'more about it', '')
    .addOption(new Option('--severity <severity>', 'how bad it is').choices(severities).default('warning'))
    .option('--data <json>', 'an object with key data')
    .option('--expires <minutes>', 'it is over then unless it is raised again', wholeNumber)
    .option('--json', 'one line of JSON')
    .addOption(dataFolderOption('--data-folder <folder>'))
    .addHelpText(
      'after',
      `
Ends with 0 once it is recorded. Where it goes, and when, is decided by the routes.

Examples:
  $ h200 alert raise --name DiskFull --label disk=/data --severity error
  $ h200 alert raise --name Heartbeat --title "Line 3 is silent" --expires 15`,
    )
    .action(async (options) => {
      const { raiseAlert } = await import('./alerts.ts');
      finish(await raiseAlert(options));
    });

  withLabels(alert.command('list'))
    .description('alerts, newest first; the open ones unless states are named')
    .addOption(
      new Option('--state <state>', 'only in this state; can be given several times')
        .choices(states)
        .argParser(oneOf(states))
        .default([]),
    )
    .option('--all', 'those that have ended too')
    .addOption(new Option('--min-severity <severity>', 'only from this severity on').choices(severities))
    .option('--text <text>', 'only with this in title, message or labels', notEmpty)
    .option('--limit <number>', 'no more than so many', wholeNumber, 100)
    .option('--json', 'one line of JSON per alert instead of a table')
    .addOption(dataFolderOption())
    .action(async (options) => {
      const { listAlerts } = await import('./alerts.ts');
      finish(await listAlerts(options));
    });

  byHand(alert.command('ack'))
    .description('take alerts on: they are not escalated and not repeated')
    .addHelpText('after', '\nExample:\n  $ h200 alert ack alr_01a2… --note "On my way"')
    .action(async (ids: string[], options) => {
      const { acknowledgeAlerts } = await import('./alerts.ts');
      finish(await acknowledgeAlerts(ids, options));
    });

  byHand(alert.command('resolve'))
    .description('say that alerts are over')
    .addHelpText('after', '\nExample:\n  $ h200 alert resolve alr_01a2… --note "Swept"')
    .action(async (ids: string[], options) => {
      const { resolveAlerts } = await import('./alerts.ts');
      finish(await resolveAlerts(ids, options));
    });
}

function withLabels(command: Command): Command {
  return command.option(
    '--label <name=value>',
    'a label; can be given several times',
    (text: string, before: readonly string[]) => {
      if (!/^[a-zA-Z_]\w*=/.test(text)) throw new InvalidArgumentError('Write it like disk=/data.');
      // JavaScript would lose it on the way: two alerts would be one.
      if (text.startsWith('__proto__=')) throw new InvalidArgumentError('Choose another name for it.');
      return gather(text, before);
    },
    [],
  );
}

function byHand(command: Command): Command {
  return command
    .argument('<id...>', 'ids of alerts, as the list shows them')
    .option('--note <text>', 'what there is to say about it', '')
    .option('--who <name>', 'who does it (default: your name on this machine)', notEmpty)
    .option('--json', 'one line of JSON')
    .addOption(dataFolderOption());
}
