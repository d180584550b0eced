import { severityRank } from '../../shared/event.ts';
import type { AlertLife } from './alert-life.ts';
import { readAlert, severityOf } from './alert-rows.ts';
import { namedAtMost, type Occasion, type Spoken, type SpokenAlert } from './alert-words.ts';

/** An alert by its row, and what decides its place in a message. */
interface Chosen {
  sequence: number;
  id: string;
  rank: number;
  isFiring: boolean;
}

/** Ids that a message carries for workflows. */
const mostIds = 100;

/** What a message about these alerts says: worst and newest first; of the first few it reads the words. */
export function spokenOf(
  life: Pick<AlertLife, 'row'>,
  about: {
    occasion: Occasion;
    firing: readonly Chosen[];
    ended: readonly Chosen[];
    groupId: string | null;
    preface?: string;
  },
): Spoken {
  const firing = about.firing.toSorted(worstFirst);
  const ended = about.ended.toSorted(worstFirst);
  const read = (all: readonly Chosen[]) =>
    all.slice(0, namedAtMost).map(({ sequence }) => words(life, sequence));
  return {
    occasion: about.occasion,
    firing: read(firing),
    firingCount: firing.length,
    ended: read(ended),
    endedCount: ended.length,
    ids: (firing.length > 0 ? firing : ended).slice(0, mostIds).map(({ id }) => id),
    severity: severityOf(firing[0]?.rank ?? severityRank('info')),
    isOpen: firing.some(({ isFiring }) => isFiring),
    groupId: about.groupId,
    ...(about.preface !== undefined && { preface: about.preface }),
  };
}

function worstFirst(one: Chosen, other: Chosen): number {
  return other.rank - one.rank || other.sequence - one.sequence;
}

function words(life: Pick<AlertLife, 'row'>, sequence: number): SpokenAlert {
  const alert = readAlert(life.row(sequence), () => null);
  return { ...alert, endedAt: alert.ended?.at ?? null };
}
