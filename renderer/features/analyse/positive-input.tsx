import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useState } from 'react';

interface PositiveInputProps extends Omit<NumberInputProps, 'value' | 'onChange' | 'error' | 'min'> {
  /** What is in use; null when nothing is. */
  value: number | null;
  onUse: (value: number) => void;
}

/** A number above 0. What is typed stays while it is not one, with a sentence that says so. */
export function PositiveInput({ value, onUse, ...rest }: PositiveInputProps) {
  const [refused, setRefused] = useState<string | number | null>(null);
  return (
    <NumberInput
      {...rest}
      allowNegative={false}
      value={refused ?? value ?? ''}
      error={refused !== null && 'A number above 0 is needed.'}
      onChange={(typed) => {
        const good = typeof typed === 'number' && typed > 0;
        setRefused(good ? null : typed);
        if (good) onUse(typed);
      }}
    />
  );
}
