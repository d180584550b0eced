import { create } from 'zustand';
import type { CallOutput } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { ModelLayout } from '../../../shared/models.ts';
import { core } from '../../core.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';

export type Added = CallOutput<'models.add'>;

interface Models {
  list: CallOutput<'models.list'> | null;
  adding: boolean;
  /** What was learned about the model added last. */
  added: Added | null;
  /** Why the last one was not added. */
  reason: string | null;
}

/** The models of the core, and the one being added. */
export const useModels = create<Models>(() => ({ list: null, adding: false, added: null, reason: null }));

/** The file is kept at hand, not its bytes, to read it once more when another reading is chosen. */
let lastFile: File | null = null;

async function load(): Promise<void> {
  useModels.setState({ list: await core.call('models.list', {}) });
}

/** Keeps the list in step with the core; returns what stops it. */
export function followModels(): () => void {
  load().catch(tellFailure);
  return core.listen('models.changed', () => load().catch(tellFailure));
}

/** Adds a model; the core inspects it, tries it on a photo and keeps it only when that worked. */
export async function addModel(file: File, layout?: ModelLayout): Promise<void> {
  lastFile = file;
  useModels.setState({ adding: true, added: null, reason: null });
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const added = await core.call('models.add', { name: file.name, bytes, ...(layout && { layout }) });
    useModels.setState({ added });
    await load();
  } catch (error) {
    useModels.setState({ reason: toAppError(error).message });
  } finally {
    useModels.setState({ adding: false });
  }
}

/** Adds the last file once more, its outputs read another way. */
export async function readOtherwise(layout: ModelLayout): Promise<void> {
  if (lastFile !== null) await addModel(lastFile, layout);
}

export async function makeActive(id: string): Promise<void> {
  try {
    await core.call('models.use', { id });
    await load();
    tell({ tone: 'good', message: 'New photos are analysed with this model.' });
  } catch (error) {
    tellFailure(error);
  }
}

export async function removeModel(id: string): Promise<void> {
  try {
    await core.call('models.remove', { id });
    useModels.setState(({ added }) => ({ added: added?.model.id === id ? null : added }));
    await load();
  } catch (error) {
    tellFailure(error);
  }
}
