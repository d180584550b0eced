import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { builtInModel } from '../models/manifest.ts';
import type { Analysis, Photo } from '../shared/analysis.ts';
import type { Host } from '../shared/contract.ts';
import { AppError } from '../shared/errors.ts';
import { renderRequestSchema } from '../shared/render.ts';
import { verdictFor } from '../shared/rendering/values.ts';
import type { Settings } from '../shared/settings.ts';
import { analysisHandlers } from './api/analyses.ts';
import { appInfoHandlers, sampleNames } from './api/app-info.ts';
import { batchHandlers } from './api/batches.ts';
import { configurationHandlers } from './api/configuration.ts';
import { createDispatch, type Dispatch } from './api/dispatch.ts';
import { createFiles, type Files } from './api/files.ts';
import { modelHandlers } from './api/models.ts';
import { photoHandlers } from './api/photos.ts';
import { createPreviews } from './api/previews.ts';
import { settingsHandlers } from './api/settings.ts';
import { workflowHandlers } from './api/workflow.ts';
import { createConfigurationFile } from './configuration/configuration-file.ts';
import { settingsSection } from './configuration/settings-section.ts';
import { type Clock, systemClock } from './delivery/clock.ts';
import { createEventBus, type EventBus } from './events.ts';
import { createHealth } from './health.ts';
import { createHookDoor, type HookDoor } from './hooks.ts';
import { eventsOf } from './integrations/analysis-events.ts';
import { createAnnouncer } from './integrations/announcer.ts';
import type { AnyChannelKind, Surroundings } from './integrations/channels/channel.ts';
import { channelKinds } from './integrations/channels/index.ts';
import { createNotificationPages, type NotificationPages } from './integrations/notification-pages.ts';
import { createServices } from './integrations/services.ts';
import { createWorkflow } from './integrations/workflow.ts';
import { createWorkflowSteps } from './integrations/workflow-steps.ts';
import { createJudging } from './judging.ts';
import type { Log } from './log.ts';
import { createMessaging } from './messaging.ts';
import type { LogFiles } from './monitoring/log-files.ts';
import { createMonitoring, type MetricsDoor } from './monitoring.ts';
import type { Resources } from './paths.ts';
import { createBatches } from './pipeline/batch.ts';
import { createExporter } from './pipeline/export.ts';
import { takeFile } from './pipeline/image.ts';
import { createInference, type ForkInference } from './pipeline/inference.ts';
import { createNoticePicture } from './pipeline/notice-picture.ts';
import { createPipeline, type Pipeline } from './pipeline/run.ts';
import { createRendering } from './rendering.ts';
import type { Rulebook } from './rules/rulebook.ts';
import { createAnalysisStore } from './store/analysis-store.ts';
import { cleanUp } from './store/clean-up.ts';
import { type Database, openDatabase } from './store/database.ts';
import type { EnvironmentOptions } from './store/environment.ts';
import { createExportStore } from './store/export-store.ts';
import { fileVault } from './store/file-vault.ts';
import { makeFolder } from './store/make-folder.ts';
import { openModelRegistry } from './store/model-registry.ts';
import { createPhotoStore } from './store/photo-store.ts';
import { createPictureStore } from './store/picture-store.ts';
import { createRenderStore } from './store/render-store.ts';
import type { Vault } from './store/secret-store.ts';
import { type OpenSettings, openSettingsStore } from './store/settings-store.ts';
import { toStorageError } from './store/storage-error.ts';
import { createWorkflowStore } from './store/workflow-store.ts';

export interface AppOptions {
  dataDir: string;
  host: Host;
  version: string;
  forkInference: ForkInference;
  /** Starts the child that draws pictures. */
  forkRender: ForkInference;
  /** False: it starts when it is first asked for, as in commands that only tell; nothing is cleaned up either. */
  inference?: false;
  resources: Resources;
  /** Opens the JSON files of the data folder; `conf` when left out, the desktop brings electron-store. */
  openSettings?: OpenSettings;
  /** What the operator set outside the program; when left out nothing but .env of the data folder. */
  environment?: Pick<EnvironmentOptions, 'env' | 'workingDir'>;
  /** Where secrets are locked up; a key file of the data folder when left out. */
  vault?: Vault;
  /** Shows a notification of the system; when left out, pages that are open are asked to. */
  notify?: Surroundings['notify'];
  /** Shows a file in its folder, where somebody sits in front of this machine. */
  showFile?: (path: string) => void;
  /** Kinds of channels besides those that come with the program, as docs/examples/custom-channel.ts makes one. */
  channelKinds?: readonly AnyChannelKind[];
  clock?: Clock;
  /** 0 to 1. */
  random?: () => number;
  log: Log;
  /** Where the log is written besides, for the screen that shows it as it comes. */
  logFiles?: LogFiles | undefined;
}

