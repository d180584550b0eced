import { memo, useRef, useState } from 'react';
import type { ChartPlan } from './board.ts';
import { ChartBody } from './chart-body.tsx';
import classes from './chart-card.module.css';
import { ChartMenu } from './chart-menu.tsx';

interface ChartCardProps {
  plan: ChartPlan;
  /** Of the plot, pixels. */
  height?: number;
}

/** One chart with its title, what its lines are and say, what happened meanwhile, and its values as a table. */
export const ChartCard = memo(function ChartCard({ plan, height = 148 }: ChartCardProps) {
  const card = useRef<HTMLElement>(null);
  const [asTable, setAsTable] = useState(false);
  return (
    <figure ref={card} className={classes.card} aria-label={plan.title}>
      <figcaption className={classes.head}>
        <h3 className={classes.title}>{plan.title}</h3>
        <ChartMenu title={plan.title} card={card} asTable={asTable} onTable={setAsTable} />
      </figcaption>
      <ChartBody plan={plan} height={height} card={card} asTable={asTable} />
    </figure>
  );
});
