import { create } from 'zustand';
import type { DeliveryCounts, DeliveryFilter, DeliverySelection } from '../../../shared/delivery.ts';
import { core } from '../../core.ts';
import { downloadExport } from '../../pictures.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';
import { bytesText, count } from '../../ui/words.ts';
import { chosen, reload, selectNone, useDeliveries } from './deliveries.ts';

/** A question about everything that matches a filter, before it happens; null when nothing is asked. */
interface Asking {
  asked: null | { what: 'replay' | 'cancel'; filter: DeliveryFilter; counts: DeliveryCounts | null };
}

export const useAsking = create<Asking>(() => ({ asked: null }));

export const stopAsking = () => useAsking.setState({ asked: null });

/** Does it to what is chosen; what may be thousands is asked about first. */
export function actOnChosen(what: 'replay' | 'cancel'): void {
  const selection = chosen();
  if (selection === null) return;
  if ('filter' in selection) {
    const { filter } = selection;
    useAsking.setState({ asked: { what, filter, counts: countsFor(filter) } });
  } else if (what === 'replay') void replay(selection);
  else void cancel(selection);
}

/** The counts know of channels and states only: with any other condition they would promise too much. */
function countsFor({
  channelId: _channel,
  states: _states,
  ...others
}: DeliveryFilter): DeliveryCounts | null {
  return Object.keys(others).length === 0 ? useDeliveries.getState().counts : null;
}

/** Sends again what ended, and what waits at once. */
export async function replay(selection: DeliverySelection): Promise<void> {
  try {
    const { replayed } = await core.call('deliveries.replay', selection);
    if (replayed === 0) tell({ message: 'Nothing is sent again: it is on its way, or not kept any more.' });
    else tell({ tone: 'good', message: `${count(replayed, 'delivery', 'deliveries')} will be sent again.` });
    selectNone();
    await reload();
  } catch (error) {
    tellFailure(error);
  }
}

/** Cancels what has not ended; picked ones can be taken back by sending them after all. */
export async function cancel(selection: DeliverySelection): Promise<void> {
  try {
    const { cancelled } = await core.call('deliveries.cancel', selection);
    const message =
      cancelled === 0
        ? 'Nothing was cancelled: all of that has ended already.'
        : `${count(cancelled, 'delivery', 'deliveries')} cancelled.`;
    const undo = { label: 'Send after all', run: () => void replay(selection) };
    const canUndo = 'ids' in selection && cancelled === selection.ids.length;
    tell({ message, ...(canUndo && { action: undo }) });
    selectNone();
    await reload();
  } catch (error) {
    tellFailure(error);
  }
}

/** Writes what the filter shows to a file and has the browser save it. */
export async function exportShown(format: 'json' | 'csv'): Promise<void> {
  try {
    const { filter } = useDeliveries.getState();
    const { id, name, bytes } = await core.call('deliveries.export', { filter, format });
    downloadExport(id);
    tell({ tone: 'good', message: `${name} (${bytesText(bytes)}) is ready and being saved.` });
  } catch (error) {
    tellFailure(error);
  }
}
