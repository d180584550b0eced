import { create } from 'zustand';
import type { Alert, Matcher, Silence } from '../../../shared/alert.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core } from '../../core.ts';
import { tell } from '../../ui/notices.tsx';
import { clockTime } from '../../ui/words.ts';
import { selectNone } from './alerts.ts';
import { given, matchersFor } from './matchers.ts';
import { type EndChoice, endOf, fieldTime } from './silence-ends.ts';

interface Draft {
  /** The silence that is changed; null for a new one. */
  saved: Silence | null;
  matchers: readonly Matcher[];
  end: EndChoice;
  /** As the field of date and time has it. */
  customEnd: string;
  comment: string;
}

interface SilenceDraft {
  draft: Draft | null;
  saving: boolean;
  errors: Readonly<Record<string, string>>;
}

/** The silence that is being written; null while none is. */
export const useSilenceDraft = create<SilenceDraft>(() => ({ draft: null, saving: false, errors: {} }));

const start = (draft: Draft) => useSilenceDraft.setState({ draft, saving: false, errors: {} });
const fresh = { saved: null, end: '2h', customEnd: '', comment: '' } as const;
const emptyMatcher: Matcher = { name: 'alertname', op: '=', value: '' };

/** Asks how long alerts are to be silent; what they have in common is filled in. */
export function silenceAlerts(alerts: readonly Alert[]): void {
  if (alerts.length > 0) start({ ...fresh, matchers: matchersFor(alerts) });
}

/** Begins one from nothing. */
export const beginSilence = () => start({ ...fresh, matchers: [emptyMatcher] });

/** Begins one that is like another, which may have ended. */
export const repeatSilence = ({ matchers, comment }: Silence) => start({ ...fresh, matchers, comment });

/** Opens one that has not ended. */
export const editSilence = (saved: Silence) =>
  start({
    saved,
    matchers: saved.matchers,
    end: 'custom',
    customEnd: fieldTime(saved.endsAt),
    comment: saved.comment,
  });

export const closeSilence = () => useSilenceDraft.setState({ draft: null });

export const changeSilence = (part: Partial<Draft>) =>
  useSilenceDraft.setState(({ draft }) => ({ draft: draft && { ...draft, ...part }, errors: {} }));

/** Has the core keep it; what is wrong is said at its field. */
export async function saveSilence(): Promise<void> {
  const { draft, saving } = useSilenceDraft.getState();
  if (draft === null || saving) return;
  const matchers = given(draft.matchers);
  const endsAt = endOf(draft.end, draft.customEnd, Date.now());
  const errors: Record<string, string> = {};
  if (matchers.length === 0) errors.matchers = 'Say which alerts: without a condition it would be all.';
  if (endsAt === null) errors.endsAt = 'Say when it ends.';
  else if (Date.parse(endsAt) <= Date.now()) errors.endsAt = 'This is over already.';
  if (endsAt === null || Object.keys(errors).length > 0) return useSilenceDraft.setState({ errors });
  useSilenceDraft.setState({ saving: true });
  try {
    const { saved, comment } = draft;
    const known = saved === null ? {} : { id: saved.id, startsAt: saved.startsAt };
    await core.call('silences.save', { ...known, matchers, endsAt, comment });
    closeSilence();
    selectNone();
    tell({ tone: 'good', message: `Silent until ${clockTime(endsAt, Date.now())}.` });
  } catch (error) {
    const { field, fields, message } = toAppError(error);
    useSilenceDraft.setState({ errors: fields ?? { [field?.split('.')[0] ?? 'matchers']: message } });
  } finally {
    useSilenceDraft.setState({ saving: false });
  }
}
