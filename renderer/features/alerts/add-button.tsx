import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import classes from './add-button.module.css';

/** Adds one more below the others. */
export function AddButton({ onPress, children }: { onPress: () => void; children: string }) {
  return (
    <Button
      className={classes.add ?? ''}
      variant="subtle"
      size="compact-xs"
      leftSection={<IconPlus size={14} stroke={1.6} />}
      onClick={onPress}
    >
      {children}
    </Button>
  );
}
