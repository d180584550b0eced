import { useEffect, useRef } from 'react';
import type { Analysis } from '../../../shared/analysis.ts';
import { mugNumbers } from '../../../shared/overlay.ts';
import { Section } from '../../ui/section.tsx';
import type { Judged } from './judging.ts';
import { MugCard } from './mug-card.tsx';
import classes from './mug-list.module.css';
import { selectDetection, useView } from './view.ts';

/** One card per mug, by their numbers on the photo; the selected one is open. Selecting here selects on the photo, and back. */
export function MugList({ analysis, judged }: { analysis: Analysis; judged: Judged }) {
  const selected = useView((view) => view.selected);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Who selects in a table of findings reads on there.
    if (selected !== null && !document.activeElement?.closest('table'))
      list.current?.querySelector('[aria-expanded=true]')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const { placements, arrangement } = judged;
  if (placements.length === 0) return <NoMug analysis={analysis} />;
  const open = placements.length === 1 ? placements[0]?.detection : selected;
  const numbers = mugNumbers(placements, arrangement);
  const numberOf = (detection: number) => numbers.get(detection) ?? 0;
  const ordered = placements.toSorted((a, b) => numberOf(a.detection) - numberOf(b.detection));
  return (
    <Section title="Mugs">
      <div ref={list} className={classes.list}>
        {ordered.map((placement) => {
          const detection = analysis.detections[placement.detection];
          if (detection === undefined) return null;
          return (
            <MugCard
              key={placement.detection}
              numberOf={numberOf}
              placement={placement}
              detection={detection}
              selected={placement.detection === selected}
              open={placement.detection === open}
              onSelect={() => selectDetection(placement.detection === selected ? null : placement.detection)}
            />
          );
        })}
      </div>
    </Section>
  );
}

function NoMug({ analysis }: { analysis: Analysis }) {
  const best = analysis.detections.find(({ label }) => label === 'mug');
  return (
    <Section title="Mugs">
      <p className={classes.none}>
        {best === undefined
          ? 'Nothing on this photo looks like a mug.'
          : `The best candidate scores ${Math.round(best.score * 100)} %, below the threshold. Move the slider to see it.`}
      </p>
    </Section>
  );
}
