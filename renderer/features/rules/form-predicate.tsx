import type { ComponentType, ReactNode } from 'react';
import type { Predicate } from '../../../shared/rules/rule.ts';
import {
  AngleField,
  AngleLimitField,
  BodyField,
  Choice,
  type FieldProps,
  LengthField,
  LengthLimitField,
  ShareField,
  ShareLimitField,
} from './form-fields.tsx';
import { RegionField, TargetField } from './form-places.tsx';

/** A field for one part of a claim. */
type Part<T> = ComponentType<Omit<FieldProps<T>, 'label'>>;

/** The fields of a kind of claim, as they are read; what has none, or is not said, is not shown. */
type Parts<P> = { [F in keyof Omit<P, 'kind'>]?: Part<NonNullable<P[F]>> };

/** A field with its label, and the word that leads to it. */
function part<T>(label: string, Field: (props: FieldProps<T>) => ReactNode, lead?: string): Part<T> {
  return (props) => (
    <>
      {lead !== undefined && <span>{lead}</span>}
      <Field label={label} {...props} />
    </>
  );
}

function choice<T extends string>(label: string, words: Readonly<Record<T, string>>): Part<T> {
  return (props) => <Choice label={label} words={words} {...props} />;
}

const parts: { [K in Predicate['kind']]: Parts<Extract<Predicate, { kind: K }>> } = {
  centred: {
    axis: choice('Axis', { both: 'both ways', horizontal: 'horizontally', vertical: 'vertically' }),
    within: part('Tolerance', LengthField, 'within'),
  },
  in: {
    wholly: ({ value, onChange }) => (
      <Choice
        label="How much of it"
        words={{ wholly: 'fully', centre: 'with its centre' }}
        value={value ? 'wholly' : 'centre'}
        onChange={(how) => onChange(how === 'wholly')}
      />
    ),
    region: RegionField,
  },
  distance: {
    limit: part('Distance', LengthLimitField),
    to: part('From what', TargetField, 'from'),
  },
  side: {
    side: choice('Side', {
      left: 'to the left of',
      right: 'to the right of',
      above: 'above',
      below: 'below',
    }),
    of: part('Of what', BodyField),
  },
  arranged: {
    as: choice('Arrangement', {
      row: 'a row',
      column: 'a column',
      line: 'a straight line',
      grid: 'a grid',
      diagonal: 'a diagonal',
    }),
  },
  evenlySpaced: { within: part('Tolerance', ShareField, 'within') },
  similarSize: { within: part('Tolerance', ShareField, 'within') },
  size: {
    limit: part('Size', LengthLimitField),
    of: choice('Width or height', { width: 'in width', height: 'in height' }),
  },
  cover: { limit: part('Share', ShareLimitField) },
  confidence: { limit: part('Share', ShareLimitField) },
  sizeClass: { is: choice('Size', { small: 'small', medium: 'medium', large: 'large' }) },
  overlaps: { body: part('What', BodyField) },
  upright: { within: part('Tolerance', AngleField, 'within') },
  tilt: { limit: part('Angle', AngleLimitField) },
  handle: { points: choice('Where', { left: 'on the left', right: 'on the right', front: 'in front' }) },
  handleAngle: { limit: part('Angle', AngleLimitField) },
  onSurface: {},
  seenFromAbove: {},
  // Its parts stand below it.
  either: {},
};

interface PredicateFieldsProps {
  predicate: Predicate;
  onChange: (predicate: Predicate) => void;
}

/** What can be set of a claim, beside its kind. */
export function PredicateFields({ predicate, onChange }: PredicateFieldsProps) {
  const values: Readonly<Record<string, unknown>> = predicate;
  // Each takes just the values of its own part, which the table above has checked.
  return Object.entries(parts[predicate.kind] as Record<string, Part<unknown>>).map(([name, Field]) =>
    values[name] === null ? null : (
      <Field
        key={`${predicate.kind} ${name}`}
        value={values[name]}
        onChange={(value) => onChange({ ...predicate, [name]: value } as Predicate)}
      />
    ),
  );
}
