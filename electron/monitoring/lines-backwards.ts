import { type FileHandle, open } from 'node:fs/promises';

const chunkBytes = 64 * 1_024;

/** A line, and where it begins in its file. */
export interface PlacedLine {
  offset: number;
  text: string;
}

/** The whole lines of a file that begin before `end` (all when left out), last first, a chunk in memory at a time. */
export async function* linesBackwards(path: string, end?: number): AsyncGenerator<PlacedLine> {
  const file = await open(path);
  try {
    yield* walk(file, end ?? (await file.stat()).size);
  } finally {
    await file.close();
  }
}

async function* walk(file: FileHandle, end: number): AsyncGenerator<PlacedLine> {
  let start = end;
  // What lies between `start` and the last line that was given: the end of a line that begins further up.
  let rest = Buffer.alloc(0);
  while (start > 0) {
    const from = Math.max(0, start - chunkBytes);
    const buffer = Buffer.alloc(start - from);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
    start = from;
    rest = Buffer.concat([buffer.subarray(0, bytesRead), rest]);
    // The last byte ends the line that is sought.
    for (let cut = rest.lastIndexOf(10, -2); cut >= 0; cut = rest.lastIndexOf(10, -2)) {
      const line = rest.subarray(cut + 1);
      rest = rest.subarray(0, cut + 1);
      yield { offset: start + cut + 1, text: line.toString('utf8').trimEnd() };
    }
  }
  if (rest.length > 0) yield { offset: 0, text: rest.toString('utf8').trimEnd() };
}
