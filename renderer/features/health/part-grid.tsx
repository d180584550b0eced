import { Skeleton } from '@mantine/core';
import { useNow } from '../../ui/use-now.ts';
import { useHealth } from './health.ts';
import classes from './part-grid.module.css';
import { PartTile } from './part-tile.tsx';

const tickMs = 15_000;
const skeletonTiles = [1, 2, 3, 4, 5, 6];

/** A tile for everything that the program works with, the worst first. */
export function PartGrid() {
  const parts = useHealth((health) => health.parts);
  const loading = useHealth(({ state, parts }) => state === 'loading' && parts.length === 0);
  const openId = useHealth((health) => health.openId);
  const now = useNow(tickMs);
  return (
    <section className={classes.grid} aria-label="Integrations" aria-busy={loading}>
      {loading && skeletonTiles.map((tile) => <Skeleton key={tile} height={148} radius={6} />)}
      {parts.map((part) => (
        <PartTile key={part.id} part={part} open={part.id === openId} now={now} />
      ))}
    </section>
  );
}
