import { AppError } from '../../../shared/errors.ts';

/** A file on its way in, with the path inside the folder it came from; or why it, or a folder, can't be read. */
export type Incoming = { name: string; file: File } | { name: string; error: AppError };

const pictureName = /\.(jpe?g|png|webp|avif|gif|tiff?)$/i;

/** Inside a folder only pictures are meant: other files there are left out, not refused one by one. */
export const looksLikePicture = (name: string) => pictureName.test(name) && !name.startsWith('.');

/** Entries must be taken before the drop event ends: afterwards the browser empties the list. */
export function entriesOf(transfer: DataTransfer): FileSystemEntry[] {
  return [...transfer.items]
    .map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null))
    .filter((entry) => entry !== null);
}

/** Walks what was dropped, folders included, in name order, handing out files as they are found. */
export async function* walk(
  entries: readonly FileSystemEntry[],
  leftOut: (name: string) => void,
  inFolder = false,
): AsyncGenerator<Incoming> {
  for (const entry of entries) {
    const name = entry.fullPath.replace(/^\//, '');
    if (isDirectory(entry)) {
      const inside = await readFolder(entry).catch((cause: unknown) => unreadable('folder', cause));
      if (inside instanceof AppError) yield { name, error: inside };
      else yield* walk(inside.sort(byName), leftOut, true);
    } else if (isFile(entry)) {
      if (inFolder && !looksLikePicture(entry.name)) leftOut(entry.name);
      else
        yield await fileOf(entry).then(
          (file) => ({ name, file }),
          (cause: unknown) => ({ name, error: unreadable('file', cause) }),
        );
    }
  }
}

/** Why the system did not hand out a file or folder. */
export const unreadable = (what: 'file' | 'folder', cause: unknown) =>
  new AppError('photo.unreadable', `The ${what} cannot be read: it was moved, deleted or is not permitted.`, {
    cause,
  });

const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const byName = (a: FileSystemEntry, b: FileSystemEntry) =>
  a.name.localeCompare(b.name, undefined, { numeric: true });

const fileOf = (entry: FileSystemFileEntry) =>
  new Promise<File>((resolve, reject) => entry.file(resolve, reject));

/** A folder is handed out in portions (100 in Chromium) until an empty one comes. */
async function readFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (portion.length === 0) return all;
    all.push(...portion);
  }
}

/** The files of a folder picker, under the same rule as dropped folders. */
export function pickedFolder(files: readonly File[], leftOut: (name: string) => void) {
  return files
    .map((file) => ({ file, name: file.webkitRelativePath || file.name }))
    .filter(({ file }) => {
      if (!looksLikePicture(file.name)) leftOut(file.name);
      return looksLikePicture(file.name);
    })
    .sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
}
