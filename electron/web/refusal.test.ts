import { expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { statusOf } from './refusal.ts';

test.each([
  ['photo.damaged', 422],
  ['photo.tooManyPixels', 422],
  ['photo.notFound', 404],
  ['photo.tooLarge', 413],
  ['inference.unavailable', 503],
  ['internal', 500],
] as const)('%s is answered with %i', (code, status) => {
  expect(statusOf(new AppError(code, 'A sentence.'))).toBe(status);
});
