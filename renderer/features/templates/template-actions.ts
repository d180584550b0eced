import { create } from 'zustand';
import type { CallInput } from '../../../shared/contract.ts';
import type { Template } from '../../../shared/template.ts';
import { core } from '../../core.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';
import { count } from '../../ui/words.ts';
import { showRenders } from '../renders/renders.ts';
import { closeTemplate, openTemplate, useOpened } from './opened.ts';

/** What of a template is enough to act on it. */
export type Named = Pick<Template, 'id' | 'name' | 'source'>;

interface Acting {
  /** What is under way with the template that is looked at. */
  what: 'cloning' | 'rendering' | null;
}

export const useActing = create<Acting>(() => ({ what: null }));

/** Makes a copy that can be changed, and shows it. */
export async function cloneTemplate({ id, name }: Named): Promise<void> {
  useActing.setState({ what: 'cloning' });
  try {
    const clone = await core.call('templates.clone', { id });
    openTemplate(clone.id);
    tell({ tone: 'good', message: `${clone.name} is a copy of ${name}, and yours.` });
  } catch (error) {
    tellFailure(error);
  } finally {
    useActing.setState({ what: null });
  }
}

/** Deletes a template for good; pictures made with it stay. */
export async function deleteTemplate({ id, name }: Named): Promise<void> {
  try {
    await core.call('templates.delete', { id });
    if (useOpened.getState().id === id) closeTemplate();
    tell({ message: `${name} was deleted. Pictures made with it stay.` });
  } catch (error) {
    tellFailure(error);
  }
}

/** Has the photo drawn for good; it is found among the pictures. */
export async function renderPhoto(request: CallInput<'renders.create'>): Promise<void> {
  useActing.setState({ what: 'rendering' });
  try {
    const { renders } = await core.call('renders.create', request);
    tell({
      tone: 'good',
      message: `${count(renders.length, 'picture')} asked for.`,
      action: { label: 'Show the pictures', run: () => showRenders() },
    });
  } catch (error) {
    tellFailure(error);
  } finally {
    useActing.setState({ what: null });
  }
}
