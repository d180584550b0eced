import { create } from 'zustand';
import type { Silence } from '../../../shared/alert.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core } from '../../core.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';

interface Silences {
  list: readonly Silence[];
  state: 'loading' | 'ready' | 'failed';
  /** Why the list could not be fetched. */
  reason: string | null;
}

/** What is silenced, will be, and was. */
export const useSilences = create<Silences>(() => ({ list: [], state: 'loading', reason: null }));

/** Only the answer to the latest question counts. */
let question = 0;

export async function loadSilences(): Promise<void> {
  const mine = ++question;
  try {
    const { silences } = await core.call('silences.list', {});
    if (mine === question) useSilences.setState({ list: silences, state: 'ready', reason: null });
  } catch (error) {
    if (mine === question) useSilences.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

/** A timer takes no more than that. */
const longestMs = 2_147_483_647;

/** Keeps the list in step with the core, and with the time; returns what stops that. */
export function followSilences(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  void loadSilences();
  const stopEvents = core.listen('silence.changed', () => void loadSilences());
  // One that begins or ends by the clock tells nobody.
  const stopTimes = useSilences.subscribe(({ list }) => {
    clearTimeout(timer);
    const next = Math.min(...list.flatMap(timesAhead));
    if (next < longestMs) timer = setTimeout(loadSilences, next + 50);
  });
  return () => {
    stopEvents();
    stopTimes();
    clearTimeout(timer);
  };
}

const timesAhead = ({ startsAt, endsAt, state }: Silence) =>
  state === 'expired'
    ? []
    : [startsAt, endsAt].map((iso) => Date.parse(iso) - Date.now()).filter((ms) => ms > 0);

/** Ends one now; alerts that it held back are told. */
export async function expire({ id }: Silence): Promise<void> {
  try {
    await core.call('silences.expire', { id });
    tell({ tone: 'good', message: 'The silence has ended. What it held back is told if it is still open.' });
  } catch (error) {
    tellFailure(error);
  }
}

const hourMs = 3_600_000;

/** Lets one end later. */
export async function prolong(
  { id, matchers, startsAt, endsAt, comment }: Silence,
  hours: number,
): Promise<void> {
  try {
    const later = new Date(Date.parse(endsAt) + hours * hourMs).toISOString();
    await core.call('silences.save', { id, matchers, startsAt, endsAt: later, comment });
  } catch (error) {
    tellFailure(error);
  }
}
