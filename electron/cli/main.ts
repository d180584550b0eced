import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { type AppError, toAppError } from '../../shared/errors.ts';
import { programVersion } from '../paths.ts';
import { addAlertCommands } from './alert-commands.ts';
import { addConfigurationCommands } from './configuration-commands.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import { addHealthCommand } from './health-command.ts';
import { addMessagingCommands, dataFolderOption, notEmpty } from './messaging-commands.ts';
import { addRenderCommands } from './render-commands.ts';
import { addRuleCommands } from './rule-commands.ts';
import { addWorkflowCommand } from './workflow-command.ts';

/** Runs the command line and gives the status to exit with. Standard output carries results only. */
export async function main(argv: readonly string[]): Promise<number> {
  goToUsersFolder(process.env);
  // `h200 --help | head -1`: the reader leaving is no error of ours.
  process.stdout.on('error', () => {});
  let status: number = exitStatus.ok;
  const program = createProgram((result) => {
    status = result;
  });
  try {
    await program.parseAsync(argv);
    return status;
  } catch (error) {
    return await explain(error);
  }
}

/** npm starts scripts in the program's folder; what the user typed is meant from the folder they stand in. */
function goToUsersFolder(env: NodeJS.ProcessEnv): void {
  if (env.npm_lifecycle_event === 'h200' && env.INIT_CWD !== undefined) process.chdir(env.INIT_CWD);
}

/** The commands load what they need when they run: a short run should not pay for the web server. */
function createProgram(finish: (status: number) => void): Command {
  const program = new Command('h200')
    .description(
      'Find every mug in photos, measure where and how it stands, make pictures of it, and tell others.',
    )
    .version(programVersion())
    .helpCommand(false)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });

  program
    .command('analyze')
    .alias('analyse')
    .description('analyse photos; folders are searched for photos, also below')
    .argument('<path...>', 'photos and folders')
    .option('--json', 'one line of JSON per photo instead of a report')
    .option('--overlay <folder>', 'write NAME.overlay.png there: the photo with what was found drawn on it')
    .option(
      '--threshold <number>',
      'leave out what scores lower, from 0 to 1 (default: from the settings)',
      share,
    )
    .option('--fresh', 'analyse again what is in the history already')
    .option('--rules', 'say also what the rules that are kept say of each photo')
    .addOption(dataFolderOption())
    .addHelpText(
      'after',
      `
Ends with 0 when all went well, also when folders hold no photo, with 1 when some photo failed, with 2 when it was
called in a wrong way.`,
    )
    .action(async (paths: string[], options) => {
      const { analyze } = await import('./analyze.ts');
      finish(await analyze(paths, options));
    });

  program
    .command('serve')
    .description('serve the app as a page for this machine only')
    .option('--port <number>', 'the port to listen on, 0 for a free one', port, 0)
    .option('--token <text>', 'the token that opens the page (default: a new one at each start)', notEmpty)
    .addOption(dataFolderOption())
    .action(async (options) => {
      const { serve } = await import('./serve.ts');
      finish(await serve(options));
    });

  addRuleCommands(program, finish);
  addRenderCommands(program, finish);
  addMessagingCommands(program, finish);
  addAlertCommands(program, finish);
  addHealthCommand(program, finish);
  addWorkflowCommand(program, finish);
  addConfigurationCommands(program, finish);
  return program;
}

/** The status for what was thrown; the sentence that says what to do goes to standard error. */
async function explain(thrown: unknown): Promise<number> {
  if (thrown instanceof CommanderError) {
    // Commander has said what is wrong already; help and version are no errors.
    return thrown.exitCode === 0 ? exitStatus.ok : exitStatus.usage;
  }
  if (thrown instanceof UsageError) {
    console.error(`error: ${thrown.message}`);
    return exitStatus.usage;
  }
  const error: AppError = toAppError(thrown);
  if (error.code === 'internal') {
    const { createLog } = await import('../log.ts');
    createLog().error({ err: thrown }, 'The command failed');
  }
  console.error(`error: ${error.message} (${error.code})`);
  return exitStatus.failed;
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('Give a number from 0 to 1.');
  return value;
}

function port(text: string): number {
  const value = Number(text);
  const valid = text.trim() !== '' && Number.isInteger(value) && value >= 0 && value <= 65_535;
  if (!valid) throw new InvalidArgumentError('Give a whole number from 0 to 65535.');
  return value;
}
