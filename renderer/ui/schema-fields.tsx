import { Anchor, NumberInput, PasswordInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { secretMask } from '../../shared/channel.ts';
import type { FieldErrors } from './schema-errors.ts';
import classes from './schema-form.module.css';
import type { Words } from './schema-form.tsx';
import type { SchemaNode } from './schema-node.ts';

export interface FieldProps {
  node: SchemaNode;
  path: string;
  value: unknown;
  /** Undefined: nothing, where nothing is allowed. */
  onChange: (value: unknown) => void;
  words: Words;
  errors: FieldErrors;
  /** What gives the fields that cannot be edited here, by dotted path. */
  locked: Readonly<Record<string, string>>;
  required: boolean;
}

/** Words, error and lock of a field as Mantine's inputs take them. */
export function useInput({ path, node, words, errors, locked }: FieldProps) {
  const placeholder = node.placeholder ?? (typeof node.default === 'string' ? node.default : '');
  const id = useId();
  const own = words[path];
  const { label = node.title ?? path, help = node.description, unit, percent = false } = own ?? {};
  const source = locked[path];
  const common = {
    id,
    label,
    description: source === undefined ? help : `Given by ${source}.`,
    error: errors[path],
    readOnly: source !== undefined,
    ...(placeholder !== '' && { placeholder }),
    ...(source !== undefined && {
      leftSection: <IconLock size={14} aria-label="Locked" />,
      classNames: { input: classes.locked ?? '' },
    }),
  };
  return { unit, percent, common };
}

/** What is in force: the default as long as nothing is said. */
const inForce = ({ value, node }: FieldProps) => (value === undefined ? node.default : value);

/** One of a few values. */
export function ChoiceField(props: FieldProps & { options: readonly string[] }) {
  const { common } = useInput(props);
  const names = props.words[props.path]?.options ?? props.node.options;
  return (
    <Select
      {...common}
      data={props.options.map((value) => ({ value, label: names?.[value] ?? value }))}
      value={String(inForce(props) ?? '') || null}
      onChange={(value) => value !== null && props.onChange(value)}
    />
  );
}

/** A number with its unit. */
export function NumberField(props: FieldProps) {
  const { common, unit, percent } = useInput(props);
  const { node, onChange } = props;
  const value = inForce(props);
  const factor = percent ? 100 : 1;
  const shown = typeof value === 'number' ? Number((value * factor).toFixed(2)) : '';
  const suffix = percent ? ' %' : unit === undefined ? undefined : ` ${unit}`;
  return (
    <NumberInput
      {...common}
      value={shown}
      allowDecimal={node.type === 'number'}
      step={percent ? 1 : node.type === 'integer' ? 1 : 0.1}
      thousandSeparator=" "
      {...(suffix === undefined ? {} : { suffix })}
      // An empty field is null: undefined would be taken for the default.
      onChange={(next) => onChange(typeof next === 'number' ? next / factor : null)}
    />
  );
}

/** On or off. */
export function BooleanField(props: FieldProps) {
  const { common } = useInput(props);
  const { id, label, description, error, readOnly } = common;
  return (
    <Switch
      className={classes.switch ?? ''}
      {...{ id, label, description, error }}
      disabled={readOnly}
      checked={inForce(props) === true}
      onChange={({ currentTarget }) => props.onChange(currentTarget.checked)}
    />
  );
}

/** What a text field means when it is empty: nothing, unless something is required. */
const textOrNothing = (text: string, required: boolean) => (text === '' && !required ? undefined : text);

/** A line of text, or several. */
export function TextField(props: FieldProps) {
  const { common } = useInput(props);
  const { node, value, required, onChange } = props;
  const input = {
    ...common,
    value: typeof value === 'string' ? value : '',
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      onChange(textOrNothing(currentTarget.value, required)),
  };
  return node.multiline ? (
    <Textarea {...input} autosize minRows={3} maxRows={14} spellCheck={false} />
  ) : (
    <TextInput {...input} spellCheck={false} autoComplete="off" />
  );
}

/** A secret: a kept one is never shown; it stays until it is replaced or removed on purpose. */
export function SecretField(props: FieldProps) {
  const { value, required, onChange } = props;
  const { common } = useInput(props);
  const kept = value === secretMask;
  const [canKeep, setCanKeep] = useState(kept);
  const [replacing, setReplacing] = useState(false);
  if (kept && !canKeep) setCanKeep(true);
  if (kept && replacing) setReplacing(false);
  if (common.readOnly) return <TextInput {...common} value={secretMask} />;
  if (kept)
    return (
      <KeptSecret
        common={common}
        onReplace={() => {
          setReplacing(true);
          onChange(textOrNothing('', required));
        }}
        {...(!required && { onRemove: () => onChange(undefined) })}
      />
    );
  const input = {
    ...common,
    value: typeof value === 'string' ? value : '',
    // It stands where the button was that had the focus.
    autoFocus: replacing,
    // The password input of Mantine does not say it by itself.
    'aria-invalid': common.error !== undefined,
    autoComplete: 'off',
    spellCheck: false,
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      onChange(textOrNothing(currentTarget.value, required)),
  };
  return (
    <div>
      {props.node.multiline ? (
        <Textarea {...input} autosize minRows={3} maxRows={8} />
      ) : (
        <PasswordInput {...input} />
      )}
      {canKeep && (
        <Anchor component="button" type="button" size="xs" mt={4} onClick={() => onChange(secretMask)}>
          Keep the old one
        </Anchor>
      )}
    </div>
  );
}

interface KeptSecretProps {
  common: ReturnType<typeof useInput>['common'];
  onReplace: () => void;
  onRemove?: () => void;
}

function KeptSecret({ common, onReplace, onRemove }: KeptSecretProps) {
  return (
    <TextInput
      {...common}
      readOnly
      value={`${secretMask} kept`}
      classNames={{ input: classes.locked ?? '' }}
      rightSectionWidth={onRemove ? 132 : 72}
      rightSection={
        <span className={classes.secretActions}>
          <Anchor component="button" type="button" size="xs" onClick={onReplace}>
            Replace
          </Anchor>
          {onRemove && (
            <Anchor component="button" type="button" size="xs" onClick={onRemove}>
              Remove
            </Anchor>
          )}
        </span>
      }
    />
  );
}
