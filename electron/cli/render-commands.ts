import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RenderFormat, RenderProvider } from '../../shared/template.ts';
import { dataFolderOption, namesOf, notEmpty, seconds } from './messaging-commands.ts';

const providers = namesOf<RenderProvider>({ templated: 0, local: 0 });
const formats = namesOf<RenderFormat>({ png: 0, jpeg: 0, webp: 0, pdf: 0 });

/** Adds the commands that make pictures of photos. */
export function addRenderCommands(program: Command, finish: (status: number) => void): void {
  addRender(program, finish);
  addTemplates(program, finish);
}

function addRender(program: Command, finish: (status: number) => void): void {
  program
    .command('render')
    .description('make pictures of photos from a template: cards, contact sheets, mock-ups')
    .argument('<path...>', 'photos and folders')
    .option(
      '--template <name>',
      'its name, its id, or how one of them begins (default: by the choices in the settings)',
      notEmpty,
    )
    .addOption(
      new Option(
        '--provider <provider>',
        'who draws, and nobody else (default: by the order in the settings)',
      ).choices(providers),
    )
    .option('--design <file>', 'what goes onto the mugs: PNG, JPEG, WebP or SVG', notEmpty)
    .option('--param <name=value>', 'a parameter of the template; can be given several times', parameter)
    .addOption(
      new Option('--format <format>', 'default: what -o ends with, else from the settings').choices(formats),
    )
    .option('-o, --out <path>', 'a file for one picture, else a folder', notEmpty, '.')
    .option('--timeout <seconds>', 'the longest to wait for one picture', seconds, 120)
    .option('--json', 'one line of JSON per picture instead of a report')
    .addOption(dataFolderOption())
    .addHelpText(
      'after',
      `
Photos are analysed first, unless they are in the history. A folder gets NAME.TEMPLATE.png for each photo.

Ends with 0 when all went well, with 1 when some photo or picture failed, with 2 when it was called in a wrong way.

Examples:
  $ h200 render --template "Analysis card" photos -o cards
  $ h200 render --template contact-sheet --param title="Line 3, night shift" photos -o sheet.pdf
  $ h200 render --template mock-up --design logo.svg --provider local mug.jpg -o mug-with-logo.png`,
    )
    .action(async (paths: string[], options) => {
      const { render } = await import('./render.ts');
      finish(await render(paths, options));
    });
}

function addTemplates(program: Command, finish: (status: number) => void): void {
  const templates = program
    .command('templates')
    .description('the templates that pictures are made from')
    .helpCommand(false);
  templates
    .command('list')
    .description('every template: those of this machine and, where there is a key, those of Templated')
    .addOption(new Option('--source <source>', 'only those that live there').choices(providers))
    .option('--json', 'one line of JSON per template instead of a table')
    .addOption(dataFolderOption())
    .action(async (options) => {
      const { listTemplates } = await import('./templates.ts');
      finish(await listTemplates(options));
    });
}

/** `title=Blue mug`; what is given twice counts as it was given last. */
function parameter(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, name, value] = /^([\w-]{1,60})=(.*)$/su.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError('Give a name and a value, as in title="Blue mug".');
  }
  return { ...before, [name]: value };
}
