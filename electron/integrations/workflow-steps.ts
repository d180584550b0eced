import type { Analysis } from '../../shared/analysis.ts';
import type { Delivery } from '../../shared/delivery.ts';
import type { Render, RenderRequest } from '../../shared/render.ts';
import type { Verdict } from '../../shared/rendering/values.ts';
import type { StepResult } from '../../shared/workflow.ts';
import type { RecordedEvent } from '../delivery/outbox.ts';
import type { EventBus } from '../events.ts';
import { eventsOf } from './analysis-events.ts';
import type { Publisher, UncheckedEvent } from './publisher.ts';
import { derivedId, type Outcome, type StepContext, type WorkflowParts } from './workflow.ts';

export interface StepParts {
  analyze(photoId: string, options: { fresh: boolean; signal: AbortSignal }): Promise<Analysis>;
  verdict(analysis: Analysis): Verdict;
  publisher: Pick<Publisher, 'publish'>;
  /** Asks for pictures; the one that is made first has this id, and is not made twice. */
  createRenders(
    wish: Pick<RenderRequest, 'analysisIds'> & { templateId?: string | undefined },
    id: string,
  ): Promise<readonly Render[]>;
  /** Those that failed or were cancelled are drawn again. */
  retryRenders(ids: string[]): Promise<unknown>;
  renders: { get(id: string): Render };
  /** The size of a picture's file; null when it is not there. */
  fileBytes(render: Render): Promise<number | null>;
  events: Pick<EventBus, 'listen'>;
}

/** The steps of the whole workflow, made of what is there: each may be cut off anywhere and run again. */
export function createWorkflowSteps(parts: StepParts): WorkflowParts['steps'] {
  const { publisher, renders } = parts;

  async function publish(event: UncheckedEvent): Promise<{ refs: StepResult['refs']; told: number }> {
    const recorded = await publisher.publish(event);
    return { refs: refsOf([recorded]), told: recorded.deliveries.length };
  }

  async function notify({ input, runId }: StepContext, data: object, isWell: boolean): Promise<Outcome> {
    if (input.notify === false) return skipped('Nobody asked for a notice.');
    const { refs, told } = await publish({
      id: `evt_${derivedId(runId, 'notice')}`,
      type: 'system_alert',
      severity: isWell ? 'success' : 'warning',
      data,
      ...(input.notify !== true && { channelIds: input.notify }),
    });
    return ok(refs, told === 0 ? 'It stands in the inbox: no channel takes it.' : null);
  }

  return {
    async analysis({ input, analysis, signal }) {
      if (input.analysisId !== undefined) return ok({ analysisId: input.analysisId });
      if (analysis !== null) return ok({ analysisId: analysis.id });
      const { id } = await parts.analyze(input.photoId ?? '', { fresh: input.fresh, signal });
      return ok({ analysisId: id });
    },
    /** They are recorded with the analysis; one that was made before anybody wanted to hear of it is told now. */
    async events({ analysis }) {
      const recorded = await Promise.all(eventsOf(analysis).map((event) => publisher.publish(event)));
      const refs = refsOf(recorded);
      return refs.deliveryIds?.length ? ok(refs) : skipped('No channel wants to hear of analyses.');
    },
    async render({ input, analysis, runId, signal }) {
      const wish = { analysisIds: [analysis.id], templateId: input.templateId };
      const made = await parts.createRenders(wish, `rnd_${derivedId(runId, 'render')}`);
      if (made.length === 0) return skipped('By the settings this photo gets no picture.');
      const lost = made.filter(({ state }) => state === 'failed' || state === 'cancelled');
      if (lost.length > 0) await parts.retryRenders(lost.map(({ id }) => id));
      const ended = await Promise.all(
        made.map(({ id }) => untilDrawn(parts, id, { waitMs: input.waitSeconds * 1_000, signal })),
      );
      const refs = { renderIds: ended.map(({ id }) => id) };
      const open = ended.find(({ state }) => state !== 'completed');
      return open === undefined ? ok(refs) : { state: 'failed', reason: whyNotDrawn(open), refs };
    },
    async store({ input, analysis, steps }) {
      if (!input.store) return skipped('Nobody asked for it.');
      const drawn = steps.render?.state === 'ok' ? (steps.render.refs.renderIds ?? []) : [];
      for (const render of drawn.map((id) => renders.get(id))) {
        if ((await parts.fileBytes(render)) === render.result?.bytes) continue;
        return failed(`The picture of ${render.photoName} is not on the disk. Have it drawn again.`);
      }
      return ok({ analysisId: analysis.id, ...(drawn.length > 0 && { renderIds: drawn }) });
    },
    notice(context) {
      const { analysis, steps } = context;
      const verdict = parts.verdict(analysis);
      const count = analysis.placements.length;
      const words = { pass: 'passed', review: 'to review', fail: 'failed' }[verdict];
      const troubles = Object.values(steps).flatMap((step) =>
        step?.state === 'failed' ? [step.reason ?? ''] : [],
      );
      const data = {
        title: `${analysis.photo.name.slice(0, 200)}: ${count} mug${count === 1 ? '' : 's'}, ${words}`,
        message: troubles.join('\n'),
        details: { photo: analysis.photo.name.slice(0, 300), mugs: count, verdict },
        analysis_id: analysis.id,
      };
      return notify(context, data, verdict === 'pass' && troubles.length === 0);
    },
    unanalyzed(context) {
      const message = context.steps.analysis?.reason ?? '';
      return notify(context, { title: 'A photo could not be analysed', message }, false);
    },
  };
}

/** Until it has ended, or for so long: it is drawn afterwards all the same. */
async function untilDrawn(
  { renders, events }: Pick<StepParts, 'renders' | 'events'>,
  id: string,
  { waitMs, signal }: { waitMs: number; signal: AbortSignal },
): Promise<Render> {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const isEnded = () => ['completed', 'failed', 'cancelled'].includes(renders.get(id).state);
  const stop = events.listen('render.changed', ({ renders: changed }) => {
    if (changed.some((render) => render.id === id) && isEnded()) resolve();
  });
  const timer = setTimeout(resolve, waitMs);
  signal.addEventListener('abort', () => resolve(), { once: true });
  try {
    if (!isEnded() && !signal.aborted) await over;
    return renders.get(id);
  } finally {
    stop();
    clearTimeout(timer);
  }
}

function whyNotDrawn({ state, explanation }: Render): string {
  if (state === 'failed' || state === 'cancelled') return explanation ?? 'It could not be drawn.';
  return `It is not drawn yet, and will be: ${explanation ?? 'it waits its turn.'}`;
}

function refsOf(recorded: readonly RecordedEvent[]): StepResult['refs'] {
  return {
    eventIds: recorded.map(({ event }) => event.id),
    deliveryIds: recorded.flatMap(({ deliveries }) => deliveries.map(({ id }: Pick<Delivery, 'id'>) => id)),
  };
}

function ok(refs: StepResult['refs'], reason: string | null = null): Outcome {
  return { state: 'ok', reason, refs };
}

function skipped(reason: string): Outcome {
  return { state: 'skipped', reason, refs: {} };
}

function failed(reason: string): Outcome {
  return { state: 'failed', reason, refs: {} };
}
