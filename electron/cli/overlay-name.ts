import path from 'node:path';

/**
 * Names of pictures of photos in one folder: NAME.overlay.png, and NAME-2.overlay.png for the next of that name.
 * `ending` is what stands after the photo's name.
 */
export function createOverlayNames(ending = '.overlay.png'): (photoPath: string) => string {
  const used = new Map<string, number>();
  return (photoPath) => {
    const name = plainName(photoPath);
    for (let number = nextNumber(used, name); ; number++) {
      const candidate = number === 1 ? name : `${name}-${number}`;
      used.set(folded(name), number);
      // "a.jpg", "a.jpg" and "a-2.jpg" would meet at a-2.
      if (candidate !== name && used.has(folded(candidate))) continue;
      if (candidate !== name) used.set(folded(candidate), 1);
      return `${candidate}${ending}`;
    }
  };
}

function nextNumber(used: ReadonlyMap<string, number>, name: string): number {
  return (used.get(folded(name)) ?? 0) + 1;
}

/** The photo's name without folders or ending, and without signs that mean something to a file system. */
function plainName(photoPath: string): string {
  const base = path.win32.basename(photoPath);
  const stem = base.slice(0, base.length - path.extname(base).length);
  const plain = stem
    .replace(/[\p{Cc}<>:"/\\|?*]/gu, '_')
    .replace(/^\.+|[. ]+$/g, '')
    .slice(0, 80);
  return plain === '' ? 'photo' : plain;
}

/** Many file systems hold "Mug" and "mug", or two spellings of one letter, for the same name. */
function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
