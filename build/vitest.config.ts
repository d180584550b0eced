import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

// What tests leave behind goes with the run: they take their temporary folders from here.
const temporary = mkdtempSync(path.join(tmpdir(), 'h200-unit-'));
for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = temporary;
process.once('exit', () => rmSync(temporary, { recursive: true, force: true, maxRetries: 3 }));

/** Unit tests lie beside their files; the contract suite lies in e2e/. Browser specs are Playwright's. */
export default defineConfig({
  root: path.join(import.meta.dirname, '..'),
  test: {
    include: ['{build,docs,e2e,electron,models,renderer,shared}/**/*.test.{ts,tsx}'],
    pool: 'forks',
    // Child processes and ONNX sessions start slowly on a busy machine with two cores.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