export interface App {
  /** Begins to deliver; cleans up after earlier runs and warms the inference, waiting for neither. */
  start(): Promise<void>;
  /** Cancels what runs, ends what is being sent, stops the child, closes the database. Safe to call twice. */
  stop(): Promise<void>;
  /** Starts the inference where `inference: false` left that to the first photo. Throws as Inference.start does. */
  startInference(): Promise<void>;
  dispatch: Dispatch;
  events: EventBus;
  files: Files;
  pipeline: Pipeline;
  /** Holds analyses against the rules that are kept, or against others. */
  rulebook: Pick<Rulebook, 'judge' | 'judgeBy'>;
  /** Pages that hear events and can show notifications tell here that they are open. */
  pages: Pick<NotificationPages, 'opened'>;
  /** Hosts hand over here what other programs call. */
  hooks: HookDoor;
  metrics: MetricsDoor;
  settings(): Settings;
  /** Whether it is this process that delivers, of those on the data folder. */
  delivers(): boolean;
  /** Takes a file of this machine into the photo store. Throws AppError photo.*. */
  takeFile(path: string): Promise<{ photo: Photo; known: boolean }>;
  /** Draws what an analysis says on its photo, as PNG. */
  drawOverlay(analysis: Analysis, outPath: string): Promise<void>;
}

