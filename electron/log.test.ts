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
  ['a field five levels down', { a: { b: { c: { d: { e: { apiKey: secret } } } } } }],
  ['a field of an array', { channels: [{ smtp: { auth: { user: 'me', pass: secret } } }] }],
  ['a field with another name', { smtpPassword: secret, clientSecret: `a"${secret}` }],
  ['an address with a login', { url: `smtps://me:${secret}@mail.example.com:465` }],
  ['an address of Slack', { url: `https://hooks.slack.com/services/T00/B00/${secret}` }],
  [
    'an address of Discord',
    { err: new Error(`404 https://discord.com/api/v10/webhooks/1/${secret}?wait=1`) },
  ],
  ['an address of n8n', { url: `https://n8n.example.com/webhook-test/${secret}` }],
  ['a login of HTTP', { err: new Error(`Authorization: Basic ${Buffer.from(secret).toString('base64')}`) }],
  [
    'a login of SMTP',
    { err: new Error(`C: AUTH PLAIN ${Buffer.from(`\0me\0${secret}`).toString('base64')}`) },
  ],
  ['a key of a hook', { reason: `whsec_${secret}` }],
  ['the token of a hook', { reason: `h200_${secret}${'a'.repeat(20)}` }],
  ['a token of Slack', { reason: `xoxb-${secret}` }],
  ['a signed token', { reason: `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.${secret}` }],
])('a secret in %s never reaches the log', (_where, entry) => {
  const line = logged((log) => log.warn(entry, 'Something'));
  expect(line).not.toContain(secret);
  for (const bytes of [secret, `\0me\0${secret}`])
    expect(line).not.toContain(Buffer.from(bytes).toString('base64'));
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

test('files get what is usual whatever is shown, redacted alike, and standard error what it is set to', () => {
  const lines: string[] = [];
  const destination = join(mkdtempSync(join(tmpdir(), 'h200-log-')), 'h200.log');
  const files = { write: (line: string) => void lines.push(line) };
  const log = createLog({ level: 'warn', destination, files });
  log.debug('small');
  log.info({ token: secret }, 'usual');
  log.error({ reason: `Bearer ${secret}` }, 'grave');
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['usual', 'grave']);
  expect(lines.join('')).not.toContain(secret);
  expect(readFileSync(destination, 'utf8')).toMatch(/^[^\n]*grave[^\n]*\n$/);
  const silent = createLog({ level: 'silent', files });
  silent.warn('only there');
  expect(JSON.parse(lines.at(-1) ?? '').msg).toBe('only there');
  const detailed = createLog({ level: 'debug', destination, files });
  detailed.debug('small');
  expect(JSON.parse(lines.at(-1) ?? '').msg).toBe('small');
});

test('words that only look a little like secrets stay', () => {
  const kept = {
    message: 'The token of the page is new',
    keyboard: 'basic',
    at: 'https://example.com/a?b=1',
    author: 'me',
  };
  expect(JSON.parse(logged((log) => log.info(kept, 'Basic facts')))).toMatchObject({
    ...kept,
    msg: 'Basic facts',
  });
});

test('a line that is all dots and dashes is looked at once, not from each of its letters', () => {
  const line = logged((log) => log.info({ text: 'a.b-'.repeat(100_000) }, 'Long'));
  expect(line).toContain('a.b-');
});
