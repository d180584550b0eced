import { NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  type AngleLimit,
  type LengthLimit,
  lengthUnits,
  type NumberLimit,
  type RuleAngle,
  type RuleBody,
  type RuleLength,
} from '../../../shared/rules/rule.ts';

export interface FieldProps<T> {
  label: string;
  value: T;
  onChange: (value: T) => void;
}

/** One of a few words. */
export function Choice<T extends string>(props: FieldProps<T> & { words: Readonly<Record<T, string>> }) {
  const { label, value, onChange, words } = props;
  const data = Object.entries<string>(words).map(([of, word]) => ({ value: of, label: word }));
  return (
    <Select
      w={Math.max(92, 8 * (words[value]?.length ?? 0) + 44)}
      aria-label={label}
      data={data}
      value={value}
      onChange={(next) => next && onChange(next as T)}
    />
  );
}

/** A number; an empty field keeps the one before. */
export function Amount({ label, value, onChange, suffix = '' }: FieldProps<number> & { suffix?: string }) {
  return (
    <NumberInput
      w={84}
      aria-label={label}
      allowNegative={false}
      suffix={suffix}
      value={value}
      onChange={(next) => typeof next === 'number' && onChange(next)}
    />
  );
}

/** A name; it counts once the field is left, and never empty. */
export function Name({ label, value, onChange }: FieldProps<string>) {
  const [typed, setTyped] = useState(value);
  const keep = () => {
    if (typed.trim() === '') setTyped(value);
    else if (typed.trim() !== value) onChange(typed.trim());
  };
  return (
    <TextInput
      w={132}
      aria-label={label}
      maxLength={60}
      value={typed}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={keep}
      onKeyDown={({ key }) => key === 'Enter' && keep()}
    />
  );
}

/** The name of something that is there; any name while it is not known what there is. */
export function KnownName({
  known = [],
  ...props
}: FieldProps<string> & { known?: readonly string[] | undefined }) {
  const { value } = props;
  if (known.length === 0) return <Name key={value} {...props} />;
  const isKnown = known.some((name) => name.toLowerCase() === value.toLowerCase());
  const names = isKnown ? known : [value, ...known];
  const chosen = names.find((name) => name.toLowerCase() === value.toLowerCase()) ?? value;
  return <Choice {...props} value={chosen} words={Object.fromEntries(names.map((name) => [name, name]))} />;
}

const units = Object.fromEntries(
  lengthUnits.map((unit) => [unit, unit === 'percent' ? '%' : unit]),
) as Record<RuleLength['unit'], string>;

export function LengthField({ label, value, onChange }: FieldProps<RuleLength>) {
  return (
    <>
      <Amount
        label={label}
        value={value.value}
        onChange={(amount) => onChange({ ...value, value: amount })}
      />
      <Choice
        label={`Unit of ${label.toLowerCase()}`}
        words={units}
        value={value.unit}
        onChange={(unit) => onChange({ ...value, unit })}
      />
    </>
  );
}

export function AngleField({ label, value, onChange }: FieldProps<RuleAngle>) {
  return (
    <>
      <Amount
        label={label}
        value={value.value}
        onChange={(amount) => onChange({ ...value, value: amount })}
      />
      <Choice
        label={`Unit of ${label.toLowerCase()}`}
        words={{ degrees: 'degrees', radians: 'radians' }}
        value={value.unit}
        onChange={(unit) => onChange({ ...value, unit })}
      />
    </>
  );
}

export const ShareField = ({ label, value, onChange }: FieldProps<number>) => (
  <Amount
    label={label}
    suffix=" %"
    value={Number((value * 100).toPrecision(12))}
    onChange={(percent) => onChange(Number((percent / 100).toPrecision(12)))}
  />
);

export const NumberField = (props: FieldProps<number>) => <Amount {...props} />;

const comparisons = {
  atLeast: 'at least',
  atMost: 'at most',
  moreThan: 'more than',
  lessThan: 'less than',
  exactly: 'exactly',
  between: 'between',
  about: 'about',
} as const;

type AnyLimit<T> =
  | { is: 'atLeast' | 'atMost' | 'moreThan' | 'lessThan' | 'exactly'; value: T }
  | { is: 'between'; low: T; high: T }
  | { is: 'about'; value: T; tolerance: T | null };

type ValueField<T> = (props: FieldProps<T>) => React.ReactNode;

function LimitField<T>(props: FieldProps<AnyLimit<T>> & { field: ValueField<T> }) {
  const { label, value: limit, onChange, field: Value } = props;
  const value = 'low' in limit ? limit.low : limit.value;
  const compare = (is: keyof typeof comparisons) => {
    if (is === 'between') onChange({ is, low: value, high: 'high' in limit ? limit.high : value });
    else if (is === 'about') onChange({ is, value, tolerance: null });
    else onChange({ is, value });
  };
  return (
    <>
      <Choice
        label={`${label}: how it is compared`}
        words={comparisons}
        value={limit.is}
        onChange={compare}
      />
      {'low' in limit ? (
        <>
          <Value label="From" value={limit.low} onChange={(low) => onChange({ ...limit, low })} />
          <span>and</span>
          <Value label="To" value={limit.high} onChange={(high) => onChange({ ...limit, high })} />
        </>
      ) : (
        <Value label={label} value={limit.value} onChange={(next) => onChange({ ...limit, value: next })} />
      )}
      {limit.is === 'about' && limit.tolerance !== null && (
        <>
          <span>±</span>
          <Value
            label="Tolerance"
            value={limit.tolerance}
            onChange={(tolerance) => onChange({ ...limit, tolerance })}
          />
        </>
      )}
    </>
  );
}

export const LengthLimitField = (props: FieldProps<LengthLimit>) => (
  <LimitField {...props} field={LengthField} />
);
export const AngleLimitField = (props: FieldProps<AngleLimit>) => (
  <LimitField {...props} field={AngleField} />
);
export const NumberLimitField = (props: FieldProps<NumberLimit>) => (
  <LimitField {...props} field={NumberField} />
);
export const ShareLimitField = (props: FieldProps<NumberLimit>) => (
  <LimitField {...props} field={ShareField} />
);

/** A mug, or a thing by its label. */
export function BodyField({ label, value, onChange }: FieldProps<RuleBody>) {
  return (
    <>
      <Choice
        label={label}
        words={{ mug: 'mug', object: 'thing' }}
        value={value.kind}
        onChange={(kind) => onChange(kind === 'mug' ? { kind } : { kind, label: 'laptop' })}
      />
      {value.kind === 'object' && (
        <Name
          key={value.label}
          label="Which thing"
          value={value.label}
          onChange={(of) => onChange({ kind: 'object', label: of.toLowerCase() })}
        />
      )}
    </>
  );
}
