import type { Settings } from '../../shared/settings.ts';
import type { Exporter } from '../pipeline/export.ts';
import type { AnalysisStore } from '../store/analysis-store.ts';
import type { HandlersOf } from './dispatch.ts';

export interface AnalysisParts {
  analyses: AnalysisStore;
  exportAnalyses: Exporter;
  settings(): Settings;
}

/** Answers `analyses.*`. */
export function analysisHandlers({
  analyses,
  exportAnalyses,
  settings,
}: AnalysisParts): HandlersOf<'analyses'> {
  return {
    'analyses.list': ({ limit, cursor, ...filter }) => {
      // The history keeps fainter detections than count: a search for a label means those that count.
      const minScore =
        filter.minScore ?? (filter.label === undefined ? undefined : settings().detection.ignoreBelow);
      return analyses.list({ ...filter, minScore }, { limit, cursor });
    },
    'analyses.get': ({ id }) => analyses.get(id),
    'analyses.delete': async ({ ids }) => ({ deleted: await analyses.delete(ids) }),
    'analyses.restore': async ({ ids }) => ({ restored: await analyses.restore(ids) }),
    'analyses.export': ({ ids, format }) => exportAnalyses(ids, format),
  };
}
