import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { fileVault } from './file-vault.ts';
import { openSecretStore, type Vault } from './secret-store.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'h200-secrets-'));
});

const open = (env: Record<string, string> = {}, vault: Vault = fileVault(dataDir, env)) =>
  openSecretStore({ dataDir, vault, log: { warn: () => undefined } });
const path = (name: string) => join(dataDir, name);
const unreadable = (message: RegExp) =>
  expect.objectContaining({ code: 'secret.unreadable', message: expect.stringMatching(message) });

test('secrets outlive the program, encrypted, for nobody else to read', () => {
  const secrets = open();
  expect(secrets.get('a')).toBeNull();
  expect(readdirSync(dataDir)).toEqual([]);
  secrets.set('a', 'Geheimnis ☕');
  secrets.set('b', '');
  expect(open().get('a')).toBe('Geheimnis ☕');
  expect(open().get('b')).toBe('');
  expect(open().keys()).toEqual(['a', 'b']);
  expect(readFileSync(path('secrets.json'), 'utf8')).not.toContain('Geheimnis');
  for (const name of ['secrets.json', 'secret.key']) {
    expect([name, statSync(path(name)).mode & 0o777]).toEqual([name, 0o600]);
  }
  expect(readdirSync(dataDir).sort()).toEqual(['secret.key', 'secrets.json']);
});

test('several change at once, and can be put back', () => {
  const secrets = open();
  secrets.change({ a: '1', b: '2' });
  const takeBack = secrets.change({ a: null, b: 'new', c: '3' });
  expect(secrets.keys()).toEqual(['b', 'c']);
  takeBack();
  expect(['a', 'b', 'c'].map(secrets.get)).toEqual(['1', '2', null]);
  secrets.delete('a');
  expect(secrets.keys()).toEqual(['b']);
});

test('the same secret never looks the same twice', () => {
  const vault = fileVault(dataDir, {});
  expect(vault.encrypt('a', 'x')).not.toBe(vault.encrypt('a', 'x'));
});

test.each([
  ['a text', 'correct horse battery staple'],
  ['hex', randomBytes(32).toString('hex')],
  ['base64', randomBytes(32).toString('base64')],
])('H200_SECRET_KEY as %s opens what it locked, and nothing else does', (_name, H200_SECRET_KEY) => {
  open({ H200_SECRET_KEY }).set('a', 'secret');
  expect(open({ H200_SECRET_KEY }).get('a')).toBe('secret');
  const wrong = open({ H200_SECRET_KEY: 'another text of good length' });
  expect(() => wrong.get('a')).toThrow(unreadable(/the key is another one/));
  expect(() => open().get('a')).toThrow(
    unreadable(/locked up with the key of H200_SECRET_KEY.*type the secret/),
  );
  expect(readdirSync(dataDir)).not.toContain('secret.key');
});

test('a short H200_SECRET_KEY is refused once it is needed', () => {
  expect(() => open({ H200_SECRET_KEY: 'short' }).set('a', 'x')).toThrow(
    unreadable(/at least 16 characters/),
  );
});

test('an entry that was tampered with or swapped is refused, and leaves the others alone', () => {
  open().change({ a: 'of a', b: 'of b', c: 'of c' });
  const file = JSON.parse(readFileSync(path('secrets.json'), 'utf8'));
  const bytes = Buffer.from(file.secrets.a.sealed, 'base64');
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  const { b } = file.secrets;
  file.secrets = { a: { ...b, sealed: bytes.toString('base64') }, b, c: b, d: { ...b, sealed: '' } };
  writeFileSync(path('secrets.json'), JSON.stringify(file));
  const secrets = open();
  expect(secrets.get('b')).toBe('of b');
  for (const key of ['a', 'c', 'd'])
    expect(() => secrets.get(key)).toThrow(unreadable(/type the secret anew/));
  secrets.set('a', 'again');
  expect(secrets.get('a')).toBe('again');
});

test('an entry of another vault says whose it is', () => {
  const keychain: Vault = { name: 'keychain', encrypt: (_key, text) => text, decrypt: (_key, text) => text };
  open({}, keychain).set('a', 'x');
  expect(() => open().get('a')).toThrow(unreadable(/locked up with the keychain, but the key file/));
});

test('a lost or damaged key file is said so', () => {
  open().set('a', 'x');
  rmSync(path('secret.key'));
  expect(() => open().get('a')).toThrow(unreadable(/the key is another one/));
  writeFileSync(path('secret.key'), 'nonsense');
  expect(() => open().get('a')).toThrow(unreadable(/secret\.key is damaged/));
});

test.each(['{', '[]', '{"version":1,"secrets":{"a":"T0PSECRET"}}'])(
  'a file that reads %s is never overwritten, and its content not told',
  (text) => {
    writeFileSync(path('secrets.json'), text);
    expect(() => open().set('b', 'x')).toThrow(unreadable(/^(?!.*T0PSECRET).*secrets\.json.*damaged/));
    expect(readFileSync(path('secrets.json'), 'utf8')).toBe(text);
  },
);

test('a folder that cannot be written to is said so', () => {
  writeFileSync(path('file'), '');
  const dir = path('file');
  const secrets = openSecretStore({
    dataDir: dir,
    vault: fileVault(dir, {}),
    log: { warn: () => undefined },
  });
  expect(() => secrets.set('a', 'x')).toThrow(expect.objectContaining({ code: 'storage.locked' }));
});
