import { create } from 'zustand';
import { core } from '../../core.ts';
import { tellFailure } from '../../ui/notices.tsx';

interface NoteDraft {
  /** The alert it is about. */
  alertId: string | null;
  text: string;
}

/** A note that is being written; acknowledging or resolving that alert takes it along. */
export const useNoteDraft = create<NoteDraft>(() => ({ alertId: null, text: '' }));

export const writeNote = (alertId: string, text: string) => useNoteDraft.setState({ alertId, text });

/** What was written about the one alert that is meant; `clear` once it was kept. */
export function takeNote(ids: readonly string[]): { text: string; clear(): void } {
  const { alertId, text } = useNoteDraft.getState();
  if (ids.length !== 1 || ids[0] !== alertId) return { text: '', clear: () => undefined };
  return { text: text.trim(), clear: () => useNoteDraft.setState({ alertId: null, text: '' }) };
}

/** Keeps it as a note of its own. */
export async function addNote(id: string): Promise<void> {
  const { text, clear } = takeNote([id]);
  if (text === '') return;
  try {
    await core.call('alerts.note', { id, note: text });
    clear();
  } catch (error) {
    tellFailure(error);
  }
}
