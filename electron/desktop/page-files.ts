import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { ServedFile } from '../api/files.ts';

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * The files of the built page by the path of their URL, listed once at the start: an address is looked up, never
 * turned into a path, so none can lead outside. Throws when the page is not built.
 */
export function listPageFiles(rendererDir: string): Map<string, ServedFile> {
  const entries = readdirSync(rendererDir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry): [string, ServedFile] => {
      const file = path.join(entry.parentPath, entry.name);
      const urlPath = path.relative(rendererDir, file).split(path.sep).map(encodeURIComponent).join('/');
      const mediaType = mediaTypes[path.extname(file)] ?? 'application/octet-stream';
      return [urlPath === 'index.html' ? '/' : `/${urlPath}`, { path: file, mediaType }];
    });
  return new Map(files);
}
