import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { environmentNames, readEnvironment } from './environment.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'h200-environment-'));
  for (const name of ['data', 'work']) mkdirSync(join(root, name));
});

const write = (folder: string, text: string) => writeFileSync(join(root, folder, '.env'), text);
const read = (env: Record<string, string> = {}, workingDir = 'work') => {
  const warnings: unknown[] = [];
  const log = { warn: (entry: unknown) => warnings.push(entry) };
  const environment = readEnvironment({
    env,
    workingDir: join(root, workingDir),
    dataDir: join(root, 'data'),
    log,
  });
  return { ...environment, warnings };
};

test('the environment wins over .env of the working folder, and that over .env of the data folder', () => {
  write('data', 'SMTP_HOST=data\nSMTP_PORT=25\nSMTP_USERNAME=data\n');
  write('work', 'SMTP_HOST=work\nSMTP_PORT=587\n');
  const { get } = read({ SMTP_HOST: 'process' });
  expect(get('SMTP_HOST')).toEqual({ value: 'process', source: 'environment' });
  expect(get('SMTP_PORT')).toEqual({ value: '587', source: '.env in the working folder' });
  expect(get('SMTP_USERNAME')).toEqual({ value: 'data', source: '.env in the data folder' });
  expect(get('SMTP_PASSWORD')).toBeNull();
});

test('an empty value counts as not set, and lets the next source speak', () => {
  write('data', 'WEBHOOK_URL="https://example.com/a#b" # quoted\n');
  expect(read({ WEBHOOK_URL: ' ' }).get('WEBHOOK_URL')).toEqual({
    value: 'https://example.com/a#b',
    source: '.env in the data folder',
  });
});

test('a working folder that is the data folder is read once', () => {
  write('data', 'SMTP_HOST=data');
  expect(read({}, 'data').get('SMTP_HOST')?.source).toBe('.env in the data folder');
});

test('the list names sources but no values', () => {
  const list = read({ SLACK_WEBHOOK_URL: 'https://hooks.slack.com/T0PSECRET' }).list();
  expect(list.map(({ name }) => name)).toEqual([...environmentNames]);
  expect(list.find(({ name }) => name === 'SLACK_WEBHOOK_URL')?.source).toBe('environment');
  expect(list.find(({ name }) => name === 'SMTP_HOST')?.source).toBeNull();
  expect(JSON.stringify(list)).not.toContain('T0PSECRET');
});

test('a .env that cannot be read is warned of and left out', () => {
  mkdirSync(join(root, 'work', '.env'));
  const environment = read({ SMTP_HOST: 'x' });
  expect(environment.get('SMTP_HOST')?.value).toBe('x');
  expect(environment.warnings).toHaveLength(1);
});

test('the mark that editors on Windows put in front, and their line ends, belong to no name or value', () => {
  write('data', '\ufeffSMTP_HOST=mail\r\nSMTP_PASSWORD="a # b"\r\n');
  const { get } = read();
  expect(get('SMTP_HOST')?.value).toBe('mail');
  expect(get('SMTP_PASSWORD')?.value).toBe('a # b');
});
