import { join } from 'node:path';
import { AppError } from '../shared/errors.ts';
import { rendererLanes } from '../shared/render.ts';
import type { Settings } from '../shared/settings.ts';
import { designHandlers } from './api/designs.ts';
import type { HandlersOf } from './api/dispatch.ts';
import { mappingHandlers } from './api/mappings.ts';
import { placementHandlers } from './api/placements.ts';
import { rendererHandlers } from './api/renderers.ts';
import { renderHandlers } from './api/renders.ts';
import { templateHandlers } from './api/templates.ts';
import type { ConfigurationSection } from './configuration/section.ts';
import { templateSection } from './configuration/template-section.ts';
import type { Clock } from './delivery/clock.ts';
import type { Sender } from './delivery/sender.ts';
import type { EventBus } from './events.ts';
import type { Log } from './log.ts';
import type { Messaging } from './messaging.ts';
import type { ForkInference } from './pipeline/inference.ts';
import { builtInTemplates } from './render/built-in/index.ts';
import { createGallery, type Gallery } from './render/gallery.ts';
import { createLocalRenderer } from './render/local-renderer.ts';
import { createPreparation } from './render/prepare-render.ts';
import { createQuota } from './render/quota.ts';
import { createRenderChanges } from './render/render-changes.ts';
import { renderCompleted, renderCompletedId } from './render/render-completed.ts';
import { createRenderExport } from './render/render-export.ts';
import { createRenderJobs, type RenderJobs } from './render/render-jobs.ts';
import { createRenderPreview } from './render/render-preview.ts';
import { createRenderProcess } from './render/render-process.ts';
import { createRenderReport, type ReportRender } from './render/render-report.ts';
import { createRenderSender } from './render/render-sender.ts';
import { createRenderStates, createTemplatedKey } from './render/render-states.ts';
import { createSmallPictures, type SmallPictures } from './render/small-pictures.ts';
import { createTemplatedClient } from './render/templated/client.ts';
import { createTemplatedRenderer } from './render/templated/renderer.ts';
import type { AnalysisStore } from './store/analysis-store.ts';
import type { Database } from './store/database.ts';
import type { DesignStore } from './store/design-store.ts';
import { createDesignStore } from './store/design-store.ts';
import type { ExportStore } from './store/export-store.ts';
import { createMappingStore } from './store/mapping-store.ts';
import type { PhotoStore } from './store/photo-store.ts';
import type { PictureStore } from './store/picture-store.ts';
import type { RenderStore } from './store/render-store.ts';
import { createTemplateStore } from './store/template-store.ts';
import { createUploadStore } from './store/upload-store.ts';

export interface RenderingOptions {
  dataDir: string;
  version: string;
  fork: ForkInference;
  database: Database;
  photos: PhotoStore;
  pictures: PictureStore;
  samplesDir: string;
  analyses: AnalysisStore;
  renders: RenderStore;
  exports: ExportStore;
  settings(): Settings;
  messaging: Messaging;
  events: EventBus;
  clock: Clock;
  /** Shows a file in its folder; null where there is nobody in front of this machine. */
  showFile: ((path: string) => void) | null;
  /** Ids or names of the template that the rules ask for: by how the photo was judged, and by the rules of now. */
  ruleTemplate: Record<'stored' | 'now', (analysisId: string) => string | null>;
  log: Log;
}

/** Everything that makes pictures: from a request to a file. */
export interface Rendering {
  /** For the courier: it draws what waits. */
  sender: Sender;
  gallery: Gallery;
  smallPictures: SmallPictures;
  designs: DesignStore;
  /** Asks for pictures, as `renders.create` does. */
  createRenders: RenderJobs['create'];
  retryRenders: RenderJobs['retry'];
  templated: {
    hasKey(): boolean;
    /** Where it is asked. */
    host(): string;
    /** Asks for the account, which costs nothing. Throws AppError templated.* or network.*. */
    account(signal: AbortSignal): Promise<{ used: number; of: number; plan: string | null }>;
  };
  /** For hooks: somebody says that a render is done. */
  report: ReportRender;
  handlers: HandlersOf<'templates' | 'mappings' | 'designs' | 'renders' | 'renderers' | 'placements'>;
  /** What of it goes into a configuration. */
  sections: ConfigurationSection[];
  /** Ends the process that draws. */
  stop(): Promise<void>;
}

