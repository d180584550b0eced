import { type Predicate, type Region, regionSchema, sides, type Target } from '../../../shared/rules/rule.ts';
import {
  AngleField,
  AngleLimitField,
  BodyField,
  Choice,
  LengthField,
  LengthLimitField,
  Name,
  ShareField,
  ShareLimitField,
} from './form-fields.tsx';

interface PredicateFieldsProps {
  predicate: Predicate;
  onChange: (predicate: Predicate) => void;
}

/** What can be set of a claim, beside its kind. */
export function PredicateFields({ predicate, onChange }: PredicateFieldsProps) {
  switch (predicate.kind) {
    case 'centred':
      return (
        <>
          <Choice
            label="Axis"
            words={{ both: 'both ways', horizontal: 'horizontally', vertical: 'vertically' }}
            value={predicate.axis}
            onChange={(axis) => onChange({ ...predicate, axis })}
          />
          {predicate.within && (
            <>
              <span>within</span>
              <LengthField
                label="Tolerance"
                value={predicate.within}
                onChange={(within) => onChange({ ...predicate, within })}
              />
            </>
          )}
        </>
      );
    case 'in':
      return (
        <>
          <Choice
            label="How much of it"
            words={{ wholly: 'fully', centre: 'with its centre' }}
            value={predicate.wholly ? 'wholly' : 'centre'}
            onChange={(how) => onChange({ ...predicate, wholly: how === 'wholly' })}
          />
          <RegionField value={predicate.region} onChange={(region) => onChange({ ...predicate, region })} />
        </>
      );
    case 'distance':
      return (
        <>
          <LengthLimitField
            label="Distance"
            value={predicate.limit}
            onChange={(limit) => onChange({ ...predicate, limit })}
          />
          <span>from</span>
          <TargetField value={predicate.to} onChange={(to) => onChange({ ...predicate, to })} />
        </>
      );
    case 'side':
      return (
        <>
          <Choice
            label="Side"
            words={{ left: 'to the left of', right: 'to the right of', above: 'above', below: 'below' }}
            value={predicate.side}
            onChange={(side) => onChange({ ...predicate, side })}
          />
          <BodyField label="Of what" value={predicate.of} onChange={(of) => onChange({ ...predicate, of })} />
        </>
      );
    case 'arranged':
      return (
        <Choice
          label="Arrangement"
          words={{
            row: 'a row',
            column: 'a column',
            line: 'a straight line',
            grid: 'a grid',
            diagonal: 'a diagonal',
          }}
          value={predicate.as}
          onChange={(as) => onChange({ ...predicate, as })}
        />
      );
    case 'evenlySpaced':
    case 'similarSize':
      return predicate.within === null ? null : (
        <>
          <span>within</span>
          <ShareField
            label="Tolerance"
            value={predicate.within}
            onChange={(within) => onChange({ ...predicate, within })}
          />
        </>
      );
    case 'size':
      return (
        <>
          <LengthLimitField
            label="Size"
            value={predicate.limit}
            onChange={(limit) => onChange({ ...predicate, limit })}
          />
          <Choice
            label="Width or height"
            words={{ width: 'in width', height: 'in height' }}
            value={predicate.of}
            onChange={(of) => onChange({ ...predicate, of })}
          />
        </>
      );
    case 'cover':
    case 'confidence':
      return (
        <ShareLimitField
          label="Share"
          value={predicate.limit}
          onChange={(limit) => onChange({ ...predicate, limit })}
        />
      );
    case 'sizeClass':
      return (
        <Choice
          label="Size"
          words={{ small: 'small', medium: 'medium', large: 'large' }}
          value={predicate.is}
          onChange={(is) => onChange({ ...predicate, is })}
        />
      );
    case 'overlaps':
      return (
        <BodyField
          label="What"
          value={predicate.body}
          onChange={(body) => onChange({ ...predicate, body })}
        />
      );
    case 'upright':
      return predicate.within === null ? null : (
        <>
          <span>within</span>
          <AngleField
            label="Tolerance"
            value={predicate.within}
            onChange={(within) => onChange({ ...predicate, within })}
          />
        </>
      );
    case 'tilt':
    case 'handleAngle':
      return (
        <AngleLimitField
          label="Angle"
          value={predicate.limit}
          onChange={(limit) => onChange({ ...predicate, limit })}
        />
      );
    case 'handle':
      return (
        <Choice
          label="Where"
          words={{ left: 'on the left', right: 'on the right', front: 'in front' }}
          value={predicate.points}
          onChange={(points) => onChange({ ...predicate, points })}
        />
      );
    case 'onSurface':
    case 'seenFromAbove':
    // Its parts stand below it.
    case 'either':
      return null;
  }
}

