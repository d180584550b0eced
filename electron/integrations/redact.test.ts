import fc from 'fast-check';
import { expect, test } from 'vitest';
import { secretMask } from '../../shared/channel.ts';
import { cutTo, redactorOf } from './redact.ts';

const url = 'https://hooks.example.com/services/T012345/B678/abcdefghijklmnopqrst?token=qwertyuiop';
const base64 = (text: string) => Buffer.from(text).toString('base64');

test('a secret URL is masked whole, encoded, and by its path, its token and its query, but not by its host', () => {
  const redact = redactorOf([url]);
  const parts = [
    url,
    encodeURIComponent(url),
    url.slice('https://hooks.example.com'.length),
    'abcdefghijklmnopqrst',
  ];
  for (const part of [...parts, 'qwertyuiop', '/services/T012345/B678/abcdefghijklmnopqrst'])
    expect(redact(`<${part}>`)).toBe(`<${secretMask}>`);
  expect(redact('hooks.example.com did not answer.')).toBe('hooks.example.com did not answer.');
});

test('a password is masked in base64 too, by itself and in a login', () => {
  const redact = redactorOf(['päss"word'], ['me', 'you']);
  for (const text of ['päss"word', 'PÄSS"WORD', 'p%C3%A4ss%22word', 'päss\\"word'])
    expect(redact(`it is ${text}!`)).toBe(`it is ${secretMask}!`);
  for (const text of ['me:päss"word', 'you:päss"word', ':päss"word', 'päss"word'])
    expect(redact(`login ${base64(text)}`)).not.toContain(base64(text).replace(/=+$/, ''));
});

test('a token that was made of a secret is masked by its shape', () => {
  expect(redactorOf([])('authorization: Bearer eyJhbGciOi.J9abc.x-y_z and basic authentication')).toBe(
    `authorization: Bearer ${secretMask} and basic authentication`,
  );
});

test('a very short secret blanks out no words', () => {
  expect(redactorOf(['ab'])('ab able "ab" lab')).toBe(`${secretMask} able "${secretMask}" lab`);
});

test('no text that holds a secret of four characters or more still holds it afterwards', () => {
  const secret = fc.string({ minLength: 4, unit: 'grapheme' });
  fc.assert(
    fc.property(
      fc.array(secret, { minLength: 1, maxLength: 4 }),
      fc.string(),
      fc.string(),
      (secrets, before, after) => {
        const redact = redactorOf(secrets);
        const text = before + secrets.join(' ') + after;
        for (const known of secrets) {
          fc.pre(!secretMask.includes(known) && !known.includes('•'));
          expect(redact(text)).not.toContain(known);
          expect(redact(`x${encodeURIComponent(known)}x`)).not.toContain(encodeURIComponent(known));
        }
      },
    ),
  );
});

test('texts are cut at whole characters, with a mark', () => {
  expect(cutTo('abc', 3)).toBe('abc');
  expect(cutTo('abcd', 3)).toBe('ab…');
  expect(cutTo('😀😀😀', 3)).toBe('😀😀😀');
  expect(cutTo('😀😀😀😀', 3)).toBe('😀😀…');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, max) => {
      const cut = cutTo(text, max);
      expect(Array.from(cut).length).toBeLessThanOrEqual(max);
      if (Array.from(text).length <= max) expect(cut).toBe(text);
    }),
  );
});

test('a secret is masked as it was sent: without outer space, its spaces run together, decoded, in AUTH PLAIN', () => {
  const secret = ' https://hooks.example.com/T0/B0/abcdefg%20hijkl ';
  const redact = redactorOf([secret, 'two  spaces', '   '], ['me']);
  for (const part of [secret.trim(), 'T0/B0/abcdefg%20hijkl', '/T0/B0/abcdefg hijkl', 'two spaces'])
    expect(redact(`<${part}>`)).toBe(`<${secretMask}>`);
  expect(redact(`AUTH PLAIN ${base64('\0me\0two  spaces')}`)).toBe(`AUTH PLAIN ${secretMask}`);
  expect(redact('nothing at all')).toBe('nothing at all');
});
