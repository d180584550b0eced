import { create } from 'zustand';
import { toAppError } from '../../../shared/errors.ts';
import type { Mapping } from '../../../shared/mapping.ts';
import type { Template } from '../../../shared/template.ts';
import { core } from '../../core.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { type FacetChange, type LayerGroup, sameMapping, withFacets } from './mapping-draft.ts';
import { named } from './mapping-problems.ts';
import { type Edited, edit, redo, undo, unedited } from './undo.ts';

interface Opened {
  /** Of the template that is looked at; null: the gallery. */
  id: string | null;
  template: Template | null;
  /** Why it cannot be shown. */
  reason: string | null;
  /** The mapping as it is kept. */
  saved: Mapping | null;
  /** Another than the template's own is kept. */
  savedEdited: boolean;
  edited: Edited<Mapping> | null;
  /** What the core refused of it, by the path of problemsOf. */
  refused: FieldErrors;
  saving: boolean;
  /** Name of the layer that is worked on. */
  layer: string | null;
}

const closed: Opened = {
  id: null,
  template: null,
  reason: null,
  saved: null,
  savedEdited: false,
  edited: null,
  refused: {},
  saving: false,
  layer: null,
};

/** The template that is looked at, and its mapping while it is edited; both outlive a look at another screen. */
export const useOpened = create<Opened>(() => closed);

export const isChanged = ({ edited, saved }: Pick<Opened, 'edited' | 'saved'>) =>
  edited !== null && saved !== null && !sameMapping(edited.present, saved);

/** Mappings that were not saved when another template was opened, by the template's id. */
const laidAside = new Map<string, Edited<Mapping>>();

/** Shows a template; what was not saved of the one before is there again when that is opened. */
export function openTemplate(id: string): void {
  const before = useOpened.getState();
  if (before.id !== id) {
    if (before.id !== null && before.edited !== null && isChanged(before))
      laidAside.set(before.id, before.edited);
    useOpened.setState({ ...closed, id, edited: laidAside.get(id) ?? null });
    laidAside.delete(id);
  }
  void loadOpened();
}

// A browser asks before it leaves the page; the window of the desktop program must close at once.
if (globalThis.window !== undefined && window.h200 === undefined)
  window.addEventListener('beforeunload', (event) => {
    if (laidAside.size > 0 || isChanged(useOpened.getState())) event.preventDefault();
  });

/** Back to the gallery; what was not saved is gone. */
export const closeTemplate = () => useOpened.setState(closed);

/** Fetches the template anew; a mapping that is being edited stays as it is. */
export async function loadOpened(): Promise<void> {
  const { id } = useOpened.getState();
  if (id === null) return;
  try {
    const { template, mapping, mappingEdited } = await core.call('templates.get', { id });
    useOpened.setState((now) => {
      if (now.id !== id) return now;
      // Without a kept one to compare with, what there is was laid aside unsaved.
      const keep = now.saved === null || isChanged(now) || sameMapping(now.saved, mapping);
      const edited = (keep ? now.edited : null) ?? unedited(mapping);
      return { template, saved: mapping, savedEdited: mappingEdited, edited, reason: null };
    });
  } catch (error) {
    if (useOpened.getState().id === id) useOpened.setState({ reason: toAppError(error).message });
  }
}

/** Keeps the template in step with the core; returns what stops it. */
export function followOpened(): () => void {
  void loadOpened();
  return core.listen('templates.changed', () => void loadOpened());
}

/** Takes up a changed mapping; `field` says what of it, so that typing a word is one step. */
export function changeMapping(change: (mapping: Mapping) => Mapping, field: string): void {
  useOpened.setState(({ edited }) => {
    if (edited === null) return {};
    return { edited: edit(edited, change(edited.present), field, Date.now()), refused: {} };
  });
}

/** Has a layer, or its likes in all cells, take other things. */
export const changeLayer = (group: LayerGroup, change: FacetChange, field: string) =>
  changeMapping((mapping) => withFacets(mapping, group, change), `${group.name}.${field}`);

export const undoChange = () =>
  useOpened.setState(({ edited }) => ({ edited: edited && undo(edited), refused: {} }));

export const redoChange = () =>
  useOpened.setState(({ edited }) => ({ edited: edited && redo(edited), refused: {} }));

/** Shows a layer as the one worked on; the same again lays it down. */
export const pickLayer = (layer: string | null) =>
  useOpened.setState((now) => ({ layer: now.layer === layer ? null : layer }));

/** Has the core keep the mapping; what it refuses is said at its field. */
export async function saveMapping(): Promise<void> {
  const { edited, saving, id } = useOpened.getState();
  if (edited === null || saving) return;
  const sent = edited.present;
  const isStill = () => useOpened.getState().id === id;
  useOpened.setState({ saving: true });
  try {
    const saved = await core.call('mappings.save', sent);
    if (isStill()) useOpened.setState({ saved, savedEdited: true, refused: {} });
    tell({ tone: 'good', message: 'The mapping was saved. Pictures from now on are made with it.' });
  } catch (error) {
    const { message, field, fields } = toAppError(error);
    const given = fields ?? (field === undefined ? {} : { [field]: message });
    const refused = Object.entries(given).map(([path, sentence]) => [named(sent, path), sentence]);
    if (isStill()) useOpened.setState({ refused: Object.fromEntries(refused) });
    tellFailure(error);
  } finally {
    if (isStill()) useOpened.setState({ saving: false });
  }
}

/** Back to the mapping that the template brings; one press takes it back. */
export async function resetMapping(): Promise<void> {
  const { id, edited, savedEdited } = useOpened.getState();
  if (id === null || edited === null) return;
  const before = edited.present;
  try {
    const own = await core.call('mappings.reset', { templateId: id });
    useOpened.setState((now) =>
      now.id !== id
        ? now
        : {
            saved: own,
            savedEdited: false,
            edited: now.edited && edit(now.edited, own, 'reset', Date.now()),
            refused: {},
          },
    );
    tell({
      message: 'The mapping is the template’s own again.',
      action: { label: 'Undo', run: () => void takeBackReset(id, before, savedEdited) },
    });
  } catch (error) {
    tellFailure(error);
  }
}

async function takeBackReset(id: string, before: Mapping, wasKept: boolean): Promise<void> {
  if (useOpened.getState().id === id) changeMapping(() => before, 'reset back');
  if (!wasKept) return;
  try {
    const saved = await core.call('mappings.save', before);
    if (useOpened.getState().id === id) useOpened.setState({ saved, savedEdited: true });
  } catch (error) {
    tellFailure(error);
  }
}
