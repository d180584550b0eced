import { create } from 'zustand';
import type { ConfigurationChange } from '../../../shared/configuration.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core } from '../../core.ts';
import { downloadExport } from '../../pictures.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';
import { bytesText } from '../../ui/words.ts';
import { discardDraft } from './settings-draft.ts';

/** A file, and what it does here. */
interface Incoming {
  name: string;
  changes: readonly ConfigurationChange[];
}

interface Configuration {
  /** Chosen and not taken over yet; it stays while the question goes out of sight. */
  chosen: (Incoming & { bytes: Uint8Array<ArrayBuffer> }) | null;
  asking: boolean;
  working: boolean;
  /** What the last import came to. */
  imported: Incoming | null;
  /** Why the last import failed. */
  reason: string | null;
}

/** The configuration file on its way in. */
export const useConfiguration = create<Configuration>(() => ({
  chosen: null,
  asking: false,
  working: false,
  imported: null,
  reason: null,
}));

export const leaveFile = () => useConfiguration.setState({ asking: false });

/** Looks what a file would do, so that it can be asked about. */
export async function chooseFile(file: File | null): Promise<void> {
  if (file === null) return;
  await work(async () => {
    const { name } = file;
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { changes } = await core.call('configuration.preview', { name, bytes });
    useConfiguration.setState({ chosen: { name, bytes, changes }, asking: true });
  });
}

/** Writes what was set up to a file, without secrets, and has the browser save it. */
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
  leaveFile();
  if (chosen === null) return;
  await work(async () => {
    const { name, bytes } = chosen;
    const { changes } = await core.call('configuration.import', { name, bytes });
    // What was being changed here was about the settings of before.
    discardDraft();
    useConfiguration.setState({ imported: { name, changes } });
  });
}

async function work(step: () => Promise<void>): Promise<void> {
  useConfiguration.setState({ working: true, imported: null, reason: null });
  try {
    await step();
  } catch (error) {
    useConfiguration.setState({ reason: toAppError(error).message });
  } finally {
    useConfiguration.setState({ working: false });
  }
}
