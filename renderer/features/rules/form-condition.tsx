import { ActionIcon, Button, Select } from '@mantine/core';
import { IconFilter, IconPlus, IconX } from '@tabler/icons-react';
import {
  type Condition,
  type PhotoClaim,
  type Subject,
  superlatives,
  type Trait,
} from '../../../shared/rules/rule.ts';
import { BodyField, Choice, NumberLimitField } from './form-fields.tsx';
import { RegionField } from './form-places.tsx';
import { PredicateFields } from './form-predicate.tsx';
import { asKind, conditionKinds, firstCondition, firstTrait, kindOf } from './form-starts.ts';
import { TraitsField } from './form-traits.tsx';
import classes from './rule-form.module.css';

interface ConditionFieldProps {
  condition: Condition;
  onChange: (condition: Condition) => void;
  /** Left out where there has to be one. */
  onRemove?: (() => void) | undefined;
}

/** One condition of a rule, as fields; several of them within each other. */
export function ConditionField({ condition, onChange, onRemove }: ConditionFieldProps) {
  return (
    <div className={classes.condition}>
      <div className={classes.line}>
        {condition.kind === 'claim' && (
          <SubjectField
            subject={condition.subject}
            onChange={(subject) => onChange({ ...condition, subject })}
          />
        )}
        <Select
          w={164}
          aria-label="What is asked"
          data={conditionKinds}
          value={kindOf(condition)}
          onChange={(kind) => kind && onChange(asKind(kind, condition))}
        />
        <Fields condition={condition} onChange={onChange} />
        <NarrowDown condition={condition} onChange={onChange} />
        {onRemove && (
          <ActionIcon size={26} aria-label="Remove this condition" onClick={onRemove}>
            <IconX size={14} />
          </ActionIcon>
        )}
      </div>
      <Where condition={condition} onChange={onChange} />
      <Inner condition={condition} onChange={onChange} />
    </div>
  );
}

/** Those alone of which something is so; undefined where all are meant. */
function whereOf(condition: Condition): Trait[] | undefined {
  if (condition.kind === 'claim') return condition.subject.where;
  return condition.kind === 'count' ? condition.where : undefined;
}

function withWhere(condition: Condition, traits: Trait[]): Condition {
  if (condition.kind === 'claim') {
    const { where: _, ...subject } = condition.subject;
    return { ...condition, subject: traits.length > 0 ? { ...subject, where: traits } : subject };
  }
  if (condition.kind !== 'count') return condition;
  const { where: _, ...count } = condition;
  return traits.length > 0 ? { ...count, where: traits } : count;
}

/** Words can narrow down all of a kind, and the largest of them, but not one that is picked by its number. */
function canBeNarrowed(condition: Condition): boolean {
  if (condition.kind === 'count') return true;
  if (condition.kind !== 'claim') return false;
  const { pick } = condition.subject;
  return pick === null || pick.by === 'superlative';
}

function NarrowDown({ condition, onChange }: ConditionFieldProps) {
  if (!canBeNarrowed(condition) || whereOf(condition)) return null;
  return (
    <ActionIcon
      size={26}
      aria-label="Only some of them"
      title="Only some of them"
      onClick={() => onChange(withWhere(condition, [firstTrait]))}
    >
      <IconFilter size={14} />
    </ActionIcon>
  );
}

function Where({ condition, onChange }: ConditionFieldProps) {
  const traits = whereOf(condition);
  if (!traits) return null;
  return (
    <TraitsField
      label="only of which this is"
      traits={traits}
      least={0}
      most={5}
      onChange={(next) => onChange(withWhere(condition, next))}
    />
  );
}

function Fields({ condition, onChange }: ConditionFieldProps) {
  switch (condition.kind) {
    case 'claim':
      return (
        <PredicateFields
          predicate={condition.predicate}
          onChange={(predicate) => onChange({ ...condition, predicate })}
        />
      );
    case 'count':
      return (
        <>
          <NumberLimitField
            label="How many"
            value={condition.limit}
            onChange={(limit) => onChange({ ...condition, limit })}
          />
          <BodyField
            label="Of what"
            value={condition.body}
            onChange={(body) => onChange({ ...condition, body })}
          />
          {condition.in && (
            <>
              <span>in</span>
              <RegionField
                value={condition.in}
                onChange={(region) => onChange({ ...condition, in: region })}
              />
            </>
          )}
        </>
      );
    case 'photo':
      return <PhotoFields claim={condition.is} onChange={(is) => onChange({ kind: 'photo', is })} />;
    default:
      return null;
  }
}

