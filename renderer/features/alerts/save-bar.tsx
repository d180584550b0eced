import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import classes from './save-bar.module.css';

interface SaveBarProps {
  /** Why it cannot be saved as it is; null when it can. */
  problem: string | null;
  saving: boolean;
  onSave: () => void;
  onDiscard: () => void;
}

/** Says that something is not saved, and the two ways on. */
export function SaveBar({ problem, saving, onSave, onDiscard }: SaveBarProps) {
  const save = () => problem === null && onSave();
  useHotkeys([['mod+S', save]], []);
  return (
    <div className={classes.bar} role="toolbar" aria-label="Changes that are not saved">
      <span className={classes.words} role="status" data-wrong={problem !== null}>
        {problem ?? 'These changes are not saved.'}
      </span>
      <Button variant="default" onClick={onDiscard}>
        Discard
      </Button>
      <Button loading={saving} disabled={problem !== null} onClick={save}>
        Save
      </Button>
    </div>
  );
}
