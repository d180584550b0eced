import { type Command, InvalidArgumentError, Option } from 'commander';
import type { DeliveryState } from '../../shared/delivery.ts';
import type { EventType, Severity } from '../../shared/event.ts';

/** Spelled out again: loading the schemas takes a tenth of a second, which `analyze` should not wait for. */
export const severities = namesOf<Severity>({ info: 0, success: 0, warning: 0, error: 0, critical: 0 });
const states = namesOf<DeliveryState>({
  waiting: 0,
  sending: 0,
  delivered: 0,
  failed: 0,
  cancelled: 0,
  held: 0,
});
const types = namesOf<EventType>({
  mug_detected: 0,
  positioning_analyzed: 0,
  rule_triggered: 0,
  error_occurred: 0,
  system_alert: 0,
  batch_completed: 0,
  model_updated: 0,
  render_completed: 0,
  render_requested: 0,
});

/** The compiler sees to it that none is missing. */
export function namesOf<Name extends string>(names: Record<Name, 0>): string[] {
  return Object.keys(names);
}

const dataFolder = 'the data folder (default: H200_DATA, else the usual place of this system)';

/** Two names of one option: `notify`, whose `--data` is the data of its event, has the longer one only. */
export function dataFolderOption(flags = '--data, --data-folder <folder>'): Option {
  return new Option(flags, dataFolder).argParser(notEmpty);
}

/** Adds the commands that tell others, and that look at what was told. */
export function addMessagingCommands(program: Command, finish: (status: number) => void): void {
  addNotify(program, finish);
  addChannels(program, finish);
  addDeliveries(program, finish);
}

function addNotify(program: Command, finish: (status: number) => void): void {
  program
    .command('notify')
    .description(
      'write a notice and send it to channels; it is recorded first, and survives whatever happens',
    )
    .addOption(new Option('--severity <severity>', 'how bad it is').choices(severities).default('info'))
    .requiredOption('--title <text>', 'one line that says what happened')
    .option('--message <text>', 'more about it', '')
    .option('--channel <name>', 'only to this channel; can be given several times', gather, [])
    .option('--data <json>', 'an object with key data')
    .option('--wait', 'wait until every channel has taken it or refused it for good')
    .option('--timeout <seconds>', 'the longest to wait', seconds, 60)
    .option('--json', 'one line of JSON instead of a table')
    .addOption(dataFolderOption('--data-folder <folder>'))
    .addHelpText(
      'after',
      `
Ends with 0 once it is recorded, with --wait once it is delivered. With 3 when --wait saw it refused or not
delivered in time: what is only late is still delivered later. With 2 when it was called in a wrong way.

Examples:
  $ h200 notify --title "Camera 2 is offline" --severity error
  $ h200 notify --title "Backup done" --channel Slack --channel "Night shift" --wait
  $ h200 notify --title "Line stopped" --severity critical --data '{"line": 3}' --json`,
    )
    .action(async (options) => {
      const { notify } = await import('./notify.ts');
      finish(await notify(options));
    });
}

function addChannels(program: Command, finish: (status: number) => void): void {
  const channels = program
    .command('channels')
    .description('the channels that notices go to')
    .helpCommand(false);
  channels
    .command('list')
    .description('every channel with its state')
    .option('--json', 'one line of JSON per channel instead of a table')
    .addOption(dataFolderOption())
    .action(async (options) => {
      const { listChannels } = await import('./channels.ts');
      finish(await listChannels(options));
    });
  channels
    .command('test')
    .description('send a test to a channel, the whole way, and show what it answers')
    .argument('<name>', 'the name of the channel, its id, or its kind where there is but one')
    .option('--json', 'one line of JSON')
    .addOption(dataFolderOption())
    .addHelpText(
      'after',
      `
Ends with 0 when the channel took it, with 3 when it did not.

Example:
  $ h200 channels test Slack`,
    )
    .action(async (name: string, options) => {
      const { testChannel } = await import('./channels.ts');
      finish(await testChannel(name, options));
    });
}

function addDeliveries(program: Command, finish: (status: number) => void): void {
  const deliveries = program
    .command('deliveries')
    .description('what was sent to channels, and what waits for them')
    .helpCommand(false);
  withFilter(deliveries.command('list'))
    .description('deliveries, newest first')
    .option('--limit <number>', 'no more than so many', wholeNumber, 100)
    .option('--json', 'one line of JSON per delivery instead of a table')
    .addHelpText(
      'after',
      `
Examples:
  $ h200 deliveries list --state failed --channel Slack
  $ h200 deliveries list --from 2026-05-01 --json --limit 100000 > may.jsonl`,
    )
    .action(async (options) => {
      const { listDeliveries } = await import('./deliveries.ts');
      finish(await listDeliveries(options));
    });
  withFilter(deliveries.command('replay'))
    .description('send deliveries again: by their ids, or all that a filter finds')
    .argument('[id...]', 'ids of deliveries, as the list shows them')
    .option('--json', 'one line of JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ h200 deliveries replay dlv_01a2049287917f1da22a60c9c10c4575
  $ h200 deliveries replay --state failed --channel Slack`,
    )
    .action(async (ids: string[], options) => {
      const { replayDeliveries } = await import('./deliveries.ts');
      finish(await replayDeliveries(ids, options));
    });
}

function withFilter(command: Command): Command {
  return command
    .option('--channel <name>', 'only of this channel')
    .addOption(
      new Option('--state <state>', 'only in this state; can be given several times')
        .choices(states)
        .argParser(oneOf(states))
        .default([]),
    )
    .addOption(new Option('--type <type>', 'only of events of this type').choices(types))
    .addOption(new Option('--min-severity <severity>', 'only from this severity on').choices(severities))
    .option('--text <text>', 'only with this in the title or the id', notEmpty)
    .option('--from <time>', 'only recorded from then on, as in 2026-05-01T12:00')
    .option('--to <time>', 'only recorded up to then')
    .addOption(dataFolderOption());
}

/** An option that can be given several times. */
export function gather(value: string, before: readonly string[]): string[] {
  return [...before, notEmpty(value)];
}

/** The same, each of these. */
export function oneOf(choices: readonly string[]) {
  return (value: string, before: readonly string[]): string[] => {
    if (!choices.includes(value))
      throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
    return [...before, value];
  };
}

/** Up to a day. */
export function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value <= 86_400)) {
    throw new InvalidArgumentError('Give a number of seconds, up to 86400.');
  }
  return value;
}

/** From 1. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('Give a whole number from 1.');
  return value;
}

/** Options that may not be empty. */
export function notEmpty(text: string): string {
  if (text === '') throw new InvalidArgumentError('Give at least one character.');
  return text;
}