/** Builds the whole core once, in this order. Throws AppError when the data folder cannot be used. */
export function createApp(options: AppOptions): App {
  const { dataDir, resources, log } = options;
  makeDataDir(dataDir);
  const events = createEventBus(log);

  const settingsStore = openSettingsStore({
    dataDir,
    open: options.openSettings,
    onChange(settings) {
      applyDurability(database, settings);
      events.emit('settings.changed', settings);
    },
    log,
  });
  const settings = settingsStore.get;
  const registry = openModelRegistry({ dir: join(dataDir, 'models'), modelsDir: resources.modelsDir });
  const database = openDatabase(join(dataDir, 'h200.sqlite'));
  applyDurability(database, settings());
  const photos = createPhotoStore(join(dataDir, 'photos'), database);
  const pictures = createPictureStore(join(dataDir, 'pictures'));
  const analyses = createAnalysisStore(database);
  const exports = createExportStore(join(dataDir, 'exports'));

  const { id, name, sha256, file } = builtInModel('cup-pose');
  const poseModel = { id, name, sha256 };
  const inference = createInference({
    fork: options.forkInference,
    detector: { ...registry.active(), path: registry.fileOf(registry.active().id) },
    poseModel: { path: join(resources.modelsDir, file), reference: poseModel },
    headPath: join(resources.modelsDir, 'handle', 'head.json'),
    settings: () => settings().inference,
    onStatus: (status) => events.emit('inference.changed', status),
    log,
  });
  /** Draws what rules found as well. */
  const drawOverlay: typeof inference.drawOverlay = (job) =>
    inference.drawOverlay({ ...job, findings: judging.findingsOf(job.analysis.id) });
  const model = () => {
    const active = registry.active();
    return { id: active.id, name: active.name, sha256: active.sha256 };
  };

  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const environment = options.environment ?? { env: {}, workingDir: dataDir };
  const pages = createNotificationPages(events);
  const previews = createPreviews();
  const renders = createRenderStore({
    dir: join(dataDir, 'renders'),
    database,
    pictures,
    isHeld: (laneId) => messaging.courier.isHeld(laneId),
    now: clock.now,
  });
  const messaging = createMessaging({
    dataDir,
    version: options.version,
    database,
    settings: settingsStore,
    // Files that are only looked at for settings may still have to take a channel that is switched off.
    openSettings: options.openSettings?.readOnly ? undefined : options.openSettings,
    vault: options.vault ?? fileVault(dataDir, environment.env),
    environment,
    channelKinds: [...channelKinds, ...(options.channelKinds ?? [])],
    surroundings: {
      picture: createNoticePicture({
        ...{ analyses, photos, pictures, renders, log },
        inference: { drawOverlay, drawPicture: inference.drawPicture },
      }),
      notify: options.notify ?? pages.notify,
    },
    renderSender: {
      lanes: () => rendering.sender.lanes(),
      send: (message, how) => rendering.sender.send(message, how),
      disable: (laneId, why) => rendering.sender.disable(laneId, why),
    },
    exports,
    previews,
    events,
    clock,
    random,
    log,
  });
  const { publisher } = messaging;
  const rendering = createRendering({
    dataDir,
    version: options.version,
    fork: options.forkRender,
    ...{ database, photos, pictures, analyses, renders, exports, settings, messaging, events, clock, log },
    samplesDir: resources.samplesDir,
    showFile: options.showFile ?? null,
    ruleTemplate: {
      stored: (analysisId) => judging.judgements.of(analysisId)?.template ?? null,
      now: (analysisId) => judging.rulebook.judge(analyses.get(analysisId)).judgement?.template ?? null,
    },
  });
  const { notifier } = messaging;
  const judging = createJudging({
    ...{ database, analyses, settings, exports, publisher, notifier, events, log },
    labels: () => registry.active().classes,
    channels: () => messaging.channels.list().map(({ channel }) => channel),
    templates: rendering.gallery,
    secrets: messaging.secrets,
    http: messaging.http,
    now: clock.now,
  });
  const announcer = createAnnouncer({
    events,
    notifier,
    model,
    verdict: (analysisId) => verdictFor({ analysis: analyses.get(analysisId) }),
    async contactSheet(analysisIds) {
      if (!settings().announcements.batchContactSheet) return null;
      const wish = {
        templateId: 'local:contact-sheet',
        analysisIds: analysisIds.slice(0, 10_000),
        format: 'pdf',
      };
      const [render] = await rendering.createRenders(renderRequestSchema.parse(wish));
      return render?.id ?? null;
    },
    log,
  });
  const health = createHealth({
    ...{ dataDir, version: options.version, database, messaging, rendering, events, clock, log },
    inferenceStatus: inference.status,
    notifier,
    tellsLife: options.host === 'desktop' || options.host === 'web',
    announcements: () => settings().announcements,
    network: () => settings().network,
    env: environment.env,
    random,
  });
  const monitoring = createMonitoring({
    ...{ dataDir, version: options.version, database, messaging, events, clock, log },
    logFiles: options.logFiles,
  });

  const pipeline = createPipeline({
    photos,
    analyses,
    inference,
    model,
    poseModel,
    settings,
    judge: judging.rulebook.judge,
    tell(analysis, judged) {
      health.analyzed(analysis.timingsMs.total);
      monitoring.analyzed(analysis.timingsMs.total);
      const recorded = publisher.record(eventsOf(analysis, judged.judgement));
      const judgementKept = judging.record(analysis, judged);
      return () => {
        publisher.recorded(recorded);
        judgementKept();
      };
    },
    tellAgain: judging.recordAgain,
    events,
  });
  const batches = createBatches(pipeline, events);
  const workflow = createWorkflow({
    store: createWorkflowStore({ database, now: clock.now }),
    steps: createWorkflowSteps({
      analyze: (photoId, how) => pipeline.analyze(photoId, how),
      verdict: (analysis) => verdictFor({ analysis }),
      publisher,
      createRenders: ({ analysisIds, templateId }, id) => {
        const { format } = settings().render;
        const wish = renderRequestSchema.omit({ templateId: true }).parse({ analysisIds, format });
        return rendering.createRenders({ ...wish, templateId }, id);
      },
      retryRenders: (ids) => rendering.retryRenders({ ids }),
      renders,
      fileBytes: ({ id, result }) =>
        result === null ? Promise.resolve(null) : bytesOf(renders.pathOf(id, result.format)),
      events,
    }),
    analyses,
    photos,
    fingerprint: () => {
      const { detection, positioning } = settings();
      return JSON.stringify([model().sha256, poseModel.sha256, detection, positioning]);
    },
    events,
    clock,
    log,
  });
  const hooks = createHookDoor({
    ...{ database, photos, pipeline, settings, events, clock, log },
    secrets: messaging.secrets,
    http: messaging.http,
    reportRender: rendering.report,
    alertHandlers: messaging.handlers,
  });
  const scratchDir = join(dataDir, 'exports');
  const exportAnalyses = createExporter({
    ...{ analyses, photos, exports, settings, scratchDir },
    inference: { drawOverlay },
  });

  const configuration = createConfigurationFile({
    database,
    sections: [
      settingsSection(settingsStore),
      ...messaging.sections,
      ...monitoring.sections,
      ...rendering.sections,
      ...judging.sections,
      ...hooks.sections,
    ],
  });

  const { samplesDir } = resources;
  const dispatch = createDispatch(
    {
      ...appInfoHandlers({ ...options, samplesDir, inferenceStatus: inference.status }),
      ...settingsHandlers(settingsStore),
      ...configurationHandlers({ configuration, exports, now: clock.now }),
      ...photoHandlers({ photos, pipeline, batches, settings }),
      ...batchHandlers(batches),
      ...analysisHandlers({ analyses, exportAnalyses, settings }),
      ...modelHandlers({ registry, inference, photos, samplePath: () => firstSample(samplesDir), events }),
      ...messaging.handlers,
      ...judging.handlers,
      ...rendering.handlers,
      ...health.handlers,
      ...workflowHandlers(workflow),
      ...hooks.handlers,
      ...monitoring.handlers,
    },
    log,
  );

  // Commands come and go: who watches and goes on with things is the program that stays.
  const stays = options.inference !== false && options.host !== 'command line';
  const services = createServices(
    [
      {
        name: 'inference',
        start() {
          // Not needed to answer the first call. What it lacks it logs itself, and app.info says.
          if (options.inference !== false) inference.start().catch(() => undefined);
        },
        stop: inference.stop,
      },
      { name: 'rendering', stop: rendering.stop },
      { name: 'messaging', start: messaging.start, stop: messaging.stop },
      { name: 'monitoring', ...(stays && { start: monitoring.start }), stop: monitoring.stop },
      { name: 'health', ...(stays && { start: health.manager.start }), stop: health.stop },
      { name: 'announcer', stop: announcer.stop },
      { name: 'rules', ...(stays && { start: judging.start }), stop: judging.stop },
      { name: 'workflow', ...(stays && { start: workflow.resume }), stop: workflow.stop },
      { name: 'hooks', ...(stays && { start: hooks.resume }), stop: hooks.stop },
      { name: 'batches', stop: batches.stop },
    ],
    // Real time, whatever the clock of a test: a service that is slow must not be cut off.
    { clock: systemClock, log },
  );
  const stopping = new AbortController();
  let cleaning = Promise.resolve();
  return {
    startInference: inference.start,
    dispatch,
    events,
    files: createFiles({
      ...{ photos, pictures, exports, previews, renders, inference, samplesDir },
      designs: rendering.designs,
      gallery: rendering.gallery,
      smallPictures: rendering.smallPictures,
    }),
    pipeline,
    rulebook: judging.rulebook,
    pages,
    hooks: hooks.door,
    metrics: monitoring.door,
    settings,
    delivers: messaging.courier.isLeader,
    takeFile: (path) => takeFile(photos, path, settings().photos),
    drawOverlay: (analysis, outPath) =>
      drawOverlay({ path: photos.pathOf(analysis.photo.id), analysis, outPath }),
    async start() {
      await services.start();
      if (options.inference === false) return;
      cleaning = cleanUp(
        { photos, pictures, analyses, exports, renders, designs: rendering.designs },
        stopping.signal,
      ).catch((error: unknown) => log.warn({ err: toStorageError(error) }, 'Cleaning up did not go well'));
    },
    async stop() {
      stopping.abort();
      await services.stop();
      await cleaning;
      database.close();
    },
  };
}

/** Null when there is no such file. */
async function bytesOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    () => null,
  );
}

/** FULL also survives a power cut. */
function applyDurability(database: Database, { delivery }: Settings): void {
  database.setSynchronous(delivery.survivePowerCut ? 'FULL' : 'NORMAL');
}

function makeDataDir(dataDir: string): void {
  try {
    makeFolder(dataDir);
  } catch (cause) {
    const known = toStorageError(cause);
    if (known instanceof AppError) throw known;
    const message = `The data folder ${dataDir} cannot be made. Choose another with --data.`;
    throw new AppError('storage.locked', message, { cause });
  }
}

async function firstSample(samplesDir: string): Promise<string> {
  const [name] = await sampleNames(samplesDir);
  if (name !== undefined) return join(samplesDir, name);
  throw new AppError(
    'photo.notFound',
    'There is no sample photo to try the model on. Name a photo of yours.',
  );
}
