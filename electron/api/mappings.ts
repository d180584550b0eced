import type { Gallery } from '../render/gallery.ts';
import { valuesFor } from '../render/prepare-render.ts';
import type { AnalysisStore } from '../store/analysis-store.ts';
import type { HandlersOf } from './dispatch.ts';

export interface MappingParts {
  gallery: Pick<Gallery, 'saveMapping' | 'resetMapping'>;
  analyses: Pick<AnalysisStore, 'get'>;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Answers `mappings.*`. */
export function mappingHandlers({ gallery, analyses, now }: MappingParts): HandlersOf<'mappings'> {
  return {
    'mappings.save': gallery.saveMapping,
    'mappings.reset': ({ templateId }) => gallery.resetMapping(templateId),
    'mappings.values': ({ analysisId, detection }) => {
      const request = {
        analysisIds: [analysisId],
        params: {},
        ...(detection !== undefined && { detection }),
      };
      return { values: valuesFor(analyses.get(analysisId), request, new Date(now())) };
    },
  };
}
