import { create } from 'zustand';
import type { Area, AreaDraft } from '../../../shared/area.ts';
import { core } from '../../core.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';

/** The named areas that rules speak of. */
export const useAreas = create<{ list: readonly Area[] }>(() => ({ list: [] }));

let question = 0;

export async function loadAreas(): Promise<void> {
  const mine = ++question;
  const { areas } = await core.call('areas.list', {});
  if (mine === question) useAreas.setState({ list: areas });
}

/** Keeps the areas in step with the core; returns what stops it. */
export function followAreas(): () => void {
  loadAreas().catch(tellFailure);
  return core.listen('rule.changed', () => loadAreas().catch(tellFailure));
}

/** Keeps an area. Throws AppError area.invalid for a name that another has. */
export async function saveArea(draft: AreaDraft): Promise<void> {
  await core.call('areas.save', draft);
  await loadAreas();
}

/** Removes an area; one press takes it back. Says which rules then cannot tell. */
export async function removeArea({ id, ...area }: Area): Promise<void> {
  try {
    const { usedBy } = await core.call('areas.remove', { id });
    await loadAreas();
    const [first] = usedBy;
    const without =
      first === undefined
        ? ''
        : ` ${usedBy.length === 1 ? first : `${usedBy.length} rules`} cannot tell without it.`;
    tell({
      tone: first === undefined ? 'plain' : 'unsure',
      message: `The area ${area.name} was removed.${without}`,
      action: { label: 'Undo', run: () => saveArea(area).catch(tellFailure) },
    });
  } catch (error) {
    tellFailure(error);
  }
}
