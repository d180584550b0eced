import { type Channel, secretMask } from '../../shared/channel.ts';

/** JSON Schema of a kind's config, or a part of it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export type FieldPath = readonly string[];

/** A value at the end of a path. */
export interface Leaf {
  value: unknown;
  path: FieldPath;
  /** Marked `secret: true`, itself or what it is inside. */
  secret: boolean;
}

/**
 * A config with every leaf replaced by what `change` makes of it. What the schema does not know, as the leftovers of
 * another branch of a union, is dropped: nobody could tell whether it is a secret.
 */
export function mapLeaves(schema: JsonSchema, config: unknown, change: (leaf: Leaf) => unknown): unknown {
  return mapNode([schema], config, [], false, change);
}

/** Every leaf of a config, in order. */
export function leavesOf(schema: JsonSchema, config: unknown): Leaf[] {
  const leaves: Leaf[] = [];
  mapLeaves(schema, config, (leaf) => leaves.push(leaf));
  return leaves;
}

/** Whether a leaf holds what must not be seen. */
export function holdsSecret(leaf: Leaf): leaf is Leaf & { value: string } {
  return leaf.secret && typeof leaf.value === 'string' && leaf.value !== '';
}

/** The config as it may be seen. */
export function maskedConfig(schema: JsonSchema, config: unknown): Channel['config'] {
  return asConfig(mapLeaves(schema, config, (leaf) => (holdsSecret(leaf) ? secretMask : leaf.value)));
}

/** What was JSON and had parts of JSON put in is JSON. */
export function asConfig(value: unknown): Channel['config'] {
  return asObject(value) as Channel['config'];
}

/** The name of a path: `auth.password`. A dot inside a name is written %2E. */
export function dotted(path: readonly PropertyKey[]): string {
  return path.map((name) => String(name).replaceAll('%', '%25').replaceAll('.', '%2E')).join('.');
}

export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, name) => childOf(inner, String(name)), value);
}

/** A copy with the value at the path; objects on the way are made. */
export function withValueAt(
  object: Record<string, unknown>,
  path: FieldPath,
  value: unknown,
): Record<string, unknown> {
  const [name, ...rest] = path;
  if (name === undefined) return object;
  const inner = rest.length === 0 ? value : withValueAt(asObject(object[name]), rest, value);
  return { ...object, [name]: inner };
}

/** A copy without what is at the path. */
export function withoutValueAt(object: Record<string, unknown>, path: FieldPath): Record<string, unknown> {
  const [name, ...rest] = path;
  if (name === undefined || !Object.hasOwn(object, name)) return object;
  if (rest.length > 0) return { ...object, [name]: withoutValueAt(asObject(object[name]), rest) };
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}

/** What the schema says of the field at a path; of a union the first branch that has it. */
export function schemaAt(schema: JsonSchema, path: readonly PropertyKey[]): JsonSchema | null {
  return path.reduce<JsonSchema | null>((at, name) => {
    if (at === null) return null;
    return branchesOf(at).flatMap((branch) => childSchemas(branch, String(name)))[0] ?? null;
  }, schema);
}

export function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function mapNode(
  schemas: readonly JsonSchema[],
  value: unknown,
  path: FieldPath,
  inSecret: boolean,
  change: (leaf: Leaf) => unknown,
): unknown {
  const branches = schemas.flatMap((schema) => fittingBranches(schema, value));
  const secret = inSecret || schemas.some(isSecret) || branches.some(isSecret);
  const inside = (name: string, inner: unknown) => {
    const known = branches.flatMap((branch) => childSchemas(branch, name));
    return known.length === 0 ? undefined : mapNode(known, inner, [...path, name], secret, change);
  };
  if (Array.isArray(value)) return value.map((inner, index) => inside(String(index), inner));
  if (!isObject(value)) return change({ value, path, secret });
  const entries = Object.entries(value).map(([name, inner]) => [name, inside(name, inner)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}

/** A schema and, of a union inside it, the branches whose constants the value has. */
function fittingBranches(schema: JsonSchema, value: unknown): JsonSchema[] {
  return branchesOf(schema).filter((branch) =>
    Object.entries(asObject(branch.properties)).every(([name, property]) => {
      return !isObject(property) || !('const' in property) || property.const === childOf(value, name);
    }),
  );
}

function branchesOf(schema: JsonSchema): JsonSchema[] {
  const parts = ['anyOf', 'oneOf', 'allOf'].flatMap((name) => schemasIn(schema[name]));
  return parts.length === 0 ? [schema] : [schema, ...parts.flatMap(branchesOf)];
}

/** What a schema says of its child; a list's children go by their index. */
function childSchemas(schema: JsonSchema, name: string): JsonSchema[] {
  const properties = asObject(schema.properties);
  if (Object.hasOwn(properties, name)) return schemasIn([properties[name]]);
  const index = /^\d+$/.test(name) ? schemasIn(schema.prefixItems)[Number(name)] : undefined;
  if (index !== undefined) return [index];
  return schema.type === 'array' ? schemasIn([schema.items]) : schemasIn([schema.additionalProperties]);
}

function schemasIn(value: unknown): JsonSchema[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isSecret(schema: JsonSchema): boolean {
  return schema.secret === true;
}

function childOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
