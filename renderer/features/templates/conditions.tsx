import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconCheck, IconMinus, IconPlus, IconX } from '@tabler/icons-react';
import type { Condition } from '../../../shared/mapping.ts';
import type { RenderValue } from '../../../shared/render.ts';
import { holds } from '../../../shared/rendering/condition.ts';
import { scaleOf } from '../../../shared/rendering/values.ts';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import classes from './conditions.module.css';
import { comparedTo, comparisons, comparisonWords } from './mapping-words.ts';
import { ValueSelect } from './value-select.tsx';

interface ConditionsProps {
  conditions: readonly Condition[];
  values: readonly RenderValue[];
  problems: FieldErrors;
  path: (...rest: (string | number)[]) => string;
  /** The values are of a photo in front of the operator: says whether a condition holds for it. */
  judged?: boolean;
  onChange: (conditions: Condition[]) => void;
}

/** What one begins with. */
export const firstCondition: Condition = { value: 'mug_count', is: '≥', to: 1 };

/** Conditions that must all hold. */
export function Conditions(props: ConditionsProps) {
  const { conditions, values, problems, path, judged = true, onChange } = props;
  return (
    <div className={classes.list}>
      {conditions.map((condition, at) => (
        <ConditionFields
          key={at}
          {...{ condition, values, problems, judged }}
          path={(...rest) => path(at, ...rest)}
          onChange={(next) => onChange(conditions.map((other, place) => (place === at ? next : other)))}
          onRemove={() => onChange(conditions.filter((_, place) => place !== at))}
        />
      ))}
      <Button
        className={classes.add ?? ''}
        variant="subtle"
        color="gray"
        size="compact-xs"
        leftSection={<IconPlus size={14} stroke={1.8} />}
        onClick={() => onChange([...conditions, firstCondition])}
      >
        {conditions.length === 0 ? 'Add a condition' : 'And'}
      </Button>
    </div>
  );
}

interface ConditionFieldsProps {
  condition: Condition;
  values: readonly RenderValue[];
  problems: FieldErrors;
  path: (...rest: (string | number)[]) => string;
  judged?: boolean;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}

/** One condition, and whether it holds for this photo. */
export function ConditionFields(props: ConditionFieldsProps) {
  const { condition, values, problems, path, judged = true, onChange, onRemove } = props;
  const { value, is, to } = condition;
  const compares = is !== 'there' && is !== 'missing';
  const scale = scaleOf(value);
  return (
    <div className={classes.condition} data-compares={compares}>
      <ValueSelect
        label="Value"
        name={value}
        values={values}
        error={problems[path('value')] ?? problems[path('to')]}
        onChange={(next) => onChange({ ...condition, value: next })}
      />
      <Select
        aria-label="Compared"
        data={comparisons.map((value) => ({ value, label: comparisonWords[value] }))}
        value={is}
        comboboxProps={{ width: 130, position: 'bottom-start', shadow: 'md' }}
        onChange={(next) => {
          const chosen = comparisons.find((known) => known === next);
          if (chosen !== undefined) onChange({ ...condition, is: chosen });
        }}
      />
      {compares &&
        (scale === null ? (
          <TextInput
            aria-label="To"
            value={String(to)}
            maxLength={200}
            onChange={({ currentTarget }) => onChange({ ...condition, to: comparedTo(currentTarget.value) })}
          />
        ) : (
          <Select
            aria-label="To"
            data={[...new Set([...scale, ...(to === '' ? [] : [String(to)])])]}
            value={String(to)}
            onChange={(next) => next !== null && onChange({ ...condition, to: next })}
          />
        ))}
      <span className={classes.end}>
        {judged && values.length > 0 && <Holds condition={condition} values={values} />}
        <ActionIcon size={24} aria-label="Remove this condition" onClick={onRemove}>
          <IconX size={14} stroke={1.6} />
        </ActionIcon>
      </span>
    </div>
  );
}

function Holds({ condition, values }: Pick<ConditionFieldsProps, 'condition' | 'values'>) {
  const does = holds(condition, values);
  const words = does ? 'Holds for this photo' : 'Does not hold for this photo';
  const Icon = does ? IconCheck : IconMinus;
  return (
    <span className={classes.holds} data-holds={does} title={words} role="img" aria-label={words}>
      <Icon size={14} stroke={2} aria-hidden />
    </span>
  );
}
