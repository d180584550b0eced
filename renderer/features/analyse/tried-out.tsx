import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { tell, tellFailure } from '../../ui/notices.tsx';
import { backToSaved, saveAsDefault, useJudging } from './judging.ts';
import classes from './tried-out.module.css';

/** Says that this screen judges by values that are not saved, and offers to keep or to drop them. */
export function TriedOut() {
  const tried = useJudging((judging) => judging.tried);
  const [saving, setSaving] = useState(false);
  if (!tried) return null;
  const save = () => {
    setSaving(true);
    saveAsDefault()
      .then(
        () => tell({ tone: 'good', message: 'Saved. New photos are judged by this from now on.' }),
        tellFailure,
      )
      .finally(() => setSaving(false));
  };
  return (
    <div className={classes.note} role="status">
      <p className={classes.text}>Tried out on this screen only.</p>
      <Group gap={8}>
        <Button loading={saving} onClick={save}>
          Save as default
        </Button>
        <Button variant="default" onClick={backToSaved}>
          Reset
        </Button>
      </Group>
    </div>
  );
}
