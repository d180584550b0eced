import { Button, Group } from '@mantine/core';
import { starterRules } from '../../../shared/rules/starter.ts';
import classes from './first-rules.module.css';
import { writeRule } from './rule-drafts.ts';
import { StarterItem } from './starter-item.tsx';
import { openLibrary } from './starter-library.tsx';
import { useSubjectPhoto } from './subject.ts';

/** Good on nearly every photo, and nothing has to be calibrated for them. */
const good = ['photo-whole-mug', 'photo-centred', 'photo-upright'];

/** Before the first rule: three to begin with, judged on the photo at hand. */
export function FirstRules() {
  const analysis = useSubjectPhoto();
  return (
    <div className={classes.first}>
      <div className={classes.inner}>
        <h2 className={classes.title}>Say what is asked of a photo</h2>
        <p className={classes.text}>
          Write it in plain English: “The mugs must be at least 3 cm apart, otherwise alert critically.” From
          then on every photo is judged, with advice on what to move. These are good to begin with
          {analysis ? `; beside each stands what it says of ${analysis.photo.name}` : ''}.
        </p>
        <ul className={classes.list}>
          {starterRules
            .filter(({ id }) => good.includes(id))
            .map((starter) => (
              <StarterItem key={starter.id} starter={starter} analysis={analysis} />
            ))}
        </ul>
        <Group gap={8}>
          <Button onClick={() => writeRule()}>Write a rule</Button>
          <Button variant="default" onClick={() => openLibrary(true)}>
            See all {starterRules.length} of the library
          </Button>
        </Group>
      </div>
    </div>
  );
}
