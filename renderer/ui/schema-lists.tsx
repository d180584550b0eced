import { ActionIcon, Button, Checkbox, Input, PasswordInput, TagsInput, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { secretMask } from '../../shared/channel.ts';
import { type FieldProps, useInput } from './schema-fields.tsx';
import classes from './schema-form.module.css';
import { isRecord, optionsOf, type SchemaNode, under } from './schema-node.ts';

const textsOf = (value: unknown) =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

/** Several texts, or any of a few values. */
export function ListField(props: FieldProps) {
  const { common } = useInput(props);
  const { node, path, value, words, errors, onChange } = props;
  const { description, readOnly, ...rest } = common;
  // One item that is wrong is said at the whole: it is one field to the eye.
  const within = Object.keys(errors).find((wrong) => wrong.startsWith(`${path}.`));
  const error = errors[path] ?? (within === undefined ? undefined : errors[within]);
  const options = node.items ? optionsOf(node.items) : null;
  if (options !== null) {
    const { options: names, optionsHelp: help } = words[path] ?? {};
    return (
      <Checkbox.Group
        {...{ label: rest.label, description, error, readOnly }}
        value={textsOf(value)}
        onChange={(chosen) => onChange(options.filter((option) => chosen.includes(option)))}
      >
        <div className={classes.choices}>
          {options.map((option) => (
            <Checkbox
              key={option}
              size="xs"
              value={option}
              label={names?.[option] ?? option}
              description={help?.[option]}
            />
          ))}
        </div>
      </Checkbox.Group>
    );
  }
  return (
    <TagsInput
      {...rest}
      {...{ description, readOnly, error }}
      value={textsOf(value)}
      placeholder={
        rest.placeholder ?? (textsOf(value).length === 0 && !readOnly ? 'Enter or a comma adds one' : '')
      }
      splitChars={[',', ';', '\n']}
      onChange={onChange}
    />
  );
}

interface Row {
  id: number;
  name: string;
  value: string;
}

/** Rows without a name are still being typed. */
const recordOf = (rows: readonly Row[]) =>
  Object.fromEntries(rows.filter(({ name }) => name !== '').map(({ name, value }) => [name, value]));

const rowsOf = (value: unknown): Row[] =>
  Object.entries(isRecord(value) ? value : {}).map(([name, text], id) => ({ id, name, value: String(text) }));

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Names with a text each, such as headers of a request. */
export function RecordField(props: FieldProps & { values: SchemaNode }) {
  const { path, value, values, errors, onChange } = props;
  const { common } = useInput(props);
  const [rows, setRows] = useState(() => rowsOf(value));
  // Taken back or loaded anew from outside: what is typed here no longer counts.
  if (!same(recordOf(rows), isRecord(value) ? value : {})) setRows(rowsOf(value));
  const change = (next: Row[]) => {
    setRows(next);
    onChange(recordOf(next));
  };
  const edit = (id: number, edited: Partial<Row>) =>
    change(rows.map((row) => (row.id === id ? { ...row, ...edited } : row)));
  const Value = values.secret ? PasswordInput : TextInput;
  return (
    <Input.Wrapper
      {...{ label: common.label, description: common.description, error: errors[path] }}
      component="div"
    >
      <div className={classes.rows}>
        {rows.map((row, index) => (
          <div key={row.id} className={classes.row}>
            <TextInput
              aria-label={`${common.label}: name ${index + 1}`}
              placeholder="Name"
              value={row.name}
              readOnly={common.readOnly}
              // A kept secret is known by its name: under another one it must be typed anew.
              onChange={({ currentTarget }) =>
                edit(row.id, { name: currentTarget.value, ...(row.value === secretMask && { value: '' }) })
              }
            />
            <Value
              aria-label={`${common.label}: value ${index + 1}`}
              placeholder="Value"
              value={row.value}
              readOnly={common.readOnly}
              autoComplete="off"
              error={errors[under(path, row.name)]}
              onFocus={({ currentTarget }) => currentTarget.select()}
              onChange={({ currentTarget }) => edit(row.id, { value: currentTarget.value })}
            />
            {!common.readOnly && (
              <ActionIcon
                size={30}
                aria-label={`Remove ${row.name === '' ? 'this row' : row.name}`}
                onClick={() => change(rows.filter(({ id }) => id !== row.id))}
              >
                <IconTrash size={16} stroke={1.5} />
              </ActionIcon>
            )}
          </div>
        ))}
        {!common.readOnly && (
          <Button
            variant="default"
            className={classes.add ?? ''}
            leftSection={<IconPlus size={14} />}
            onClick={() =>
              setRows([...rows, { id: Math.max(-1, ...rows.map(({ id }) => id)) + 1, name: '', value: '' }])
            }
          >
            Add a row
          </Button>
        )}
      </div>
    </Input.Wrapper>
  );
}
