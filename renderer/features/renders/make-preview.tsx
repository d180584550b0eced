import { useMemo } from 'react';
import { useCore } from '../../core.ts';
import { useDesigns } from '../templates/designs.ts';
import { paramsFor, useParams } from '../templates/params.ts';
import { photosOf, requestOf, useMake } from './make.ts';
import { PreviewPicture } from './preview-picture.tsx';
import { usePreview } from './use-preview.ts';

/** Enough for a look beside the choices. */
const previewScale = 0.5;

/** What the first of the pictures will look like. */
export function MakePreview({ cells, withDesign }: { cells: number; withDesign: boolean }) {
  const { subjects, wide, templateId, placement } = useMake();
  const designId = useDesigns(({ chosenId }) => chosenId);
  const params = useParams((kept) => (templateId === null ? null : paramsFor(kept, templateId)));
  const otherwise = useCore(({ settings }) => settings.render.otherwise);
  const request = useMemo(() => {
    const id = templateId ?? otherwise;
    if (id === null) return null;
    const first = photosOf({ subjects, wide }).slice(0, cells);
    const asked = requestOf(first, withDesign);
    return {
      ...asked,
      templateId: id,
      format: 'jpeg' as const,
      scale: previewScale,
      provider: 'local' as const,
    };
  }, [subjects, wide, templateId, placement, designId, params, otherwise, cells, withDesign]);
  return <PreviewPicture previewed={usePreview(request)} label="Preview of the first picture" />;
}
