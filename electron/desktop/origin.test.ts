import { expect, it } from 'vitest';
import { isOwnUrl, pageUrl } from './origin.ts';

it('knows the program’s own addresses', () => {
  for (const url of [pageUrl, 'app://h200', 'app://h200/photos/ab/view', 'app://h200/#history']) {
    expect(isOwnUrl(url), url).toBe(true);
  }
});

it('is not taken in by addresses that only look alike', () => {
  for (const url of [
    '',
    'h200',
    'about:blank',
    'app://h200.evil/',
    'app://h2000/',
    'app://user@h200/',
    'app://h200@evil/',
    'https://h200/',
    'file:///app://h200/',
    'data:text/html,app://h200/',
    'app:h200',
  ]) {
    expect(isOwnUrl(url), url).toBe(false);
  }
});
