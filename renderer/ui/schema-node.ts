/** The part of JSON Schema that our settings and channels come to, and the few words of our own. */
export interface SchemaNode {
  type?: string;
  title?: string;
  description?: string;
  const?: string;
  enum?: readonly string[];
  default?: unknown;
  properties?: Readonly<Record<string, SchemaNode>>;
  required?: readonly string[];
  items?: SchemaNode;
  additionalProperties?: SchemaNode | boolean;
  oneOf?: readonly SchemaNode[];
  anyOf?: readonly SchemaNode[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  placeholder?: string;
  /** Words for the values that can be chosen. */
  options?: Readonly<Record<string, string>>;
  /** Comes masked from the core, and is never shown. */
  secret?: boolean;
  multiline?: boolean;
  /** Folded away until it is asked for. */
  advanced?: boolean;
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The dotted path of a field within another. */
export const under = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);

/** The values of an enum, or of a union of constants and enums; null for anything else. */
export function optionsOf(node: SchemaNode): string[] | null {
  if (node.const !== undefined) return [node.const];
  if (node.enum) return [...node.enum];
  const branches = node.anyOf?.map(optionsOf);
  return branches?.every((branch) => branch !== null) ? branches.flat() : null;
}

/** The shapes of a union told apart by `kind`; null for anything else. */
export function shapesOf(node: SchemaNode): readonly SchemaNode[] | null {
  if (node.oneOf) return node.oneOf;
  return node.anyOf?.every((branch) => branch.properties) ? node.anyOf : null;
}

export const kindOf = (shape: SchemaNode) => shape.properties?.kind?.const ?? '';

/** What the values of a record of strings are; null when it is none. */
export function valueNodeOf(node: SchemaNode): SchemaNode | null {
  const { additionalProperties: values } = node;
  if (node.properties || typeof values !== 'object') return null;
  return { ...values, ...(node.secret && { secret: true }) };
}

/** The values a shape begins with: its defaults. */
export function startOf(shape: SchemaNode): Record<string, unknown> {
  const fields = Object.entries(shape.properties ?? {});
  return Object.fromEntries(
    fields.flatMap(([name, field]): [string, unknown][] => {
      if (field.const !== undefined) return [[name, field.const]];
      if (field.default !== undefined) return [[name, field.default]];
      return field.properties ? [[name, startOf(field)]] : [];
    }),
  );
}
