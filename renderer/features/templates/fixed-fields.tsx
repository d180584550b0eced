import { ActionIcon, Button, ColorInput, Menu, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { Layer, LayerOverride } from '../../../shared/template.ts';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { swatches, withoutAlpha } from './colour-rules.tsx';
import classes from './fixed-fields.module.css';
import { type FixedField, fixedFields } from './fixed-words.ts';

interface FixedFieldsProps {
  layer: Layer;
  fixed: LayerOverride;
  problems: FieldErrors;
  path: (...rest: string[]) => string;
  /** `field` is the name of what was changed. */
  onChange: (fixed: LayerOverride, field: string) => void;
}

/** Values that a layer has whatever the photo. */
export function FixedFields({ layer, fixed, problems, path, onChange }: FixedFieldsProps) {
  const possible = fixedFields(layer.type);
  const isSet = ({ name }: FixedField) => fixed[name] !== undefined;
  const set = ({ name }: FixedField, value: unknown) => onChange({ ...fixed, [name]: value }, name);
  const remove = ({ name }: FixedField) => {
    const { [name]: _, ...others } = fixed;
    onChange(others, `${name} gone`);
  };
  return (
    <div className={classes.fields}>
      {possible.filter(isSet).map((field) => (
        <div key={field.name} className={classes.line}>
          <span className={classes.label}>{field.label}</span>
          <FixedInput
            field={field}
            value={fixed[field.name]}
            error={problems[path(field.name)]}
            onChange={(value) => set(field, value)}
          />
          <ActionIcon size={24} aria-label={`Remove ${field.label}`} onClick={() => remove(field)}>
            <IconX size={14} stroke={1.6} />
          </ActionIcon>
        </div>
      ))}
      <Menu position="bottom-start" shadow="md">
        <Menu.Target>
          <Button
            className={classes.add ?? ''}
            variant="subtle"
            color="gray"
            size="compact-xs"
            leftSection={<IconPlus size={14} stroke={1.8} />}
          >
            Another fixed value
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
          {possible
            .filter((field) => !isSet(field))
            .map((field) => (
              <Menu.Item key={field.name} onClick={() => set(field, Reflect.get(layer, field.name))}>
                {field.label}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

interface FixedInputProps {
  field: FixedField;
  value: unknown;
  error: string | undefined;
  onChange: (value: unknown) => void;
}

function FixedInput({ field, value, error, onChange }: FixedInputProps) {
  const label = field.label;
  switch (field.kind) {
    case 'number': {
      const factor = field.percent === true ? 100 : 1;
      const suffix = field.percent === true ? ' %' : field.unit === undefined ? '' : ` ${field.unit}`;
      return (
        <NumberInput
          aria-label={label}
          suffix={suffix}
          value={typeof value === 'number' ? Number((value * factor).toFixed(2)) : ''}
          error={error}
          onChange={(next) => typeof next === 'number' && onChange(next / factor)}
        />
      );
    }
    case 'switch':
      return (
        <Switch
          size="xs"
          aria-label={label}
          checked={value === true}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
      );
    case 'colour':
      return (
        <ColorInput
          aria-label={label}
          size="xs"
          format="hexa"
          swatches={swatches}
          swatchesPerRow={7}
          popoverProps={{ withinPortal: true, shadow: 'md' }}
          value={typeof value === 'string' ? value : ''}
          error={error}
          onChange={(next) => onChange(withoutAlpha(next))}
        />
      );
    case 'choice':
      return (
        <Select
          aria-label={label}
          data={[...field.options]}
          value={typeof value === 'string' ? value : null}
          error={error}
          onChange={(next) => next !== null && onChange(next)}
        />
      );
    case 'text':
      return (
        <TextInput
          aria-label={label}
          value={typeof value === 'string' ? value : ''}
          error={error}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
  }
}
