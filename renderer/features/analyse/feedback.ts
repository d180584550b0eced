import { useEffect } from 'react';
import { create } from 'zustand';
import type { Feedback } from '../../../shared/rule-record.ts';
import { core } from '../../core.ts';
import { tellFailure } from '../../ui/notices.tsx';

interface Given {
  analysisId: string | null;
  list: readonly Feedback[];
}

/** What the operator said of the verdicts on the photo shown. */
const useGiven = create<Given>(() => ({ analysisId: null, list: [] }));

async function load(analysisId: string): Promise<void> {
  const { feedback } = await core.call('feedback.list', { analysisId });
  if (useGiven.getState().analysisId === analysisId) useGiven.setState({ list: feedback });
}

/** What was said of this rule's verdict on this photo. */
export function useFeedback(analysisId: string, ruleId: string): Feedback | undefined {
  useEffect(() => {
    if (useGiven.getState().analysisId === analysisId) return;
    useGiven.setState({ analysisId, list: [] });
    load(analysisId).catch(tellFailure);
  }, [analysisId]);
  return useGiven((given) =>
    given.analysisId === analysisId ? given.list.find((one) => one.ruleId === ruleId) : undefined,
  );
}

/** Keeps what was said, in place of what was said before. */
export async function giveFeedback(feedback: Omit<Feedback, 'givenAt'>): Promise<void> {
  try {
    await core.call('feedback.save', feedback);
    await load(feedback.analysisId);
  } catch (error) {
    tellFailure(error);
  }
}

/** Takes back what was said. */
export async function takeFeedbackBack({ analysisId, ruleId }: Feedback): Promise<void> {
  try {
    await core.call('feedback.remove', { analysisId, ruleId });
    await load(analysisId);
  } catch (error) {
    tellFailure(error);
  }
}