/** Builds the way of a picture: jobs → outbox → courier → sender → renderers. */
export function createRendering(options: RenderingOptions): Rendering {
  const {
    dataDir,
    database,
    photos,
    pictures,
    samplesDir,
    analyses,
    renders,
    exports,
    messaging,
    events,
    clock,
    log,
  } = options;
  const settings = () => options.settings().render;
  const { now } = clock;
  const scratchDir = join(dataDir, 'exports');
  const { publisher, outbox, deliveries, courier, http, secrets, environment } = messaging;

  const process = createRenderProcess({ fork: options.fork, log });
  const designs = createDesignStore({
    dir: join(dataDir, 'designs'),
    database,
    inspect: (path) => process.ask('inspectDesign', { path }, { urgent: true }),
    now,
  });
  const key = createTemplatedKey({ environment, secrets });
  const givenBaseUrl = environment.get('TEMPLATED_BASE_URL')?.value;
  const client = createTemplatedClient({
    http,
    baseUrl: () => givenBaseUrl ?? settings().templatedBaseUrl,
    key: key.get,
    clock,
  });
  const templatesChanged = () => events.emit('templates.changed', {});
  const templates = createTemplateStore(database);
  const mappings = createMappingStore(database, now);
  const gallery = createGallery({
    builtIn: builtInTemplates,
    templated: () => (key.isThere() ? client : null),
    templates,
    mappings,
    designs,
    process,
    pictures,
    samplesDir,
    changed: templatesChanged,
    monotonic: clock.monotonic,
    now,
  });
  const prepare = createPreparation({ analyses, photos, designs });
  const local = createLocalRenderer(process);
  const quota = createQuota({
    account: (signal) => client.account({ signal }),
    wasUsedUp: () => wasUsedUp(database),
    tell: (why) => tellOfQuota(options, why),
    roomAgain: tryTemplatedNow,
    changed: () => states.announce(),
    now,
  });
  const templated = createTemplatedRenderer({
    client,
    process,
    uploads: createUploadStore(database, now),
    webhookUrl: () => settings().templatedWebhookUrl,
    clock,
    log,
  });
  const sender = createRenderSender({
    renders,
    templates: gallery,
    prepare,
    local,
    templated,
    quota,
    completed: {
      record: (render, result) =>
        publisher.record([
          { type: 'render_completed', id: renderCompletedId(render), data: renderCompleted(render, result) },
        ]),
      recorded: publisher.recorded,
    },
    database,
    settings,
    hasKey: key.isThere,
    version: options.version,
    now,
  });
  const changes = createRenderChanges({
    renders,
    events,
    database,
    delivers: courier.isLeader,
    clock,
  });
  const jobs = createRenderJobs({
    renders,
    templates: gallery,
    analyses,
    prepare,
    outbox,
    deliveries,
    database,
    settings,
    hasKey: key.isThere,
    ruleTemplate,
    removed: changes.removed,
    now,
  });
  /** A rule that names none that is there may have been put right since the photo was judged. */
  async function ruleTemplate(analysisId: string): Promise<string | null> {
    const stored = options.ruleTemplate.stored(analysisId);
    const found = stored === null ? null : await gallery.idOf(stored);
    if (stored === null || found !== null) return found;
    const asked = options.ruleTemplate.now(analysisId);
    const foundNow = asked === null ? null : await gallery.idOf(asked);
    if (asked === null || foundNow !== null) return foundNow;
    const message = `A rule asks for the template “${asked}”, and there is none of this name. Change the rule, or give a template this name.`;
    throw new AppError('template.unknown', message);
  }
  const states = createRenderStates({ key, quota, courier, events });
  function keyChanged(): void {
    gallery.accountChanged();
    courier.lanesChanged();
    tryTemplatedNow();
    templatesChanged();
  }

  /** What it asked us to wait for is over: there is room again, another key, another address, or nobody asks it. */
  function tryTemplatedNow(): void {
    const channelId = rendererLanes.templated.id;
    templated.probeNow();
    courier.lift(channelId);
    // Each has a time of its own too, from when it was refused.
    deliveries
      .replay({ filter: { channelId, states: ['waiting', 'held'] } })
      .catch((error: unknown) => log.warn({ err: error }, 'What waits for Templated could not be hurried'));
  }
  let { order, templatedBaseUrl } = settings();
  const stopListening = events.listen('settings.changed', ({ render: next }) => {
    gallery.accountChanged();
    courier.lanesChanged();
    const isElsewhere = next.templatedBaseUrl !== templatedBaseUrl;
    if (isElsewhere) quota.forget();
    if (isElsewhere || next.order !== order) tryTemplatedNow();
    ({ order, templatedBaseUrl } = next);
    states.announce();
  });

  return {
    sender,
    gallery,
    smallPictures: createSmallPictures({
      ...{ process, pictures, renders, designs, gallery, prepare },
      samplesDir,
    }),
    designs,
    createRenders: jobs.create,
    retryRenders: jobs.retry,
    templated: {
      hasKey: key.isThere,
      host: () => URL.parse(givenBaseUrl ?? settings().templatedBaseUrl)?.host ?? '',
      account: quota.ask,
    },
    report: createRenderReport({ client, renders, deliveries }),
    sections: [
      templateSection({
        ...{ templates, mappings, designs, now },
        builtIn: builtInTemplates.map(({ template }) => template),
        changed: gallery.written,
      }),
    ],
    handlers: {
      ...templateHandlers({ gallery }),
      ...mappingHandlers({ gallery, analyses, now }),
      ...designHandlers({ designs, changed: templatesChanged }),
      ...renderHandlers({
        jobs,
        renders,
        preview: createRenderPreview({
          templates: gallery,
          analyses,
          prepare,
          local,
          exports,
          scratchDir,
          now,
        }),
        exportRenders: createRenderExport({ renders, exports, process, scratchDir }),
        publisher,
        showFile: options.showFile,
      }),
      ...rendererHandlers({ states, key, quota, keyChanged }),
      ...placementHandlers({ templates: gallery, prepare, designs, now }),
    },
    async stop() {
      stopListening();
      changes.stop();
      states.stop();
      await process.stop();
    },
  };
}

/** The last that was heard of the lane, in this run or an earlier one. */
function wasUsedUp(database: Database): boolean {
  const last = database.read(() => database.statement(selectLastAttempt).get(rendererLanes.templated.id));
  return last?.reason === 'rateLimited' && last.status === 403;
}

const selectLastAttempt = `
  SELECT reason, status FROM attempts WHERE channel_id = ? ORDER BY sequence DESC LIMIT 1`;

function tellOfQuota({ messaging, log }: RenderingOptions, why: string): void {
  const title = 'Templated: the credits are used up';
  messaging.publisher
    .publish({ type: 'system_alert', severity: 'warning', data: { title, message: why } })
    .catch((error: unknown) => log.error({ err: error }, 'An alert could not be recorded'));
}
