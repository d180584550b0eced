import { Select } from '@mantine/core';
import { useMemo, useRef } from 'react';
import { z } from 'zod';
import { Fold } from './fold.tsx';
import type { FieldErrors } from './schema-errors.ts';
import {
  BooleanField,
  ChoiceField,
  type FieldProps,
  NumberField,
  SecretField,
  TextField,
  useInput,
} from './schema-fields.tsx';
import classes from './schema-form.module.css';
import { ListField, RecordField } from './schema-lists.tsx';
import {
  isRecord,
  kindOf,
  optionsOf,
  type SchemaNode,
  shapesOf,
  startOf,
  under,
  valueNodeOf,
} from './schema-node.ts';

/**
 * What stands beside a field: its words, its unit, and where a choice starts. A JSON Schema may say words itself
 * (`title`, `description`); those of the table win. By dotted path.
 */
export interface FieldWords {
  label: string;
  help?: string;
  unit?: string;
  /** A share that is shown and typed in percent. */
  percent?: boolean;
  /** Words for the values that can be chosen. */
  options?: Readonly<Record<string, string>>;
  /** What each of them means, where several can be chosen. */
  optionsHelp?: Readonly<Record<string, string>>;
  /** The value each kind of a choice of shapes begins with. */
  starts?: Readonly<Record<string, unknown>>;
}

export type Words = Readonly<Record<string, FieldWords>>;

interface SchemaFormProps<T> {
  /** A zod schema, or the JSON Schema of one. */
  schema: z.ZodType<T> | SchemaNode;
  /** Dotted path of the whole value within the words and errors. */
  path: string;
  value: T;
  /** The new value; it may break the schema until the operator has finished typing. */
  onChange: (value: T) => void;
  words?: Words;
  errors: FieldErrors;
  /** What gives the fields that cannot be edited here, by dotted path. */
  locked?: Readonly<Record<string, string>>;
}

const none = {};

/** The one form of the program: drawn from a schema, worded by it or by a table beside it. */
export function SchemaForm<T>({
  schema,
  onChange,
  words = none,
  locked = none,
  ...rest
}: SchemaFormProps<T>) {
  const node = useMemo(
    () => (schema instanceof z.ZodType ? (z.toJSONSchema(schema, { io: 'output' }) as SchemaNode) : schema),
    [schema],
  );
  return (
    <Field
      node={node}
      onChange={(value) => onChange(value as T)}
      words={words}
      locked={locked}
      required
      {...rest}
    />
  );
}

function Field(props: FieldProps) {
  const { node } = props;
  const shapes = shapesOf(node);
  if (shapes !== null) return <ShapeField {...props} shapes={shapes} />;
  if (node.properties) return <Group {...props} />;
  const values = valueNodeOf(node);
  if (values !== null) return <RecordField {...props} values={values} />;
  if (node.type === 'array') return <ListField {...props} />;
  const options = optionsOf(node);
  if (options !== null) return <ChoiceField {...props} options={options} />;
  if (node.type === 'number' || node.type === 'integer') return <NumberField {...props} />;
  if (node.type === 'boolean') return <BooleanField {...props} />;
  return node.secret ? <SecretField {...props} /> : <TextField {...props} />;
}

/** The fields of an object, under its title where it has one. */
function Group(props: FieldProps) {
  const { node, path, words } = props;
  const { label = node.title, help = node.description } = words[path] ?? {};
  if (label === undefined) return <Fields {...props} />;
  return (
    <fieldset className={classes.group}>
      <legend>{label}</legend>
      {help && <p className={classes.help}>{help}</p>}
      <div className={classes.pair}>
        <Fields {...props} />
      </div>
    </fieldset>
  );
}

function Fields({ node, path, value, onChange, required: _, ...rest }: FieldProps) {
  const record = isRecord(value) ? value : {};
  const fields = Object.entries(node.properties ?? {}).filter(([, child]) => child.const === undefined);
  const draw = ([name, child]: [string, SchemaNode]) => (
    <Field
      key={name}
      node={child}
      path={under(path, name)}
      value={record[name]}
      onChange={(next) => onChange({ ...record, [name]: next })}
      required={node.required?.includes(name) ?? false}
      {...rest}
    />
  );
  const advanced = fields.filter(([, child]) => child.advanced);
  const wanted = advanced.some(([name]) =>
    Object.keys(rest.errors).some((wrong) => `${wrong}.`.startsWith(`${under(path, name)}.`)),
  );
  return (
    <>
      {fields.filter(([, child]) => !child.advanced).map(draw)}
      {advanced.length > 0 && (
        <Fold title="More settings" wanted={wanted}>
          {advanced.map(draw)}
        </Fold>
      )}
    </>
  );
}

/** One of several shapes, told apart by `kind`: a choice, and the fields of the shape chosen. */
function ShapeField(props: FieldProps & { shapes: readonly SchemaNode[] }) {
  const { node, shapes, path, onChange, words } = props;
  const value = props.value === undefined ? node.default : props.value;
  const { common } = useInput(props);
  const { options, starts } = words[path] ?? {};
  const kind = isRecord(value) ? String(value.kind) : '';
  const shape = shapes.find((candidate) => kindOf(candidate) === kind);
  // What was filled in for another kind comes back with it, as long as the form is open.
  const left = useRef<Record<string, unknown>>({});
  const choose = (next: string | null) => {
    if (next === null || next === kind) return;
    left.current[kind] = value;
    const start = starts?.[next] ?? startOf(shapes.find((candidate) => kindOf(candidate) === next) ?? {});
    onChange(left.current[next] ?? { ...(isRecord(start) && start), kind: next });
  };
  return (
    <div className={classes.shape}>
      <Select
        {...common}
        value={kind}
        data={shapes.map((candidate) => {
          const name = kindOf(candidate);
          return { value: name, label: options?.[name] ?? candidate.title ?? name };
        })}
        onChange={choose}
      />
      {shape && Object.keys(shape.properties ?? {}).length > 1 && (
        <div className={classes.pair}>
          <Fields {...props} node={shape} value={value} />
        </div>
      )}
    </div>
  );
}
