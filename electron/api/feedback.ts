import type { FeedbackStore } from '../rules/feedback-store.ts';
import type { HandlersOf } from './dispatch.ts';

export interface FeedbackParts {
  feedback: FeedbackStore;
  changed(): void;
}

/** Answers `feedback.*`. */
export function feedbackHandlers({ feedback, changed }: FeedbackParts): HandlersOf<'feedback'> {
  return {
    'feedback.list': ({ analysisId }) => ({ feedback: feedback.of(analysisId) }),
    'feedback.save': async (given) => {
      const saved = await feedback.save(given);
      changed();
      return saved;
    },
    'feedback.remove': async ({ analysisId, ruleId }) => {
      await feedback.remove(analysisId, ruleId);
      changed();
      return { removed: true };
    },
  };
}
