import { create } from 'zustand';
import { toAppError } from '../../../shared/errors.ts';
import { type Hook, type HookView, hookSchema } from '../../../shared/hook.ts';
import { tell } from '../../ui/notices.tsx';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { draftOf, saveHook } from './hooks.ts';

/** A hook's secret while it may be seen: once. */
export interface ShownSecret {
  name: string;
  auth: Hook['auth'];
  secret: string;
  /** The old one is let in for a day more. */
  hasPrevious: boolean;
}

interface Editing {
  draft: Hook;
  isNew: boolean;
  refused: FieldErrors;
  saving: boolean;
}

/** Which hook is edited, and which secret is shown. */
export const useHookDraft = create<{ editing: Editing | null; shown: ShownSecret | null }>(() => ({
  editing: null,
  shown: null,
}));

const blank: Hook = { ...hookSchema.parse({ name: 'new', allows: ['photo.analyze'] }), name: '' };

export const addHook = () =>
  useHookDraft.setState({ editing: { draft: blank, isNew: true, refused: {}, saving: false } });

export const editHook = (hook: HookView) =>
  useHookDraft.setState({ editing: { draft: draftOf(hook), isNew: false, refused: {}, saving: false } });

export const closeEditor = () => useHookDraft.setState({ editing: null });

export const changeDraft = (draft: Hook) => change({ draft, refused: {} });

/** Forgets the secret on this side too. */
export const putSecretAway = () => useHookDraft.setState({ shown: null });

function change(more: Partial<Editing>): void {
  useHookDraft.setState(({ editing }) => ({ editing: editing && { ...editing, ...more } }));
}

/** Saves what is edited; what the core refuses is said at its field. */
export async function saveDraft(): Promise<void> {
  const { editing } = useHookDraft.getState();
  if (editing === null) return;
  const { draft, isNew } = editing;
  change({ saving: true });
  try {
    const { hook, secret } = await saveHook({ ...draft, create: isNew });
    closeEditor();
    if (secret === null) tell({ tone: 'good', message: `The hook ${hook.name} was saved.` });
    else show(hook, secret);
  } catch (error) {
    const { field = 'name', message } = toAppError(error);
    change({ saving: false, refused: { [field]: message } });
  }
}

/** Makes a new secret; the old one is let in for a day more unless it `leaked`. Throws AppError. */
export async function replaceSecret(view: HookView, leaked: boolean): Promise<void> {
  const { hook, secret } = await saveHook({ ...draftOf(view), secret: leaked ? 'replaceNow' : 'replace' });
  if (secret !== null) show(hook, secret);
}

function show({ name, auth, previousUntil }: HookView, secret: string): void {
  useHookDraft.setState({ shown: { name, auth, secret, hasPrevious: previousUntil !== null } });
}
