import { TextInput } from '@mantine/core';
import classes from './day-input.module.css';

interface DayInputProps {
  label: string;
  value: string | undefined;
  /** The day's last moment is meant, not its first. */
  end?: boolean;
  onChange: (iso: string | undefined) => void;
}

/** A day of the calendar as the moment it begins or ends, ISO 8601. */
export function DayInput({ label, value, end = false, onChange }: DayInputProps) {
  return (
    <TextInput
      type="date"
      aria-label={`${label} day`}
      leftSection={label}
      leftSectionWidth={44}
      leftSectionProps={{ className: classes.label }}
      w={170}
      value={value === undefined ? '' : dayOf(value)}
      onChange={({ currentTarget: { value: day } }) =>
        onChange(
          day === '' ? undefined : new Date(`${day}T${end ? '23:59:59.999' : '00:00:00'}`).toISOString(),
        )
      }
    />
  );
}

/** The local day of a moment, as a date field wants it: 2026-11-22. */
const dayOf = (iso: string) => new Date(iso).toLocaleDateString('sv');
