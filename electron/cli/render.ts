import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { needsOf } from '../../shared/rendering/template-needs.ts';
import type { RenderFormat, RenderProvider, TemplateSummary } from '../../shared/template.ts';
import { type FoundPath, findPhotos } from '../pipeline/folder.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import { type OutPlace, openOutPlace } from './out-place.ts';
import { startProgress } from './progress.ts';
import { type Outcome, renderLine, renderReport } from './render-line.ts';
import { cards, type Run, sheets, type Wish } from './render-pictures.ts';
import { beginsWith, findTemplate, isNamed } from './template-names.ts';
import { readTemplates } from './templates.ts';
import { type Core, withCore } from './with-core.ts';

export interface RenderOptions {
  /** Left out: by the choices of the settings. */
  template?: string;
  provider?: RenderProvider;
  /** Path of a picture file. */
  design?: string;
  param?: Readonly<Record<string, string>>;
  format?: RenderFormat;
  out: string;
  /** Seconds for one picture. */
  timeout: number;
  json?: true;
  dataFolder?: string;
}

/** The command `render`; gives the exit status. Throws UsageError, and AppError when no picture can be made at all. */
export async function render(paths: readonly string[], options: RenderOptions): Promise<number> {
  const place = await openOutPlace(options.out);
  checkFormat(place, options);
  return withCore(options, async (core) => {
    const template = options.template === undefined ? null : await lookUp(core, options.template, options);
    if (template !== null && options.design === undefined) await checkNeedsNoDesign(core, template);
    const found = place.isFile ? await onePicture(paths, options.out, template) : findPhotos(paths);
    const wish: Wish = {
      templateId: template?.id,
      params: { ...options.param },
      format: options.format ?? place.format ?? core.app.settings().render.format,
      provider: options.provider ?? 'auto',
      designId: options.design === undefined ? undefined : await addDesign(core, options.design),
    };
    const progress = await startProgress(process.stderr, paths);
    const run: Run = { core, progress, wish, place, timeoutMs: options.timeout * 1_000 };
    const outcomes = (template?.cells ?? 1) > 1 ? sheets(run, found) : cards(run, found);
    const counts = await report(outcomes, run, options.json === true);
    if (counts.all === 0 && !core.signal.aborted) core.say(`There are no photos in ${paths.join(', ')}.`);
    return counts.failed === 0 ? exitStatus.ok : exitStatus.failed;
  });
}

function checkFormat({ format }: OutPlace, options: RenderOptions): void {
  if (format === null || options.format === undefined || format === options.format) return;
  throw new UsageError(
    `"${options.out}" is not the name of a file of the format ${options.format}. Leave out --format.`,
  );
}

/** Those of this machine first: they need no network. */
async function lookUp(core: Core, asked: string, { provider }: RenderOptions): Promise<TemplateSummary> {
  const here = await readTemplates(core, { source: 'local' });
  const fits = provider === 'local' ? beginsWith : isNamed;
  if (here.templates.some((one) => fits(one, asked))) return findTemplate(here.templates, asked);
  const { templates, problem } = await readTemplates(core, {});
  try {
    return findTemplate(templates, asked);
  } catch (error) {
    if (problem === null || !(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message} Those of Templated cannot be seen. ${problem}`);
  }
}

/** A script would ship blank mugs otherwise. */
async function checkNeedsNoDesign({ call }: Core, { id, name }: TemplateSummary): Promise<void> {
  const { template, mapping } = await call('templates.get', { id });
  if (!needsOf(template, mapping).designRequired) return;
  throw new UsageError(`The template "${name}" shows a design. Name its file with --design.`);
}

async function addDesign({ call }: Core, file: string): Promise<string> {
  const bytes = await readFile(file).catch((): never => {
    throw new UsageError(`The design "${file}" cannot be read. Name another file with --design.`);
  });
  const { design } = await call('designs.add', { name: path.basename(file), bytes });
  return design.id;
}

/** The photos of one picture. Throws UsageError when they would make several, which have no room in one file. */
async function onePicture(
  paths: readonly string[],
  out: string,
  template: TemplateSummary | null,
): Promise<AsyncIterable<FoundPath>> {
  const found: FoundPath[] = [];
  for await (const one of findPhotos(paths)) found.push(one);
  const cells = template?.cells ?? 1;
  if (found.length > cells && (cells === 1 || !/\.pdf$/i.test(out))) {
    const wayOut = cells === 1 ? 'Name a folder.' : 'Name a folder, or a file that ends with .pdf.';
    throw new UsageError(`"${out}" is one file, and ${found.length} photos need several. ${wayOut}`);
  }
  return (async function* () {
    yield* found;
  })();
}

/** Writes a line or a report for each picture; ends early, quietly, when interrupted or nobody reads any more. */
async function report(
  outcomes: AsyncIterable<Outcome>,
  { core, progress }: Run,
  json: boolean,
): Promise<{ all: number; failed: number }> {
  const counts = { all: 0, failed: 0 };
  for await (const outcome of outcomes) {
    if (core.signal.aborted) break;
    counts.all += 1;
    if ('error' in outcome) counts.failed += 1;
    await progress.step(() => core.write(json ? `${renderLine(outcome)}\n` : renderReport(outcome)));
  }
  progress.stop();
  return counts;
}