function Inner({ condition, onChange }: ConditionFieldProps) {
  if (condition.kind === 'not')
    return (
      <div className={classes.inner}>
        <ConditionField
          condition={condition.of}
          onChange={(of) => onChange({ kind: 'not', of })}
          onRemove={() => onChange(condition.of)}
        />
      </div>
    );
  if (condition.kind === 'claim' && condition.predicate.kind === 'either') {
    const { predicate } = condition;
    return (
      <TraitsField
        label="one of these is"
        traits={predicate.of}
        least={2}
        most={10}
        onChange={(of) => onChange({ ...condition, predicate: { ...predicate, of } })}
      />
    );
  }
  if (condition.kind !== 'all' && condition.kind !== 'any') return null;
  const { of } = condition;
  const without = (index: number) => {
    const rest = of.toSpliced(index, 1);
    const [only] = rest;
    onChange(rest.length === 1 && only ? only : { ...condition, of: rest });
  };
  return (
    <div className={classes.inner}>
      {of.map((part, index) => (
        <ConditionField
          key={index}
          condition={part}
          onChange={(next) => onChange({ ...condition, of: of.with(index, next) })}
          onRemove={() => without(index)}
        />
      ))}
      <Button
        variant="subtle"
        size="compact-xs"
        leftSection={<IconPlus size={13} />}
        onClick={() => onChange({ ...condition, of: [...of, firstCondition] })}
      >
        Another
      </Button>
    </div>
  );
}

function PhotoFields({ claim, onChange }: { claim: PhotoClaim; onChange: (claim: PhotoClaim) => void }) {
  if (claim.kind === 'orientation')
    return (
      <Choice
        label="Orientation"
        words={{ landscape: 'landscape', portrait: 'portrait', square: 'square' }}
        value={claim.is}
        onChange={(is) => onChange({ ...claim, is })}
      />
    );
  if (claim.kind === 'format')
    return (
      <Choice
        label="Format"
        words={{ jpeg: 'JPEG', png: 'PNG', webp: 'WebP', avif: 'AVIF', gif: 'GIF', tiff: 'TIFF' }}
        value={claim.is}
        onChange={(is) => onChange({ ...claim, is })}
      />
    );
  return (
    <NumberLimitField label="Limit" value={claim.limit} onChange={(limit) => onChange({ ...claim, limit })} />
  );
}

const which: Readonly<Record<string, string>> = {
  every: 'every',
  some: 'at least one',
  no: 'no',
  ...Object.fromEntries(superlatives.map((word) => [word, `the ${word}`])),
  1: 'the first',
  2: 'the second',
  3: 'the third',
  '-1': 'the last',
};

function SubjectField({ subject, onChange }: { subject: Subject; onChange: (subject: Subject) => void }) {
  const { pick, quantifier, body } = subject;
  const value =
    pick?.by === 'superlative' ? pick.word : pick?.by === 'ordinal' ? `${pick.number}` : quantifier;
  const choose = (chosen: string) => {
    const word = superlatives.find((one) => one === chosen);
    const number = Number(chosen);
    const narrow = subject.where && { where: subject.where };
    if (word !== undefined)
      onChange({ body, quantifier: 'every', pick: { by: 'superlative', word }, ...narrow });
    else if (Number.isInteger(number))
      onChange({ body, quantifier: 'every', pick: { by: 'ordinal', number } });
    else onChange({ body, quantifier: chosen as Subject['quantifier'], pick: null, ...narrow });
  };
  return (
    <>
      <Choice label="Which" words={which} value={value} onChange={choose} />
      <BodyField label="Of what" value={body} onChange={(next) => onChange({ ...subject, body: next })} />
      {pick?.by === 'nearest' && <span>nearest to {pick.to.kind === 'mug' ? 'a mug' : pick.to.label}</span>}
    </>
  );
}
