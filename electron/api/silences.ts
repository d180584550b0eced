import type { AlertList } from '../alerts/alert-list.ts';
import { fitsAll, matchable } from '../alerts/matching.ts';
import type { SilenceStore } from '../alerts/silence-store.ts';
import type { HandlersOf } from './dispatch.ts';

export interface SilenceParts {
  silences: SilenceStore;
  alertList: Pick<AlertList, 'openOnes'>;
}

const previewed = 50;

/** Answers `silences.*`. */
export function silenceHandlers({ silences, alertList }: SilenceParts): HandlersOf<'silences'> {
  return {
    'silences.list': () => ({ silences: silences.list() }),
    'silences.save': (draft) => silences.save(draft),
    'silences.expire': ({ id }) => silences.expire(id),
    'silences.preview': ({ matchers }) =>
      alertList.openOnes((alert) => fitsAll(matchers, matchable(alert)), previewed),
  };
}
