import { Button } from '@mantine/core';
import { IconPhotoPlus } from '@tabler/icons-react';
import { useCore } from '../../core.ts';
import { sampleUrl } from '../../pictures.ts';
import { Blank } from '../../ui/blank.tsx';
import { addSample } from '../analyse/intake.ts';
import classes from './sample-offer.module.css';
import { useSubject } from './subject.ts';

/** Samples offered; the others are on the Analyse screen. */
const mostSamples = 4;

/** Without a photo there is nothing to fill a template with: the way to one. */
export function SampleOffer() {
  const { state, reason } = useSubject();
  const samples = useCore((core) => core.info?.samples ?? []);
  if (state === 'failed')
    return (
      <Blank
        icon={<IconPhotoPlus size={32} stroke={1.2} />}
        title="The photos cannot be shown"
        text={reason}
      />
    );
  if (state === 'loading') return <div aria-busy />;
  return (
    <Blank
      icon={<IconPhotoPlus size={32} stroke={1.2} />}
      title="No photo to fill it with yet"
      text="The template is shown here with a photo that was analysed. Drop one anywhere on this window, or try a sample."
    >
      <div className={classes.samples}>
        {samples.slice(0, mostSamples).map((name) => (
          <Button
            key={name}
            className={classes.sample ?? ''}
            variant="default"
            aria-label={`Sample: ${name}`}
            onClick={() => addSample(name, sampleUrl(name))}
          >
            <img src={sampleUrl(name)} alt="" loading="lazy" />
          </Button>
        ))}
      </div>
    </Blank>
  );
}
