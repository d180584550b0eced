import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CallInput } from '../../shared/contract.ts';
import { AppError, toAppError } from '../../shared/errors.ts';
import type { Render } from '../../shared/render.ts';
import type { RenderFormat, RenderProvider, TemplateSummary } from '../../shared/template.ts';
import { type FoundPath, findPhotos } from '../pipeline/folder.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import { inOrder } from './in-order.ts';
import { type OutPlace, openOutPlace } from './out-place.ts';
import { type Progress, startProgress } from './progress.ts';
import { type Outcome, renderLine, renderReport } from './render-line.ts';
import { beginsWith, findTemplate, isNamed } from './template-names.ts';
import { readTemplates } from './templates.ts';
import { waitFor } from './wait.ts';
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

/** What every picture of this run is asked for with. */
type Wish = Omit<CallInput<'renders.create'>, 'analysisIds'>;

interface Run {
  core: Core;
  progress: Progress;
  wish: Wish;
  place: OutPlace;
  timeoutMs: number;
}

/** A few at once: one is in the networks, one is drawn, others are on their way to or from Templated. */
const photosAtOnce = 4;

/** The command `render`; gives the exit status. Throws UsageError, and AppError when no picture can be made at all. */
export async function render(paths: readonly string[], options: RenderOptions): Promise<number> {
  const place = await openOutPlace(options.out);
  checkFormat(place, options);
  return withCore(options, async (core) => {
    const template = options.template === undefined ? null : await lookUp(core, options.template, options);
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
  const isOne = found.length <= (template?.cells ?? 1) || (template?.cells !== 1 && /\.pdf$/i.test(out));
  if (!isOne)
    throw new UsageError(`"${out}" is one file, and ${found.length} photos need several. Name a folder.`);
  return (async function* () {
    yield* found;
  })();
}

/** A picture of each photo, in the order of the photos, each as soon as it is there. */
async function* cards(run: Run, found: AsyncIterable<FoundPath>): AsyncGenerator<Outcome> {
  const work = async (one: FoundPath): Promise<Drawn[]> => {
    const taken = await analyze(run.core, one);
    return 'error' in taken ? [taken] : draw(run, [taken]);
  };
  for await (const all of inOrder(found, photosAtOnce, work)) yield* keepAll(run, all);
}

/** Pages of many photos: drawn once all are analysed, as every page has the figures of all. */
async function* sheets(run: Run, found: AsyncIterable<FoundPath>): AsyncGenerator<Outcome> {
  const photos: Taken[] = [];
  for await (const taken of inOrder(found, photosAtOnce, (one) => analyze(run.core, one))) {
    if (run.core.signal.aborted) return;
    if ('error' in taken) {
      yield taken;
      continue;
    }
    photos.push(taken);
    await run.progress.step(async () => {});
  }
  if (photos.length > 0) yield* keepAll(run, await draw(run, photos));
}

/** One after the other, so that names of files are counted in the order of the photos. */
async function* keepAll(run: Run, all: readonly Drawn[]): AsyncGenerator<Outcome> {
  for (const drawn of all) yield 'render' in drawn ? await keep(run, drawn) : drawn;
}

/** A photo in the store, analysed. */
interface Taken {
  path: string;
  analysisId: string;
}

/** Never rejects: what goes wrong with a photo is its outcome. */
async function analyze(
  { app, signal }: Core,
  { path: file, error }: FoundPath,
): Promise<Taken | Extract<Outcome, { error: AppError }>> {
  try {
    if (error !== null) throw error;
    const { photo } = await app.takeFile(file);
    const { id } = await app.pipeline.analyze(photo.id, { fresh: false, signal });
    return { path: file, analysisId: id };
  } catch (thrown) {
    return { paths: [file], error: toAppError(thrown) };
  }
}

/** A picture that is drawn, or has failed, in the core; or what came of it before. */
type Drawn = Outcome | { paths: readonly string[]; render: Render };

/** Never rejects. */
async function draw(run: Run, photos: readonly Taken[]): Promise<Drawn[]> {
  const { core, wish } = run;
  const paths = photos.map((photo) => photo.path);
  try {
    const analysisIds = photos.map(({ analysisId }) => analysisId);
    const { renders } = await core.call('renders.create', { ...wish, analysisIds });
    if (renders.length === 0) return [{ paths, none: true }];
    const all = await Promise.all(renders.map(({ id }) => ends(run, id)));
    return all.map((render) => ({ paths: pathsOf(render, photos), render }));
  } catch (thrown) {
    return [{ paths, error: toAppError(thrown) }];
  }
}

/** The paths of the photos on a page. */
function pathsOf({ request }: Render, photos: readonly Taken[]): string[] {
  const onPage = new Set(request.analysisIds);
  return photos.filter(({ analysisId }) => onPage.has(analysisId)).map((photo) => photo.path);
}

/** Copies a picture to its place. Never rejects. */
async function keep(
  { core, place, timeoutMs }: Run,
  { paths, render: ended }: Extract<Drawn, { render: Render }>,
): Promise<Outcome> {
  const { id, result, templateId, templateName, request } = ended;
  try {
    if (result === null) throw notDrawn(ended, timeoutMs);
    const served = await core.app.files.resolve(`/renders/${id}/file`);
    if (!('path' in served)) throw new AppError('internal', 'The picture has no file.');
    const photo = request.analysisIds.length === 1 ? (paths[0] ?? null) : null;
    const out = await place.keep({ file: served.path, photo, template: templateName, format: result.format });
    return { paths, renderId: id, templateId, out, result };
  } catch (thrown) {
    return { paths, error: toAppError(thrown) };
  }
}

/** The render once it has ended, or as it is at the end of the patience. One that nobody waits for is cancelled. */
async function ends({ core, timeoutMs }: Run, id: string): Promise<Render> {
  const { app, call, signal } = core;
  const look = () => call('renders.get', { id });
  const hasEnded = ({ state }: Render) => ['completed', 'failed', 'cancelled'].includes(state);
  const isDone = async () => hasEnded(await look());
  const done = await waitFor(isDone, { app, limitMs: timeoutMs, signal });
  if (!done && signal.aborted) await call('renders.cancel', { ids: [id] });
  return look();
}

function notDrawn({ state, explanation }: Render, timeoutMs: number): AppError {
  const why = explanation === null ? '' : ` ${explanation}`;
  if (state === 'cancelled') return new AppError('cancelled', `It was cancelled.${why}`);
  if (state === 'failed') return new AppError('render.failed', explanation ?? 'It could not be drawn.');
  const message = `It was not drawn within ${timeoutMs / 1_000} s.${why} It stays in line for when the program runs.`;
  return new AppError('render.timedOut', message);
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
