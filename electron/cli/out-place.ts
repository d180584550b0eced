import { randomUUID } from 'node:crypto';
import { constants, statSync } from 'node:fs';
import { access, copyFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { RenderFormat } from '../../shared/template.ts';
import { makeFolder } from '../store/make-folder.ts';
import { UsageError } from './exit-status.ts';
import { createOverlayNames } from './overlay-name.ts';
import { slugOf } from './template-names.ts';

/** What the name of a picture is made of. */
interface Named {
  photo: string | null;
  template: string;
  format: RenderFormat;
}

/** Where pictures go: into one file, or each under a name of its own into a folder. */
export interface OutPlace {
  /** What the name of the file asks for; null for a folder. */
  format: RenderFormat | null;
  isFile: boolean;
  /**
   * Copies a picture there, whole or not at all, and gives its path as the user would write it. `photo` is the path of
   * the one photo it is of, null for several. Throws `storage.*`.
   */
  keep(picture: Named & { file: string }): Promise<string>;
}

const formatsByEnding: Readonly<Record<string, RenderFormat>> = {
  '.png': 'png',
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.webp': 'webp',
  '.pdf': 'pdf',
};
const endings: Record<RenderFormat, string> = { png: '.png', jpeg: '.jpg', webp: '.webp', pdf: '.pdf' };

/**
 * A file where the name ends like a picture's and no folder is called so, else a folder, which is made. Throws
 * UsageError when nothing can be written there.
 */
export async function openOutPlace(out: string): Promise<OutPlace> {
  const format = formatsByEnding[path.extname(out).toLowerCase()];
  const isFile = format !== undefined && !/[/\\]$/.test(out) && !isFolder(out);
  await prepareFolder(isFile ? path.dirname(out) : out);
  const nameOf = isFile ? createNumbering(path.basename(out)) : createNames();
  return {
    format: isFile ? format : null,
    isFile,
    async keep(picture) {
      const target = path.join(isFile ? path.dirname(out) : out, nameOf(picture));
      await copyWhole(picture.file, target);
      return target;
    },
  };
}

type NameOf = (picture: Named) => string;

/** `PHOTO.TEMPLATE.png`, so that a photo in the same folder is never written over; of several `TEMPLATE.png`. */
function createNames(): NameOf {
  const perEnding = new Map<string, (photo: string) => string>();
  const perSheet = new Map<string, () => string>();
  return ({ photo, template, format }) => {
    const name = `${slugOf(template)}${endings[format]}`;
    return photo === null
      ? made(perSheet, name, createNumbering)()
      : made(perEnding, `.${name}`, createOverlayNames)(photo);
  };
}

function made<T>(all: Map<string, T>, key: string, make: (key: string) => T): T {
  const found = all.get(key) ?? make(key);
  all.set(key, found);
  return found;
}

/** The name as it was given; further pictures that came of it are counted. */
function createNumbering(name: string): () => string {
  const { name: stem, ext } = path.parse(name);
  let count = 0;
  return () => {
    count += 1;
    return count === 1 ? name : `${stem}-${count}${ext}`;
  };
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

async function prepareFolder(folder: string): Promise<void> {
  try {
    makeFolder(path.resolve(folder));
    await access(folder, constants.W_OK | constants.X_OK);
  } catch {
    throw new UsageError(`Nothing can be written to the folder "${folder}". Name another place with -o.`);
  }
}

async function copyWhole(file: string, target: string): Promise<void> {
  const unfinished = `${target}.${randomUUID()}.part`;
  try {
    await copyFile(file, unfinished);
    await rename(unfinished, target);
  } catch (cause) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    const isFull = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC';
    const why = isFull ? 'Its disk is full.' : 'Check the permissions, or name another place with -o.';
    const message = `The picture could not be written to ${target}. ${why}`;
    throw new AppError(isFull ? 'storage.full' : 'storage.locked', message, { cause });
  }
}
