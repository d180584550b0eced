import type { CallOutput } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { Render, RenderSelection } from '../../shared/render.ts';
import type { Publisher } from '../integrations/publisher.ts';
import { renderCompleted } from '../render/render-completed.ts';
import type { ExportRenders } from '../render/render-export.ts';
import type { RenderJobs } from '../render/render-jobs.ts';
import type { PreviewRender } from '../render/render-preview.ts';
import type { RenderStore } from '../store/render-store.ts';
import type { HandlersOf } from './dispatch.ts';

export interface RenderParts {
  jobs: RenderJobs;
  renders: Pick<RenderStore, 'get' | 'list' | 'batches' | 'idsOf' | 'pathOf'>;
  preview: PreviewRender;
  exportRenders: ExportRenders;
  publisher: Pick<Publisher, 'publish'>;
  /** Shows a file in its folder; null where there is nobody in front of this machine. */
  showFile: ((path: string) => void) | null;
}

/** Answers `renders.*`. */
export function renderHandlers(parts: RenderParts): HandlersOf<'renders'> {
  const { jobs, renders } = parts;
  return {
    'renders.preview': parts.preview,
    'renders.create': async (wish) => ({ renders: await jobs.create(wish) }),
    'renders.batch': (wish) => jobs.batch(wish),
    'renders.get': ({ id }) => renders.get(id),
    'renders.list': ({ limit, cursor, ...filter }) => renders.list(filter, { limit, cursor }),
    'renders.batches': () => ({ batches: renders.batches() }),
    'renders.cancel': async (selection) => ({ cancelled: await jobs.cancel(selection) }),
    'renders.retry': async (selection) => ({ retried: await jobs.retry(selection) }),
    'renders.delete': async (selection) => ({ deleted: await jobs.remove(selection) }),
    'renders.export': ({ selection, as }) => parts.exportRenders(finished(parts, selection), as),
    'renders.send': (input) => send(parts, input),
    'renders.openFolder': ({ id }) => {
      const render = renders.get(id);
      const { format } = resultOf(render);
      parts.showFile?.(renders.pathOf(id, format));
      return { opened: parts.showFile !== null };
    },
  };
}

function finished({ renders }: RenderParts, selection: RenderSelection): Render[] {
  const ids = renders.idsOf(selection).flatMap(({ id, state }) => (state === 'completed' ? [id] : []));
  if (ids.length > 0) return ids.map((id) => renders.get(id));
  throw new AppError('notFound', 'None of these pictures is finished, or they are not kept any more.');
}

async function send(
  { renders, publisher }: RenderParts,
  { id, channelIds, message }: { id: string; channelIds: string[]; message: string },
): Promise<CallOutput<'renders.send'>> {
  const render = renders.get(id);
  const completed = renderCompleted(render, resultOf(render));
  const data = { ...completed, ...(message !== '' && { message }) };
  const { event, deliveries } = await publisher.publish({ type: 'render_completed', data, channelIds });
  return { eventId: event.id, deliveries };
}

function resultOf({ result }: Render) {
  if (result !== null) return result;
  throw new AppError('notFound', 'This picture is not finished yet. Wait for it, or have it drawn again.');
}
