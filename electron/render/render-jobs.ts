import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Analysis } from '../../shared/analysis.ts';
import { AppError } from '../../shared/errors.ts';
import type { Mapping } from '../../shared/mapping.ts';
import {
  type Render,
  type RenderBatch,
  type RenderRequest,
  type RenderSelection,
  type RenderValue,
  rendererLanes,
  type Sheet,
} from '../../shared/render.ts';
import { chooseTemplate } from '../../shared/rendering/choose-template.ts';
import { valueNamed } from '../../shared/rendering/values.ts';
import type { RenderSettings } from '../../shared/settings.ts';
import type { RenderProvider, Template } from '../../shared/template.ts';
import type { DeliveryList } from '../delivery/delivery-list.ts';
import { newId } from '../delivery/new-id.ts';
import type { Outbox, RecordedEvent } from '../delivery/outbox.ts';
import type { Database } from '../store/database.ts';
import type { NewRender, RenderStore } from '../store/render-store.ts';
import type { Gallery } from './gallery.ts';
import { findAnalysis, inPages, type Prepare, valuesFor } from './prepare-render.ts';
import { providerFor } from './render-lane.ts';

/** What is asked for; the choices of the settings give the template when none is named. */
export type RenderWish = Omit<RenderRequest, 'templateId'> & {
  templateId?: RenderRequest['templateId'] | undefined;
};

/** Makes durable work of what is asked for, and takes it back. */
export interface RenderJobs {
  /**
   * With an id the first picture gets that, and where it is there already nothing more is asked for. Throws AppError
   * notFound, template.unknown, layer.unknown or storage.* among others: nothing is recorded then.
   */
  create(wish: RenderWish, id?: string): Promise<Render[]>;
  /**
   * The same for many, each photo with each of `templateIds` where they are given; `skipped` photos get no picture,
   * or are not there any more.
   */
  batch(
    wish: RenderWish & { templateIds?: readonly string[] | undefined },
  ): Promise<{ batch: RenderBatch; skipped: number }>;
  /** What has not ended ends; returns how many. */
  cancel(selection: RenderSelection): Promise<number>;
  /** What failed or was cancelled is drawn again; returns how many. */
  retry(selection: RenderSelection): Promise<number>;
  /** With their files; returns how many. */
  remove(selection: RenderSelection): Promise<number>;
}

export interface RenderJobParts {
  renders: RenderStore;
  templates: Pick<Gallery, 'get'>;
  analyses: { get(id: string): Analysis };
  prepare: Prepare;
  outbox: Pick<Outbox, 'record' | 'recorded'>;
  deliveries: Pick<DeliveryList, 'cancel' | 'replay'>;
  database: Pick<Database, 'write'>;
  settings(): RenderSettings;
  /** Whether there is a key for Templated. */
  hasKey(): boolean;
  /** Id of the template that the rules chose for a photo, if any. Throws AppError template.unknown. */
  ruleTemplate(analysisId: string): Promise<string | null>;
  /** Renders are gone, of this batch or of any. */
  removed(batchId: string | null): void;
  /** Milliseconds since 1970. */
  now(): number;
}

/** A photo that gets a picture. */
interface Chosen {
  analysisId: string;
  photo: { id: string; name: string };
  verdict: keyof Sheet['verdicts'];
}

/** One picture to be: a photo, or the photos of a contact sheet. */
interface Planned {
  request: RenderRequest;
  templateName: string;
  provider: RenderProvider;
  photo: { id: string; name: string };
}

interface KnownTemplate {
  template: Template;
  mapping: Mapping;
  provider: RenderProvider;
}

/** Photos looked at between two turns of the thread, and renders recorded, read or deleted in one go. */
const [lookedAtOnce, recordedAtOnce, readAtOnce, removedAtOnce] = [50, 100, 100, 100];

