import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { toAppError } from '../../../shared/errors.ts';
import type { Design } from '../../../shared/render.ts';
import { core } from '../../core.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';

interface Designs {
  list: readonly Design[];
  state: 'loading' | 'ready' | 'failed';
  /** Why the list could not be fetched, or the last file was not taken. */
  reason: string | null;
  adding: boolean;
  /** Laid onto the mugs until another is chosen; null for none. */
  chosenId: string | null;
}

/** The pictures that go onto mugs. */
export const useDesigns = create<Designs>()(
  persist((): Designs => ({ list: [], state: 'loading', reason: null, adding: false, chosenId: null }), {
    name: 'design',
    partialize: ({ chosenId }) => ({ chosenId }),
  }),
);

/** Kinds of files that can be designs. */
export const designFiles = 'image/png,image/jpeg,image/webp,image/svg+xml,.svg';

export const chooseDesign = (chosenId: string | null) => useDesigns.setState({ chosenId });

export async function loadDesigns(): Promise<void> {
  try {
    const { designs } = await core.call('designs.list', {});
    useDesigns.setState(({ chosenId }) => ({
      list: designs,
      state: 'ready',
      reason: null,
      chosenId: designs.some(({ id }) => id === chosenId) ? chosenId : null,
    }));
  } catch (error) {
    useDesigns.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

/** Keeps the list in step with the core; returns what stops it. */
export function followDesigns(): () => void {
  void loadDesigns();
  return core.listen('templates.changed', () => void loadDesigns());
}

/** Takes up files; the last one that does is chosen. */
export async function addDesigns(files: readonly File[]): Promise<void> {
  useDesigns.setState({ adding: true, reason: null });
  for (const file of files) {
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const { design } = await core.call('designs.add', { name: file.name, bytes });
      useDesigns.setState(({ list }) => ({
        list: [design, ...list.filter(({ id }) => id !== design.id)],
        state: 'ready',
        chosenId: design.id,
      }));
    } catch (error) {
      useDesigns.setState({ reason: toAppError(error).message });
    }
  }
  useDesigns.setState({ adding: false });
}

/** Removes a design; pictures made with it stay. */
export async function removeDesign({ id, name }: Design): Promise<void> {
  try {
    await core.call('designs.remove', { id });
    useDesigns.setState(({ list, chosenId }) => ({
      list: list.filter((design) => design.id !== id),
      chosenId: chosenId === id ? null : chosenId,
    }));
    tell({ message: `${name} was removed. Pictures made with it stay.` });
  } catch (error) {
    tellFailure(error);
  }
}
