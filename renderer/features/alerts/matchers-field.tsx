import { ActionIcon, Autocomplete, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type Matcher, matcherOps } from '../../../shared/alert.ts';
import { useKnownLabels } from './known-labels.ts';
import { LinesField } from './lines-field.tsx';
import { opWords, problemsOf } from './matchers.ts';
import classes from './matchers-field.module.css';

interface MatchersFieldProps {
  label: string;
  help?: string;
  matchers: readonly Matcher[];
  /** Of the whole. */
  error?: string | undefined;
  onChange: (matchers: Matcher[]) => void;
}

const ops = matcherOps.map((value) => ({ value, label: opWords[value] }));
const empty: Matcher = { name: '', op: '=', value: '' };

/** Conditions on labels, all of which must hold: one line each. */
export function MatchersField({ label, help, matchers, error, onChange }: MatchersFieldProps) {
  const known = useKnownLabels();
  const problems = problemsOf(matchers);
  const change = (index: number, part: Partial<Matcher>) =>
    onChange(matchers.map((matcher, at) => (at === index ? { ...matcher, ...part } : matcher)));
  return (
    <LinesField
      label={label}
      help={help}
      error={error}
      adds="Add a condition"
      onAdd={() => onChange([...matchers, empty])}
    >
      {matchers.map((matcher, index) => (
        <div key={index} className={classes.line}>
          <Autocomplete
            size="xs"
            aria-label={`${label}: label ${index + 1}`}
            placeholder="Label"
            data={known.names}
            value={matcher.name}
            onChange={(name) => change(index, { name })}
          />
          <Select
            aria-label={`${label}: how ${index + 1}`}
            data={ops}
            value={matcher.op}
            onChange={(op) => change(index, { op: op as Matcher['op'] })}
          />
          <Autocomplete
            size="xs"
            aria-label={`${label}: value ${index + 1}`}
            placeholder={matcher.op === '=~' || matcher.op === '!~' ? 'Regular expression' : 'Empty'}
            data={known.valuesOf(matcher.name)}
            value={matcher.value}
            error={problems[index]}
            onChange={(value) => change(index, { value })}
          />
          <ActionIcon
            size={28}
            aria-label={`Remove condition ${index + 1}`}
            onClick={() => onChange(matchers.filter((_, at) => at !== index))}
          >
            <IconX size={15} stroke={1.6} />
          </ActionIcon>
        </div>
      ))}
    </LinesField>
  );
}
