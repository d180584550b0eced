import { type Silence, silenceSchema } from '../../shared/alert.ts';
import type { ConfigurationChange } from '../../shared/configuration.ts';
import type { SilenceStore } from '../alerts/silence-store.ts';
import { type ConfigurationSection, changeOf, defineSection, isWritten, skipped } from './section.ts';

export interface SilenceSectionParts {
  silences: Pick<SilenceStore, 'list' | 'put'>;
  changed(): void;
  /** Milliseconds since 1970. */
  now(): number;
}

const keptSchema = silenceSchema.omit({ state: true });
type KeptSilence = Omit<Silence, 'state'>;

/** Silences that have not ended, by their ids; others stay. */
export function silenceSection({ silences, changed, now }: SilenceSectionParts): ConfigurationSection {
  const kept = ({ state: _, ...silence }: Silence): KeptSilence => silence;

  function changeFor(silence: KeptSilence): ConfigurationChange {
    const name =
      silence.comment || silence.matchers.map((one) => `${one.name}${one.op}${one.value}`).join(', ');
    const here = silences.list().find(({ id }) => id === silence.id);
    if (here?.state === 'expired') return skipped('silences', name, 'It was ended here.');
    if (Date.parse(silence.endsAt) <= now()) return skipped('silences', name, 'It has ended.');
    return changeOf('silences', name, { before: here && kept(here), after: silence });
  }

  return defineSection({
    key: 'silences',
    schema: keptSchema
      .refine(({ startsAt, endsAt }) => Date.parse(startsAt) < Date.parse(endsAt), {
        path: ['endsAt'],
        error: 'It must end after it begins.',
      })
      .array()
      .max(10_000),
    exported: () =>
      silences
        .list()
        .filter(({ state }) => state !== 'expired')
        .map(kept),
    plan(list) {
      const planned = list.map((silence) => ({ silence, change: changeFor(silence) }));
      return {
        changes: planned.map(({ change }) => change),
        writeRows() {
          for (const { silence, change } of planned) if (isWritten(change)) silences.put(silence);
        },
        tell: changed,
      };
    },
  });
}
