import { ActionIcon, Button, Select } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { Trait } from '../../../shared/rules/rule.ts';
import { Choice } from './form-fields.tsx';
import { PredicateFields } from './form-predicate.tsx';
import { firstTrait, traitKinds, traitOf } from './form-starts.ts';
import classes from './rule-form.module.css';

interface TraitsFieldProps {
  /** Said before them: "only those that", "one of these". */
  label: string;
  traits: readonly Trait[];
  /** Fewer make no sense; the last ones cannot be removed. */
  least: number;
  most: number;
  /** Empty when all were removed. */
  onChange: (traits: Trait[]) => void;
}

/** What is so, or is not so, of a mug: what narrows a subject down, or one of several that are enough. */
export function TraitsField({ label, traits, least, most, onChange }: TraitsFieldProps) {
  return (
    <fieldset className={classes.inner} aria-label={label}>
      <span>{label}</span>
      {traits.map((trait, index) => (
        <div key={index} className={classes.line}>
          <Choice
            label="So or not"
            words={{ so: 'so', not: 'not so' }}
            value={trait.not ? 'not' : 'so'}
            onChange={(so) => onChange([...traits].with(index, { ...trait, not: so === 'not' }))}
          />
          <Select
            w={164}
            aria-label="What it is"
            data={traitKinds}
            value={trait.is.kind}
            onChange={(kind) => kind && onChange([...traits].with(index, { ...trait, is: traitOf(kind) }))}
          />
          <PredicateFields
            predicate={trait.is}
            onChange={(is) => is.kind !== 'either' && onChange([...traits].with(index, { ...trait, is }))}
          />
          {traits.length > least && (
            <ActionIcon
              size={26}
              aria-label="Remove this"
              onClick={() => onChange([...traits].toSpliced(index, 1))}
            >
              <IconX size={14} />
            </ActionIcon>
          )}
        </div>
      ))}
      {traits.length < most && (
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconPlus size={13} />}
          onClick={() => onChange([...traits, firstTrait])}
        >
          Another
        </Button>
      )}
    </fieldset>
  );
}
