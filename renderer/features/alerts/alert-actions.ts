import { type Alert, openAlertStates } from '../../../shared/alert.ts';
import { core } from '../../core.ts';
import { downloadExport } from '../../pictures.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';
import { bytesText, count } from '../../ui/words.ts';
import { selectNone, useAlerts } from './alerts.ts';
import { takeNote } from './note-draft.ts';

type ByHand = 'alerts.acknowledge' | 'alerts.unacknowledge' | 'alerts.resolve';

const isOpen = ({ state }: Alert) => openAlertStates.some((open) => open === state);
const idsOf = (alerts: readonly Alert[]) => alerts.map(({ id }) => id);

/** Does it and answers how many it changed; null when it failed, which is told. What was written goes along. */
async function byHand(name: ByHand, ids: string[]): Promise<number | null> {
  const note = takeNote(ids);
  try {
    const { changed } = await core.call(name, { ids, note: note.text });
    note.clear();
    selectNone();
    return changed;
  } catch (error) {
    tellFailure(error);
    return null;
  }
}

/** Somebody takes them on; it can be taken back. */
export async function acknowledge(alerts: readonly Alert[]): Promise<void> {
  const ids = idsOf(alerts.filter(({ state }) => state === 'firing'));
  if (ids.length === 0) return sayNothingToDo(alerts, 'acknowledge');
  const changed = await byHand('alerts.acknowledge', ids);
  if (changed === null) return;
  const undo = { label: 'Undo', run: () => void byHand('alerts.unacknowledge', ids) };
  tell({ tone: 'good', message: `${count(changed, 'alert')} acknowledged.`, action: undo });
}

/** They are firing again. */
export async function unacknowledge(alerts: readonly Alert[]): Promise<void> {
  const ids = idsOf(alerts.filter(({ state }) => state === 'acknowledged'));
  if (ids.length === 0) return;
  const changed = await byHand('alerts.unacknowledge', ids);
  if (changed !== null) tell({ message: `${count(changed, 'alert')} firing again.` });
}

/** They are over. */
export async function resolve(alerts: readonly Alert[]): Promise<void> {
  const ids = idsOf(alerts.filter(isOpen));
  if (ids.length === 0) return sayNothingToDo(alerts, 'resolve');
  const changed = await byHand('alerts.resolve', ids);
  if (changed !== null) tell({ tone: 'good', message: `${count(changed, 'alert')} resolved.` });
}

function sayNothingToDo(alerts: readonly Alert[], what: 'acknowledge' | 'resolve'): void {
  if (alerts.length === 0) return;
  const taken = what === 'acknowledge' && alerts.some(isOpen);
  const why = taken ? 'somebody is on it already' : alerts.length === 1 ? 'it has ended' : 'they have ended';
  tell({ message: `There is nothing to ${what}: ${why}.` });
}

/** Writes what the filter shows to a file and has the browser save it. */
export async function exportShown(format: 'json' | 'csv'): Promise<void> {
  try {
    const { filter } = useAlerts.getState();
    const { id, name, bytes } = await core.call('alerts.export', { filter, format });
    downloadExport(id);
    tell({ tone: 'good', message: `${name} (${bytesText(bytes)}) is ready and being saved.` });
  } catch (error) {
    tellFailure(error);
  }
}