const zones = [
  'top-left',
  'top',
  'top-right',
  'left',
  'centre',
  'right',
  'bottom-left',
  'bottom',
  'bottom-right',
];
const corners = ['top-left', 'top-right', 'bottom-left', 'bottom-right'];

/** Every region without a name of its own, as one choice: `third.left`. */
const regions: Readonly<Record<string, string>> = {
  'frame.': 'the frame',
  ...Object.fromEntries([
    ...zones.map((zone) => [`zone.${zone}`, `the ${zone} zone`]),
    ...sides.map((side) => [`half.${side}`, `the ${side} half`]),
    ...[...sides, 'middle', 'centre'].map((side) => [`third.${side}`, `the ${side} third`]),
    ...corners.map((corner) => [`quadrant.${corner}`, `the ${corner} quadrant`]),
  ]),
  'area.': 'the area',
};
const keyOf: Record<Region['kind'], string> = {
  frame: '',
  zone: 'zone',
  half: 'side',
  third: 'side',
  quadrant: 'corner',
  area: '',
};

export function RegionField({ value, onChange }: { value: Region; onChange: (region: Region) => void }) {
  const key = keyOf[value.kind];
  const which = key === '' ? '' : (value as Record<string, string>)[key];
  const choose = (chosen: string) => {
    const [kind = 'frame', part] = chosen.split('.');
    const partKey = keyOf[kind as Region['kind']];
    onChange(regionSchema.parse(kind === 'area' ? { kind, name: 'Tray' } : { kind, [partKey]: part }));
  };
  return (
    <>
      <Choice label="Where" words={regions} value={`${value.kind}.${which}`} onChange={choose} />
      {value.kind === 'area' && (
        <Name
          key={value.name}
          label="Name of the area"
          value={value.name}
          onChange={(name) => onChange({ kind: 'area', name })}
        />
      )}
    </>
  );
}

const targets = {
  otherMugs: 'other mugs',
  frameEdge: 'the edge of the frame',
  surfaceEdge: 'the edge of the table',
  object: 'a thing',
  area: 'the area',
  centre: 'the centre of the frame',
} as const;

function TargetField({ value, onChange }: { value: Target; onChange: (target: Target) => void }) {
  const choose = (kind: Target['kind']) => {
    switch (kind) {
      case 'frameEdge':
        return onChange({ kind, side: null });
      case 'object':
        return onChange({ kind, label: 'laptop' });
      case 'area':
        return onChange({ kind, name: 'Tray' });
      case 'centre':
        return onChange({ kind, of: 'frame' });
      default:
        return onChange({ kind });
    }
  };
  return (
    <>
      <Choice label="From what" words={targets} value={value.kind} onChange={choose} />
      {value.kind === 'object' && (
        <Name
          key={value.label}
          label="Which thing"
          value={value.label}
          onChange={(label) => onChange({ kind: 'object', label: label.toLowerCase() })}
        />
      )}
      {value.kind === 'area' && (
        <Name
          key={value.name}
          label="Name of the area"
          value={value.name}
          onChange={(name) => onChange({ kind: 'area', name })}
        />
      )}
    </>
  );
}
