import { zones } from '../../../shared/analysis.ts';
import { type Region, regionSchema, sides, type Target } from '../../../shared/rules/rule.ts';
import { useAreas } from './areas.ts';
import { Choice, type FieldProps, KnownName, Name } from './form-fields.tsx';

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

/** An area to begin with: one that there is, else a name to be given to one. */
const anyArea = () => useAreas.getState().list[0]?.name ?? 'Tray';

function AreaName(props: Omit<FieldProps<string>, 'label'>) {
  const areas = useAreas(({ list }) => list);
  return <KnownName label="Name of the area" known={areas.map(({ name }) => name)} {...props} />;
}

/** A part of the frame, or a named area. */
export function RegionField({ value, onChange }: { value: Region; onChange: (region: Region) => void }) {
  const key = keyOf[value.kind];
  const which = key === '' ? '' : (value as Record<string, string>)[key];
  const choose = (chosen: string) => {
    const [kind = 'frame', part] = chosen.split('.');
    const partKey = keyOf[kind as Region['kind']];
    onChange(regionSchema.parse(kind === 'area' ? { kind, name: anyArea() } : { kind, [partKey]: part }));
  };
  return (
    <>
      <Choice label="Where" words={regions} value={`${value.kind}.${which}`} onChange={choose} />
      {value.kind === 'area' && (
        <AreaName value={value.name} onChange={(name) => onChange({ kind: 'area', name })} />
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

/** What a distance is measured from. */
export function TargetField({ label, value, onChange }: FieldProps<Target>) {
  const choose = (kind: Target['kind']) => {
    switch (kind) {
      case 'frameEdge':
        return onChange({ kind, side: null });
      case 'object':
        return onChange({ kind, label: 'laptop' });
      case 'area':
        return onChange({ kind, name: anyArea() });
      case 'centre':
        return onChange({ kind, of: 'frame' });
      default:
        return onChange({ kind });
    }
  };
  return (
    <>
      <Choice label={label} words={targets} value={value.kind} onChange={choose} />
      {value.kind === 'object' && (
        <Name
          key={value.label}
          label="Which thing"
          value={value.label}
          onChange={(label) => onChange({ kind: 'object', label: label.toLowerCase() })}
        />
      )}
      {value.kind === 'area' && (
        <AreaName value={value.name} onChange={(name) => onChange({ kind: 'area', name })} />
      )}
    </>
  );
}
