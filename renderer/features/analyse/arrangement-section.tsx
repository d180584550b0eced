import { lengthText } from '../../../shared/overlay.ts';
import { useCore } from '../../core.ts';
import { Facts } from '../../ui/facts.tsx';
import { Section } from '../../ui/section.tsx';
import { percent, tight } from '../../ui/words.ts';
import type { Judged } from './judging.ts';

const kinds = { none: 'Not in a row, column or grid', row: 'Row', column: 'Column', grid: 'Grid' };

/** How several mugs stand together. */
export function ArrangementSection({ judged: { placements, arrangement } }: { judged: Judged }) {
  const units = useCore((state) => state.settings.appearance.units);
  if (placements.length < 2) return null;
  const { kind, deviation, spacing } = arrangement;
  return (
    <Section title="Together">
      <Facts
        facts={[
          [
            'Aligned',
            kind === 'none' ? kinds.none : `${kinds[kind]}, ${lengthText(deviation, units)} off the line`,
          ],
          ...(spacing === null
            ? []
            : ([
                [
                  'Gaps',
                  spacing.gaps
                    .map((gap, index) => `${index + 1}–${index + 2}: ${tight(lengthText(gap, units))}`)
                    .join(', '),
                ],
                ['Even', `${percent(spacing.evenness)} (mean ${lengthText(spacing.mean, units)})`],
              ] as const)),
        ]}
      />
    </Section>
  );
}