/** The work to be drawn, over the renders and the outbox of a data folder. */
export function createRenderJobs(parts: RenderJobParts): RenderJobs {
  const { renders, templates, analyses, prepare, outbox, deliveries, database, settings, now } = parts;

  /** Checks with the first photo what would fail with every one. */
  async function lookUp(templateId: string, wish: RenderWish, first: Analysis): Promise<KnownTemplate> {
    const found = await templates.get(templateId);
    const request = { ...wish, templateId, analysisIds: [first.id] };
    prepare({ request, found, now: new Date(now()) });
    return {
      template: found.template,
      mapping: wish.mapping ?? found.mapping,
      provider: providerFor(wish, found, settings(), parts.hasKey()),
    };
  }

  /** Photos by the template they get, in their order; those that get none are counted. */
  async function plan(wish: RenderWish, isBatch: boolean): Promise<{ planned: Planned[]; skipped: number }> {
    const groups = new Map<string, { known: KnownTemplate; photos: Chosen[] }>();
    let skipped = 0;
    for (const [index, analysisId] of wish.analysisIds.entries()) {
      if (index % lookedAtOnce === lookedAtOnce - 1) await nextTurn();
      const analysis = isBatch ? findAnalysis(analyses, analysisId) : analyses.get(analysisId);
      const values = analysis === null ? [] : valuesFor(analysis, wish, new Date(now()));
      const templateId =
        wish.templateId ?? (await parts.ruleTemplate(analysisId)) ?? chooseTemplate(settings(), values);
      if (analysis === null || templateId === null) {
        skipped += 1;
        continue;
      }
      const known = groups.get(templateId)?.known ?? (await lookUp(templateId, wish, analysis));
      const group = groups.get(templateId) ?? { known, photos: [] };
      groups.set(templateId, group);
      const { photo } = analysis;
      group.photos.push({
        analysisId,
        photo: { id: photo.id, name: photo.name },
        verdict: verdictIn(values),
      });
    }
    const planned = [...groups.values()].flatMap(({ known, photos }) => picturesOf(photos, known, wish));
    return { planned, skipped };
  }

  /** The first one under the id given, where one is. */
  async function record(
    planned: readonly Planned[],
    batchId: string | null,
    firstId?: string,
  ): Promise<string[]> {
    const ids: string[] = [];
    for (let start = 0; start < planned.length; start += recordedAtOnce) {
      const some = planned.slice(start, start + recordedAtOnce);
      const recorded = await database.write(() =>
        some.map((one, index) => recordOne(one, batchId, start + index === 0 ? firstId : undefined)),
      );
      outbox.recorded(recorded.map(({ event }) => event));
      ids.push(...recorded.map(({ id }) => id));
      await nextTurn();
    }
    return ids;
  }

  /** The picture, and the work of drawing it, in one transaction. */
  function recordOne(
    { provider, photo, ...planned }: Planned,
    batchId: string | null,
    id = `rnd_${newId(now())}`,
  ) {
    const event: RecordedEvent = outbox.record(
      {
        id: `evt_${newId(now())}`,
        type: 'render_requested',
        severity: 'info',
        occurredAt: new Date(now()).toISOString(),
        data: { render_id: id, template_name: planned.templateName, image_name: photo.name },
      },
      [{ channelId: rendererLanes[provider].id, windowMs: 0 }],
    );
    const render: NewRender = {
      id,
      batchId,
      deliveryId: event.deliveries[0]?.id ?? '',
      templateId: planned.request.templateId,
      templateName: planned.templateName,
      photoId: photo.id,
      photoName: photo.name,
      request: planned.request,
    };
    renders.add([render]);
    return { id, event };
  }

  /** Changes the deliveries of those renders that are in such a state. */
  async function change(
    selection: RenderSelection,
    states: readonly Render['state'][],
    work: (ids: string[]) => Promise<number>,
  ): Promise<number> {
    const ids = renders
      .idsOf(selection)
      .flatMap(({ deliveryId, state }) => (states.includes(state) ? [deliveryId] : []));
    return ids.length === 0 ? 0 : work(ids);
  }

  const cancel = (selection: RenderSelection) =>
    change(selection, ['waiting', 'held', 'rendering'], (ids) => deliveries.cancel({ ids }));

  return {
    async create(wish, id) {
      const known = id === undefined ? null : findRender(renders, id);
      if (known !== null) return [known];
      const { planned } = await plan(wish, false);
      const created: Render[] = [];
      for (const made of await record(planned, null, id)) {
        if (created.length % readAtOnce === readAtOnce - 1) await nextTurn();
        created.push(renders.get(made));
      }
      return created;
    },
    async batch({ templateIds, ...wish }) {
      const wishes = templateIds?.map((templateId) => forTemplate(wish, templateId)) ?? [wish];
      const planned: Planned[] = [];
      let skipped = 0;
      for (const one of wishes) {
        const plans = await plan(one, true);
        planned.push(...plans.planned);
        skipped += plans.skipped;
      }
      const id = `rbt_${newId(now())}`;
      await record(planned, id);
      return { batch: renders.batch(id) ?? emptyBatch(id, now()), skipped };
    },
    cancel,
    retry: (selection) => change(selection, ['failed', 'cancelled'], (ids) => deliveries.replay({ ids })),
    async remove(selection) {
      await cancel(selection);
      const ids = renders.idsOf(selection).map(({ id }) => id);
      let removed = 0;
      for (let start = 0; start < ids.length; start += removedAtOnce) {
        removed += await renders.remove(ids.slice(start, start + removedAtOnce));
      }
      parts.removed('batchId' in selection ? selection.batchId : null);
      return removed;
    },
  };
}

function findRender(renders: Pick<RenderStore, 'get'>, id: string): Render | null {
  try {
    return renders.get(id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'notFound') return null;
    throw error;
  }
}

/** A mapping is of one template: the others take the one that is kept for them. */
function forTemplate({ mapping, ...wish }: RenderWish, templateId: string): RenderWish {
  return { ...wish, templateId, ...(mapping?.templateId === templateId && { mapping }) };
}

/** A card for every photo; a contact sheet for as many as it holds, or one PDF of as many pages as it takes. */
function picturesOf(photos: readonly Chosen[], known: KnownTemplate, wish: RenderWish): Planned[] {
  const { template, mapping, provider } = known;
  const isDocument = template.cells > 1 && wish.format === 'pdf' && provider === 'local';
  const pages = isDocument ? [[...photos]] : inPages(photos, template.cells);
  const verdicts = { pass: 0, review: 0, fail: 0 };
  for (const { verdict } of photos) verdicts[verdict] += 1;
  return pages.flatMap((page, index) => {
    const [first] = page;
    if (first === undefined) return [];
    const sheet = {
      photoNumber: index * template.cells + 1,
      photoCount: photos.length,
      pageNumber: index + 1,
      pageCount: pages.length,
      verdicts,
    };
    const request = {
      ...wish,
      templateId: template.id,
      mapping,
      analysisIds: page.map(({ analysisId }) => analysisId),
      ...(pages.length > 1 && { sheet }),
    };
    return [{ request, templateName: template.name, provider, photo: first.photo }];
  });
}

function verdictIn(values: readonly RenderValue[]): Chosen['verdict'] {
  const verdict = valueNamed(values, 'verdict')?.value;
  return verdict === 'pass' || verdict === 'review' ? verdict : 'fail';
}

/** No photo of it gets a picture: there is nothing to keep. */
function emptyBatch(id: string, now: number): RenderBatch {
  const counts = { waiting: 0, held: 0, rendering: 0, completed: 0, failed: 0, cancelled: 0 };
  return { id, createdAt: new Date(now).toISOString(), counts, total: 0 };
}
