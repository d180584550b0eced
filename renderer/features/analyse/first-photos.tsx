import { Button, Skeleton } from '@mantine/core';
import { IconPhotoPlus } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { CallOutput } from '../../../shared/contract.ts';
import { core, useCore } from '../../core.ts';
import { sampleUrl } from '../../pictures.ts';
import { Blank } from '../../ui/blank.tsx';
import { tellFailure } from '../../ui/notices.tsx';
import { count } from '../../ui/words.ts';
import classes from './first-photos.module.css';
import { addSample } from './intake.ts';
import { openAnalyses } from './known-photos.ts';

/** Photos of the history offered to go on with. */
const latest = 100;

/** The empty roll: what will be here, samples to try, and the way back to the latest photos. */
export function FirstPhotos() {
  return (
    <Blank
      icon={<IconPhotoPlus size={40} stroke={1.2} />}
      title="Drop photos of mugs here"
      text="Each mug is found and measured: where it stands, which way its handle points, whether it is straight. Photos stay on this machine."
    >
      <Latest />
      <Samples />
    </Blank>
  );
}

function Latest() {
  const connected = useCore((state) => state.info !== null);
  const [list, setList] = useState<CallOutput<'analyses.list'> | null>(null);
  useEffect(() => {
    if (connected) core.call('analyses.list', { limit: latest }).then(setList, tellFailure);
  }, [connected]);
  if (list === null || list.items.length === 0) return null;
  return (
    <Button variant="default" onClick={() => openAnalyses(list.items)}>
      Open the latest {count(list.items.length, 'photo')}
    </Button>
  );
}

function Samples() {
  const names = useCore((state) => state.info?.samples);
  if (names?.length === 0) return null;
  return (
    <section className={classes.samples} aria-label="Samples">
      <h3 className={classes.heading}>Or try one of these</h3>
      <div className={classes.grid}>
        {names === undefined
          ? Array.from({ length: 6 }, (_, index) => <Skeleton key={`blank ${index + 1}`} height={84} />)
          : names.map((name) => <Sample key={name} name={name} />)}
      </div>
    </section>
  );
}

function Sample({ name }: { name: string }) {
  const words = name.replace(/\.jpg$/, '').replaceAll('-', ' ');
  return (
    <button
      type="button"
      className={classes.sample}
      title={words}
      onClick={() => addSample(name, sampleUrl(name))}
    >
      <img src={sampleUrl(name)} alt={`Sample: ${words}`} loading="lazy" />
    </button>
  );
}
