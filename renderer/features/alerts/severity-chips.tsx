import { Chip, Group } from '@mantine/core';
import { useId } from 'react';
import { type Severity, severities } from '../../../shared/event.ts';
import { severityWords } from '../../ui/severity.tsx';

interface SeverityChipsProps {
  label: string;
  value: readonly Severity[];
  onChange: (value: Severity[]) => void;
}

/** Which severities, of all. */
export function SeverityChips({ label, value, onChange }: SeverityChipsProps) {
  const id = useId();
  return (
    <>
      <span id={id}>{label}</span>
      <Chip.Group multiple value={[...value]} onChange={(chosen) => onChange(chosen as Severity[])}>
        <Group gap={6} mt={4} role="group" aria-labelledby={id}>
          {severities.map((severity) => (
            <Chip key={severity} size="xs" radius="sm" value={severity}>
              {severityWords[severity]}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </>
  );
}
