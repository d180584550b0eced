import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AppError } from '../../shared/errors.ts';

/**
 * Holds a model's file against the hash it is known by: results name that hash. Reads the file in one go, so it
 * is for the inference child, which does nothing else meanwhile. Throws `model.missing` or `model.damaged`.
 */
export function checkModelFile(path: string, sha256: string): void {
  let found: string;
  try {
    found = hash('sha256', readFileSync(path));
  } catch (cause) {
    const message = 'A model file is missing or may not be read. Run npm run models, or add the model again.';
    throw new AppError('model.missing', message, { cause });
  }
  if (found === sha256) return;
  throw new AppError(
    'model.damaged',
    'A model file was changed. Run npm run models, or add the model again.',
  );
}
