import { create } from 'zustand';
import type { CallOutput } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core } from '../../core.ts';
import { downloadExport } from '../../pictures.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';
import { bytesText } from '../../ui/words.ts';
import { discardDraft } from './settings-draft.ts';

interface Configuration {
  /** Chosen and not taken over yet. */
  chosen: File | null;
  working: boolean;
  /** What the last import came to. */
  imported: (CallOutput<'configuration.import'> & { name: string }) | null;
  /** Why the last import failed. */
  reason: string | null;
}

/** The configuration file on its way in. */
export const useConfiguration = create<Configuration>(() => ({
  chosen: null,
  working: false,
  imported: null,
  reason: null,
}));

export const chooseFile = (chosen: File | null) => useConfiguration.setState({ chosen });

/** Writes settings and channels to a file, without secrets, and has the browser save it. */
export async function exportConfiguration(): Promise<void> {
  try {
    const { id, name, bytes } = await core.call('configuration.export', {});
    downloadExport(id);
    tell({ tone: 'good', message: `${name} (${bytesText(bytes)}) is ready and being saved.` });
  } catch (error) {
    tellFailure(error);
  }
}

/** Takes over the file that was chosen. */
export async function importChosen(): Promise<void> {
  const { chosen } = useConfiguration.getState();
  if (chosen === null) return;
  useConfiguration.setState({ chosen: null, working: true, imported: null, reason: null });
  try {
    const { name } = chosen;
    const bytes = new Uint8Array(await chosen.arrayBuffer());
    const answer = await core.call('configuration.import', { name, bytes });
    // What was being changed here was about the settings of before.
    discardDraft();
    useConfiguration.setState({ imported: { ...answer, name } });
  } catch (error) {
    useConfiguration.setState({ reason: toAppError(error).message });
  } finally {
    useConfiguration.setState({ working: false });
  }
}
