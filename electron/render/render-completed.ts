import type { EventData } from '../../shared/event.ts';
import type { Render, RenderResult } from '../../shared/render.ts';

/** What is told of a finished picture. */
export function renderCompleted(render: Render, result: RenderResult): EventData<'render_completed'> {
  const { id, templateId, templateName, photoId, photoName, request } = render;
  return {
    render_id: id,
    template_id: templateId,
    template_name: templateName,
    provider: result.usedProvider,
    ...(photoId !== null && { image_id: photoId }),
    image_name: photoName,
    analysis_id: request.analysisIds[0],
    format: result.format,
    width: result.width,
    height: result.height,
  };
}

/** The same for the same picture: whoever hears of it twice can tell. */
export function renderCompletedId({ id }: Pick<Render, 'id'>): string {
  return `evt_${id.replace(/^rnd_/, '')}_render`;
}
