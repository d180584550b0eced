import { join } from 'node:path';
import { builtInModel } from '../models/manifest.ts';
import type { Analysis, Photo } from '../shared/analysis.ts';
import type { Host } from '../shared/contract.ts';
import { AppError } from '../shared/errors.ts';
import type { Settings } from '../shared/settings.ts';
import { analysisHandlers } from './api/analyses.ts';
import { appInfoHandlers, sampleNames } from './api/app-info.ts';
import { batchHandlers } from './api/batches.ts';
import { createDispatch, type Dispatch } from './api/dispatch.ts';
import { createFiles, type Files } from './api/files.ts';
import { modelHandlers } from './api/models.ts';
import { photoHandlers } from './api/photos.ts';
import { settingsHandlers } from './api/settings.ts';
import { createEventBus, type EventBus } from './events.ts';
import type { Log } from './log.ts';
import type { Resources } from './paths.ts';
import { createBatches } from './pipeline/batch.ts';
import { createExporter } from './pipeline/export.ts';
import { takeFile } from './pipeline/image.ts';
import { createInference, type ForkInference } from './pipeline/inference.ts';
import { createPipeline, type Pipeline } from './pipeline/run.ts';
import { createAnalysisStore } from './store/analysis-store.ts';
import { cleanUp } from './store/clean-up.ts';
import { openDatabase } from './store/database.ts';
import { createExportStore } from './store/export-store.ts';
import { makeFolder } from './store/make-folder.ts';
import { openModelRegistry } from './store/model-registry.ts';
import { createPhotoStore } from './store/photo-store.ts';
import { createPictureStore } from './store/picture-store.ts';
import { type OpenSettings, openSettingsStore } from './store/settings-store.ts';
import { toStorageError } from './store/storage-error.ts';

export interface AppOptions {
  dataDir: string;
  host: Host;
  version: string;
  forkInference: ForkInference;
  resources: Resources;
  /** Opens settings.json of the data folder; `conf` when left out, the desktop brings electron-store. */
  openSettings?: OpenSettings;
  log: Log;
}

export interface App {
  /** Cleans up after earlier runs and warms the inference, waiting for neither. */
  start(): Promise<void>;
  /** Cancels what runs, stops the child, closes the database. Safe to call twice. */
  stop(): Promise<void>;
  dispatch: Dispatch;
  events: EventBus;
  files: Files;
  pipeline: Pipeline;
  settings(): Settings;
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
    onChange: (settings) => events.emit('settings.changed', settings),
    log,
  });
  const settings = settingsStore.get;
  const registry = openModelRegistry({ dir: join(dataDir, 'models'), modelsDir: resources.modelsDir });
  const database = openDatabase(join(dataDir, 'h200.sqlite'));
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
  const model = () => {
    const active = registry.active();
    return { id: active.id, name: active.name, sha256: active.sha256 };
  };
  const pipeline = createPipeline({ photos, analyses, inference, model, poseModel, settings, events });
  const batches = createBatches(pipeline, events);
  const scratchDir = join(dataDir, 'exports');
  const exportAnalyses = createExporter({ analyses, photos, exports, inference, settings, scratchDir });

  const { samplesDir } = resources;
  const dispatch = createDispatch(
    {
      ...appInfoHandlers({ ...options, samplesDir, inferenceStatus: inference.status }),
      ...settingsHandlers(settingsStore),
      ...photoHandlers({ photos, pipeline, batches, settings }),
      ...batchHandlers(batches),
      ...analysisHandlers({ analyses, exportAnalyses, settings }),
      ...modelHandlers({ registry, inference, photos, samplePath: () => firstSample(samplesDir), events }),
    },
    log,
  );

  const stopping = new AbortController();
  let cleaning = Promise.resolve();
  return {
    dispatch,
    events,
    files: createFiles({ photos, pictures, exports, inference, samplesDir }),
    pipeline,
    settings,
    takeFile: (path) => takeFile(photos, path, settings().photos),
    drawOverlay: (analysis, outPath) =>
      inference.drawOverlay({ path: photos.pathOf(analysis.photo.id), analysis, outPath }),
    async start() {
      // Neither is needed to answer the first call. What the inference lacks it logs itself, and app.info says.
      inference.start().catch(() => undefined);
      cleaning = cleanUp({ photos, pictures, analyses, exports }, stopping.signal).catch((error: unknown) =>
        log.warn({ err: toStorageError(error) }, 'Cleaning up did not go well'),
      );
    },
    async stop() {
      stopping.abort();
      await batches.stop();
      await inference.stop();
      await cleaning;
      database.close();
    },
  };
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
