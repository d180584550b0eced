import { Button } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import classes from './new-ones.module.css';
import { count } from './words.ts';

/** Says that new ones came while one was scrolled down. */
export function NewOnes({ amount, onShow }: { amount: number; onShow: () => void }) {
  if (amount === 0) return null;
  return (
    <Button
      className={classes.pill ?? ''}
      radius="xl"
      leftSection={<IconArrowUp size={15} stroke={1.8} />}
      onClick={onShow}
    >
      {count(amount, 'new', 'new')}
    </Button>
  );
}
