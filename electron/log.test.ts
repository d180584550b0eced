import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AppError } from '../shared/errors.ts';
import { createLog } from './log.ts';

const secret = 'sEcReT-0123456789abcdef';

function logged(write: (log: ReturnType<typeof createLog>) => void, level = 'trace'): string {
  const destination = join(mkdtempSync(join(tmpdir(), 'h200-log-')), 'logs', 'h200.log');
  write(createLog({ level, destination }));
  return readFileSync(destination, 'utf8');
}

test('an entry is one line of JSON with its fields and message', () => {
  const line = logged((log) => log.info({ batchId: 'b1' }, 'Batch started'));
  expect(JSON.parse(line)).toMatchObject({ level: 30, batchId: 'b1', msg: 'Batch started' });
});

test.each([
  ['a field', { token: secret }],
  [
    'a nested field',
    { request: { headers: { authorization: `Bearer ${secret}`, cookie: `h200=${secret}` } } },
  ],
  ['an address', { url: `http://127.0.0.1:4000/?token=${secret}` }],
  ['an address with other parameters', { url: `http://127.0.0.1/?a=1&token=${secret}&b=2` }],
  ['a header quoted in an error', { err: new Error(`refused: Authorization: Bearer ${secret}`) }],
  [
    'the cause of an error',
    { err: new AppError('internal', 'No.', { cause: new Error(`?token=${secret}`) }) },
  ],
])('a secret in %s never reaches the log', (_where, entry) => {
  const line = logged((log) => log.warn(entry, 'Something'));
  expect(line).not.toContain(secret);
  expect(line).toContain('[redacted]');
  expect(JSON.parse(line).msg).toBe('Something');
});

test('a secret in the message itself never reaches the log', () => {
  expect(logged((log) => log.info(`Open http://127.0.0.1:1/?token=${secret}`))).not.toContain(secret);
});

test('the level decides what is written, and an unknown level is info', () => {
  const write = (log: ReturnType<typeof createLog>) => {
    log.debug('small');
    log.info('usual');
    log.error('grave');
  };
  expect(logged(write, 'error')).toMatch(/^[^\n]*grave[^\n]*\n$/);
  expect(logged(write, 'nonsense').match(/small|usual|grave/g)).toEqual(['usual', 'grave']);
});

test('an error worded for operators is its code and sentence, with its cause when details are wanted', () => {
  const error = new AppError('storage.locked', 'Close it.', { cause: new Error('SQLITE_BUSY') });
  const write = (log: ReturnType<typeof createLog>) =>
    log.error({ err: error }, 'Cleaning up did not go well');
  expect(JSON.parse(logged(write, 'info')).err).toEqual({ code: 'storage.locked', message: 'Close it.' });
  expect(JSON.parse(logged(write, 'debug')).err).toEqual({
    code: 'storage.locked',
    message: 'Close it.',
    cause: 'SQLITE_BUSY',
  });
});

test('an error nobody foresaw keeps its stack and that of its cause', () => {
  for (const err of [new Error('Oh.'), new AppError('internal', 'No.', { cause: new Error('Oh.') })]) {
    expect(JSON.parse(logged((log) => log.error({ err }), 'info')).err.stack).toMatch(/Error: Oh\.\n\s+at /);
  }
});
