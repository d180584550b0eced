import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { templateSchema } from '../../../shared/template.ts';
import {
  accountFromWire,
  formatToWire,
  renderFromWire,
  templateFromWire,
  templateToWire,
  urlFromWire,
} from './wire.ts';

const template = { id: 't1', name: 'Card', width: 800, height: 600 };

describe('a template', () => {
  test.each<[object, object]>([
    [{ createdAt: '2026-01-11 10:20:30' }, { updatedAt: '2026-01-11T10:20:30.000Z' }],
    [
      { createdAt: '2026-01-11T10:20:30Z', updated_at: '2026-02-01T00:00:00+01:00' },
      { updatedAt: '2026-01-31T23:00:00.000Z' },
    ],
    [{ updatedAt: 'yesterday' }, { updatedAt: '1970-01-01T00:00:00.000Z' }],
    [{ tags: ['a', { name: 'b' }, '', 'a', 5] }, { tags: ['a', 'b', '5'] }],
    [{ tags: 'none' }, { tags: [] }],
    [{ folderId: 'f1' }, { folder: 'f1' }],
    [{ folder: { name: 'Cards' }, folderId: 'f1' }, { folder: 'Cards' }],
    [
      { name: null, description: null },
      { name: 'Untitled', description: '' },
    ],
    [{ background: 'rgb(0,0,0)' }, { background: '#000000' }],
    [{ width: '800px' }, { width: 800 }],
  ])('with %j is read', (wire, expected) => {
    const read = templateFromWire({ ...template, ...wire }).template;
    expect(read).toMatchObject(expected);
    expect(templateSchema.safeParse(read).success).toBe(true);
  });

  test.each<[string, unknown, string]>([
    ['none', null, 'templated.badAnswer'],
    ['a list', [template], 'templated.badAnswer'],
    ['one without an id', { ...template, id: undefined }, 'templated.badAnswer'],
    ['one whose id climbs in a path', { ...template, id: '..' }, 'templated.badAnswer'],
    ['one that takes the name of ours', { ...template, id: 'local:overlay-card' }, 'templated.badAnswer'],
    ['an error', { error: 'No.' }, 'templated.badAnswer'],
    ['a huge one', { ...template, width: 100_000 }, 'template.invalid'],
    ['one without a size', { ...template, height: undefined }, 'template.invalid'],
  ])('that is %s is refused', (_name, value, code) => {
    expect(() => templateFromWire(value)).toThrow(expect.objectContaining({ code }));
  });

  test('without layers, or without their places, cannot be drawn here', () => {
    const layer = { layer: 'a', type: 'text', x: 0, y: 0, width: 10, height: 10 };
    expect(templateFromWire(template).drawable).toBe(false);
    expect(templateFromWire({ ...template, layers: [{ layer: 'a', type: 'text' }] }).drawable).toBe(false);
    expect(templateFromWire({ ...template, layers: [layer] }).drawable).toBe(true);
  });

  test('goes out in their words', () => {
    const { template: read } = templateFromWire({
      ...template,
      layers: [{ layer: 'a', type: 'rating', x: 0, y: 0, width: 10, height: 10 }],
    });
    const { name, width, layers } = read;
    expect(templateToWire({ name, width, layers })).toEqual({
      name: 'Card',
      width: 800,
      layers: [
        {
          layer: 'a',
          type: 'rating',
          x: 0,
          y: 0,
          width: 10,
          height: 10,
          rotation: 0,
          opacity: 1,
          hide: false,
          rating: 0,
          color: '#f5a623',
        },
      ],
    });
  });
});

describe('a render', () => {
  test.each<[object, object]>([
    [
      { status: 'COMPLETED', url: 'u' },
      { state: 'completed', url: 'u' },
    ],
    [
      { status: 'completed', render_url: 'u' },
      { state: 'completed', url: 'u' },
    ],
    [{ image_url: 'u' }, { state: 'completed', url: 'u' }],
    [{ url: 'u', render_url: 'v' }, { url: 'u' }],
    [
      { status: 'PENDING', url: null },
      { state: 'pending', url: null },
    ],
    [{ status: 'processing', message: 'Wait.' }, { state: 'pending' }],
    [{ status: 'queued' }, { state: 'pending' }],
    [{}, { state: 'pending' }],
    [
      { status: 'FAILED', error: 'No.' },
      { state: 'failed', error: 'No.' },
    ],
    [{ success: false }, { state: 'failed' }],
    [
      { template: 't1', created_at: '2026-01-11 10:20:30', external_id: 'x' },
      { templateId: 't1', createdAt: '2026-01-11T10:20:30.000Z', externalId: 'x' },
    ],
    [
      { templateId: 't1', externalId: 'x', format: 'JPG', width: '800' },
      { templateId: 't1', externalId: 'x', format: 'jpeg', width: 800 },
    ],
    [{ format: 'mp4' }, { format: null }],
  ])('with %j is read', (wire, expected) => {
    expect(renderFromWire({ id: 'r1', ...wire })).toMatchObject({ id: 'r1', ...expected });
  });

  test('of the short webhook is read', () => {
    const told = { success: true, render_id: 'r1', status: 'COMPLETED', url: 'u' };
    expect(renderFromWire(told)).toMatchObject({ id: 'r1', state: 'completed', url: 'u' });
  });
});

test('jpeg is jpg there', () => {
  expect((['png', 'jpeg', 'webp', 'pdf'] as const).map(formatToWire)).toEqual(['png', 'jpg', 'webp', 'pdf']);
});

test('an account without its quota, and an upload without its address, are bad answers', () => {
  expect(accountFromWire({ apiUsage: '3', apiQuota: 50, plan: { name: 'Pro' } })).toEqual({
    used: 3,
    of: 50,
    plan: 'Pro',
  });
  expect(accountFromWire({ apiUsage: 0, apiQuota: 0 })).toEqual({ used: 0, of: 0, plan: null });
  for (const broken of [
    () => accountFromWire({ email: 'a' }),
    () => urlFromWire({ id: 'u1' }, 'an upload'),
  ]) {
    expect(broken).toThrow(expect.objectContaining({ code: 'templated.badAnswer' }));
  }
});

test('whatever comes is read or refused in a sentence, never anything else', () => {
  const readers = [templateFromWire, renderFromWire, accountFromWire];
  const value = fc.oneof(
    fc.anything(),
    fc.record(
      {
        id: fc.string(),
        width: fc.anything(),
        height: fc.anything(),
        layers: fc.anything(),
        pages: fc.anything(),
        tags: fc.anything(),
        status: fc.anything(),
        createdAt: fc.anything(),
      },
      { requiredKeys: [] },
    ),
  );
  fc.assert(
    fc.property(value, (one) => {
      for (const read of readers) {
        try {
          read(one);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }
    }),
  );
});
