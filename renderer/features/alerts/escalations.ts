import { create } from 'zustand';
import type { EscalationPolicy } from '../../../shared/alert.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core } from '../../core.ts';

interface Escalations {
  /** By name; null until the core has told. */
  saved: readonly EscalationPolicy[] | null;
  /** Why they could not be fetched. */
  reason: string | null;
}

/** What is done about alerts that nobody acknowledges. */
export const useEscalations = create<Escalations>(() => ({ saved: null, reason: null }));

export async function loadEscalations(): Promise<void> {
  try {
    const { policies } = await core.call('escalations.list', {});
    useEscalations.setState({ saved: policies, reason: null });
  } catch (error) {
    useEscalations.setState({ reason: toAppError(error).message });
  }
}

/** Keeps them in step with the core; returns what ends that. */
export function followEscalations(): () => void {
  void loadEscalations();
  return core.listen('routes.changed', () => void loadEscalations());
}
