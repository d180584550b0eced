import { Checkbox, NumberInput, Select } from '@mantine/core';
import type { LayerMapping } from '../../../shared/mapping.ts';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { targetWords } from './mapping-words.ts';
import classes from './place-fields.module.css';

type Place = NonNullable<LayerMapping['place']>;
const targets = Object.keys(targetWords) as Place['to'][];

interface PlaceFieldsProps {
  place: Place;
  problems: FieldErrors;
  path: (...rest: string[]) => string;
  onChange: (place: Place) => void;
}

const parts = { position: 'Position', size: 'Size', rotation: 'Rotation' } as const;

/** What of the mug a layer is laid onto, and what of it is taken over. */
export function PlaceFields({ place, problems, path, onChange }: PlaceFieldsProps) {
  return (
    <div className={classes.fields}>
      <div className={classes.line}>
        <Select
          aria-label="Goes where this is"
          data={targets.map((value) => ({ value, label: targetWords[value] }))}
          value={place.to}
          onChange={(value) => {
            const to = targets.find((target) => target === value);
            if (to !== undefined) onChange({ ...place, to });
          }}
        />
        <NumberInput
          className={classes.margin}
          aria-label="Margin"
          title="Added on every side, pixels of the template"
          prefix="Margin "
          suffix=" px"
          allowDecimal={false}
          value={place.margin}
          error={problems[path('margin')]}
          onChange={(value) => typeof value === 'number' && onChange({ ...place, margin: value })}
        />
      </div>
      <div className={classes.checks}>
        {(Object.keys(parts) as (keyof typeof parts)[]).map((part) => (
          <Checkbox
            key={part}
            size="xs"
            label={parts[part]}
            checked={place[part]}
            onChange={({ currentTarget }) => onChange({ ...place, [part]: currentTarget.checked })}
          />
        ))}
      </div>
    </div>
  );
}
