import { useMemo } from 'react';
import type { CallInput } from '../../../shared/contract.ts';
import type { Mapping } from '../../../shared/mapping.ts';
import type { Template } from '../../../shared/template.ts';
import { useCore } from '../../core.ts';
import { useRoll } from '../analyse/roll.ts';
import { useDesigns } from './designs.ts';
import { paramsFor, useParams } from './params.ts';
import { pageFrom, subjectOf, useSubject } from './subject.ts';

/** The photo that is shown; drawn anew when it changes here or on the Analyse screen. */
export function useShownPhoto() {
  const { chosen, recent } = useSubject();
  useRoll(({ currentKey }) => currentKey);
  return subjectOf({ chosen, recent });
}

/** What is asked for when this photo is drawn with the mapping as it is now; null without a photo. */
export function useRequest(template: Template, mapping: Mapping): CallInput<'renders.preview'> | null {
  const shown = useShownPhoto();
  const { mug, recent } = useSubject();
  const designId = useDesigns((designs) => designs.chosenId);
  const params = useParams((kept) => paramsFor(kept, template.id));
  const format = useCore((core) => core.settings.render.format);
  return useMemo(() => {
    if (shown === null) return null;
    const given = Object.entries(params).filter(([, text]) => text !== '');
    return {
      templateId: template.id,
      analysisIds: pageFrom(shown, template.cells),
      mapping,
      params: Object.fromEntries(given),
      format,
      ...(mug?.analysisId === shown.id && template.cells === 1 && { detection: mug.detection }),
      ...(designId !== null && { designId }),
    };
  }, [template.id, template.cells, shown, recent, mug, mapping, designId, params, format]);
}
