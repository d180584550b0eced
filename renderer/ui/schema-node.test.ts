import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { kindOf, optionsOf, type SchemaNode, shapesOf, startOf, valueNodeOf } from './schema-node.ts';

const nodeOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' }) as SchemaNode;

describe('a JSON Schema as the form reads it', () => {
  it('has the values of an enum and of a union of constants, and of nothing else', () => {
    expect(optionsOf(nodeOf(z.enum(['POST', 'PUT'])))).toEqual(['POST', 'PUT']);
    expect(optionsOf(nodeOf(z.union([z.literal('auto'), z.enum(['cpu', 'cuda'])])))).toEqual([
      'auto',
      'cpu',
      'cuda',
    ]);
    expect(optionsOf(nodeOf(z.union([z.literal(''), z.url()])))).toBeNull();
    expect(optionsOf(nodeOf(z.string()))).toBeNull();
  });

  it('knows the shapes of a union by their kind, and what each begins with', () => {
    const login = z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('none') }),
      z.object({
        kind: z.literal('jwt'),
        algorithm: z.enum(['HS256', 'HS512']).default('HS256'),
        passphrase: z.string(),
      }),
    ]);
    const shapes = shapesOf(nodeOf(login)) ?? [];
    expect(shapes.map(kindOf)).toEqual(['none', 'jwt']);
    expect(shapes.map(startOf)).toEqual([{ kind: 'none' }, { kind: 'jwt', algorithm: 'HS256' }]);
    expect(shapesOf(nodeOf(z.object({ kind: z.string() })))).toBeNull();
  });

  it('tells a record from an object, and its secrets whether they are marked inside or outside', () => {
    expect(valueNodeOf(nodeOf(z.record(z.string(), z.string())))).toMatchObject({ type: 'string' });
    const inside = z.record(z.string(), z.string().meta({ secret: true }));
    const outside = z.record(z.string(), z.string()).meta({ secret: true });
    for (const schema of [inside, outside])
      expect(valueNodeOf(nodeOf(schema))).toMatchObject({ type: 'string', secret: true });
    expect(valueNodeOf(nodeOf(z.object({ name: z.string() })))).toBeNull();
    expect(valueNodeOf(nodeOf(z.looseObject({ name: z.string() })))).toBeNull();
  });
});
