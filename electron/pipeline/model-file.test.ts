import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkModelFile } from './model-file.ts';

const path = join(mkdtempSync(join(tmpdir(), 'h200-model-file-')), 'model.onnx');
const sha256 = createHash('sha256').update('weights').digest('hex');

test('a model file is right, changed or missing', () => {
  expect(() => checkModelFile(path, sha256)).toThrow(expect.objectContaining({ code: 'model.missing' }));
  writeFileSync(path, 'weights');
  expect(() => checkModelFile(path, sha256)).not.toThrow();
  writeFileSync(path, 'Weights');
  expect(() => checkModelFile(path, sha256)).toThrow(expect.objectContaining({ code: 'model.damaged' }));
});
