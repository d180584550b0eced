import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { readSpan, spanOf } from './spans.ts';

interface SpanInputProps {
  label: string;
  /** Screen readers alone are told the label. */
  bare?: boolean;
  help?: string;
  /** Null: nothing is given. */
  seconds: number | null;
  /** What holds while nothing is given. */
  placeholder?: string;
  /** It has to be given. */
  required?: boolean;
  /** What a number alone counts. */
  plainUnit?: 's' | 'min';
  error?: string | undefined;
  width?: number;
  onChange: (seconds: number | null) => void;
}

/** A span of time as one writes it: "30 s", "5 min", "4 h". */
export function SpanInput(props: SpanInputProps) {
  const {
    label,
    bare = false,
    help,
    seconds,
    placeholder,
    required = false,
    plainUnit,
    error,
    width,
  } = props;
  const shown = seconds === null ? '' : spanOf(seconds);
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed !== null && !(typed.trim() === '' && !required) && readSpan(typed, plainUnit) === null;
  return (
    <TextInput
      {...(bare ? { 'aria-label': label } : { label })}
      {...(help !== undefined && { description: help })}
      {...(placeholder !== undefined && { placeholder })}
      {...(width !== undefined && { w: width })}
      value={typed ?? shown}
      error={wrong ? 'Write a time like 30 s, 5 min or 4 h.' : error}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value);
        if (value.trim() === '' && !required) return props.onChange(null);
        const read = readSpan(value, plainUnit);
        if (read !== null) props.onChange(read);
      }}
      // What was understood is shown as it was.
      onBlur={() => !wrong && setTyped(null)}
    />
  );
}
