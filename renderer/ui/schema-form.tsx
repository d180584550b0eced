import { NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useId } from 'react';
import { z } from 'zod';
import type { FieldErrors } from './schema-errors.ts';
import classes from './schema-form.module.css';

/** What a schema cannot say about a field: its words, its unit, and where a choice starts. By dotted path. */
export interface FieldWords {
  label: string;
  help?: string;
  unit?: string;
  /** A share that is shown and typed in percent. */
  percent?: boolean;
  /** Words for the values that can be chosen. */
  options?: Readonly<Record<string, string>>;
  /** The value each kind of a choice of shapes begins with. */
  starts?: Readonly<Record<string, unknown>>;
}

export type Words = Readonly<Record<string, FieldWords>>;

/** The part of JSON Schema that our settings come to. */
interface Node {
  type?: string;
  const?: string;
  enum?: readonly string[];
  properties?: Readonly<Record<string, Node>>;
  oneOf?: readonly Node[];
  anyOf?: readonly Node[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
}

interface FieldProps {
  node: Node;
  path: string;
  value: unknown;
  onChange: (value: unknown) => void;
  words: Words;
  errors: FieldErrors;
}

interface SchemaFormProps<T> {
  schema: z.ZodType<T>;
  /** Dotted path of the whole value within the words and errors. */
  path: string;
  value: T;
  /** The new value; it may break the schema until the operator has finished typing. */
  onChange: (value: T) => void;
  words: Words;
  errors: FieldErrors;
}

/** The one form of the program: drawn from a zod schema, worded by a table beside it. */
export function SchemaForm<T>({ schema, onChange, ...rest }: SchemaFormProps<T>) {
  const node = z.toJSONSchema(schema, { io: 'output' }) as Node;
  return <Field node={node} onChange={(value) => onChange(value as T)} {...rest} />;
}

function Field(props: FieldProps) {
  const { node } = props;
  if (node.oneOf ?? node.anyOf?.every((branch) => branch.properties)) return <ShapeField {...props} />;
  if (node.properties) return <Fields {...props} />;
  const options = optionsOf(node);
  if (options !== null) return <ChoiceField {...props} options={options} />;
  if (node.type === 'number' || node.type === 'integer') return <NumberField {...props} />;
  if (node.type === 'boolean') return <BooleanField {...props} />;
  return <TextField {...props} />;
}

/** The values of an enum, or of a union of constants and enums; null for anything else. */
function optionsOf(node: Node): string[] | null {
  if (node.const !== undefined) return [node.const];
  if (node.enum) return [...node.enum];
  const branches = node.anyOf?.map(optionsOf);
  return branches?.every((branch) => branch !== null) ? branches.flat() : null;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const under = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);

function Fields({ node, path, value, onChange, words, errors }: FieldProps) {
  const record = isRecord(value) ? value : {};
  const title = words[path]?.label;
  const fields = Object.entries(node.properties ?? {})
    .filter(([, child]) => child.const === undefined)
    .map(([name, child]) => (
      <Field
        key={name}
        node={child}
        path={under(path, name)}
        value={record[name]}
        onChange={(next) => onChange({ ...record, [name]: next })}
        words={words}
        errors={errors}
      />
    ));
  if (title === undefined) return <>{fields}</>;
  return (
    <fieldset className={classes.group}>
      <legend>{title}</legend>
      {words[path]?.help && <p className={classes.help}>{words[path].help}</p>}
      <div className={classes.pair}>{fields}</div>
    </fieldset>
  );
}

/** One of several shapes, told apart by `kind`: a choice, and the fields of the shape chosen. */
function ShapeField(props: FieldProps) {
  const { node, path, value, onChange, words } = props;
  const branches = node.oneOf ?? node.anyOf ?? [];
  const kindOf = (branch: Node) => branch.properties?.kind?.const ?? '';
  const kind = isRecord(value) ? String(value.kind) : '';
  const branch = branches.find((candidate) => kindOf(candidate) === kind);
  const { label = path, help, options, starts } = words[path] ?? {};
  return (
    <div className={classes.shape}>
      <Select
        label={label}
        description={help}
        value={kind}
        data={branches.map((candidate) => {
          const name = kindOf(candidate);
          return { value: name, label: options?.[name] ?? name };
        })}
        onChange={(next) => {
          if (next !== null)
            onChange(isRecord(starts?.[next]) ? { kind: next, ...starts[next] } : { kind: next });
        }}
      />
      {branch && Object.keys(branch.properties ?? {}).length > 1 && (
        <div className={classes.pair}>
          <Fields {...props} node={branch} words={{ ...words, [path]: undefined as never }} />
        </div>
      )}
    </div>
  );
}

/** Words and error of a field as Mantine's inputs take them. */
function useWords({ path, words, errors }: FieldProps) {
  const id = useId();
  const { label = path, help, unit, percent = false } = words[path] ?? {};
  return { unit, percent, common: { id, label, description: help, error: errors[path] } };
}

function ChoiceField(props: FieldProps & { options: readonly string[] }) {
  const { common } = useWords(props);
  const names = props.words[props.path]?.options;
  return (
    <Select
      {...common}
      data={props.options.map((value) => ({ value, label: names?.[value] ?? value }))}
      value={typeof props.value === 'string' ? props.value : null}
      onChange={(value) => value !== null && props.onChange(value)}
    />
  );
}

function NumberField(props: FieldProps) {
  const { common, unit, percent } = useWords(props);
  const { node, value, onChange } = props;
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

function BooleanField(props: FieldProps) {
  const { common } = useWords(props);
  return (
    <Switch
      {...common}
      checked={props.value === true}
      onChange={({ currentTarget }) => props.onChange(currentTarget.checked)}
    />
  );
}

function TextField(props: FieldProps) {
  const { common } = useWords(props);
  return (
    <TextInput
      {...common}
      value={typeof props.value === 'string' ? props.value : ''}
      onChange={({ currentTarget }) => props.onChange(currentTarget.value)}
    />
  );
}
