import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createOverlayNames } from './overlay-name.ts';

it('names an overlay after its photo and counts photos of one name', () => {
  const nameOf = createOverlayNames();
  expect(nameOf('photos/mug.jpg')).toBe('mug.overlay.png');
  expect(nameOf('other/mug.png')).toBe('mug-2.overlay.png');
  expect(nameOf('mug-2.jpg')).toBe('mug-2-2.overlay.png');
  expect(nameOf('MUG.jpg')).toBe('MUG-3.overlay.png');
  expect(nameOf('..')).toBe('photo.overlay.png');
  expect(nameOf('a/..\\..\\secret.jpg')).toBe('secret.overlay.png');
});

it('never leaves the folder and never gives a name twice, even where case and spelling do not count', () => {
  const names = fc.array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('a.jpg', 'A.jpg', 'a-2.jpg', 'a-2-2.jpg', '../a.jpg', '...', 'a\\b.png'),
    ),
  );
  fc.assert(
    fc.property(names, (paths) => {
      const nameOf = createOverlayNames();
      const given = paths.map(nameOf);
      for (const name of given) {
        expect(path.basename(name)).toBe(name);
        expect(path.dirname(path.resolve('/overlays', name))).toBe('/overlays');
        expect(path.win32.basename(name)).toBe(name);
      }
      expect(new Set(given.map((name) => name.normalize('NFC').toLowerCase())).size).toBe(given.length);
    }),
  );
});
