import { useMemo } from 'react';
import { Section } from '../../ui/section.tsx';
import { useCalm } from '../../ui/use-calm.ts';
import { useJudging } from './judging.ts';
import { isShown, isUrgentChange, type Show, shows, useRoll } from './roll.ts';
import classes from './show-filter.module.css';

const labels: Record<Show, string> = {
  all: 'All photos',
  mugs: 'With mugs',
  none: 'Without mugs',
  review: 'To review',
  kept: 'Keep the rules',
  broken: 'Break a rule',
  untold: 'A rule cannot tell',
  failed: 'Failed',
};

const nothing: Record<Show, number> = {
  all: 0,
  mugs: 0,
  none: 0,
  review: 0,
  kept: 0,
  broken: 0,
  untold: 0,
  failed: 0,
};
const byRules: readonly Show[] = ['kept', 'broken', 'untold'];

/** How many photos came out how, and a press away those only. */
export function ShowFilter() {
  const { photos, show, thresholds } = useCalm(useRoll, isUrgentChange);
  const tried = useJudging((judging) => judging.tried);
  const counts = useMemo(() => {
    const result = { ...nothing };
    for (const photo of photos) {
      for (const name of shows) if (isShown(photo, name, thresholds)) result[name] += 1;
    }
    return result;
  }, [photos, thresholds]);
  if (photos.length === 0) return null;
  const isJudged = byRules.some((name) => counts[name] > 0 || show === name);
  return (
    <Section title="Show">
      <div className={classes.list}>
        {shows
          .filter((name) => isJudged || !byRules.includes(name))
          .map((name) => (
            <button
              key={name}
              type="button"
              className={classes.choice}
              aria-pressed={show === name}
              data-tone={name}
              disabled={counts[name] === 0 && show !== name}
              onClick={() => useRoll.setState({ show: name })}
            >
              <span className={classes.dot} />
              <span className={classes.label}>{labels[name]}</span>
              <span>{counts[name].toLocaleString('en')}</span>
            </button>
          ))}
      </div>
      {tried && isJudged && (
        <p className={classes.note}>Rules are counted by what is saved, mugs by what you try out.</p>
      )}
    </Section>
  );
}
