import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Layer } from '../../../shared/template.ts';
import { findResources } from '../../paths.ts';
import type { DrawPictureJob, RenderProcess } from '../render-protocol.ts';
import { sampleSubjects } from '../sample-subjects.ts';
import { createPictureUploads, type PictureJob } from './picture-uploads.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'h200-uploads-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Layers called so, each showing the photo of the cell with its number. */
const jobOf = (...names: string[]): PictureJob => ({
  overrides: Object.fromEntries(names.map((name) => [name, { picture: { kind: 'photo' as const } }])),
  layers: names.map((name, cell) => ({ layer: layerOf(name), cell })),
  subjects: sampleSubjects(findResources().samplesDir, names.length, null).map((subject, index) => {
    const { analysis } = subject;
    return { ...subject, analysis: { ...analysis, photo: { ...analysis.photo, name: `photo-${index}` } } };
  }),
  assets: {},
  scale: 1,
  outPath: join(folder, 'out.png'),
});
const layerOf = (layer: string, more: Partial<Layer> = {}): Layer => ({
  ...{ layer, type: 'image', x: 0, y: 0, width: 300, height: 100, rotation: 0, opacity: 1, hide: false },
  ...{ picture: null, objectFit: 'cover', borderWidth: 0, borderColor: '#000', borderRadius: 0 },
  ...(more as object),
});
const { signal } = new AbortController();

/** Draws the name of the photo; uploads wait until they are let through. */
function open() {
  const asked: DrawPictureJob[] = [];
  const sent: { name: string; text: string; letThrough: () => void }[] = [];
  const known = new Map<string, string>();
  const at = { server: 'https://one.example.com/v1' };
  const arrivals: (() => void)[] = [];
  const process: Pick<RenderProcess, 'ask'> = {
    ask: async (_kind, input) => {
      const job = input as DrawPictureJob;
      asked.push(job);
      writeFileSync(job.outPath, job.subject.analysis.photo.name);
      const drawn = { width: 1, height: 1, pages: 1, bytes: 1, warnings: [], mediaType: 'image/jpeg' };
      return drawn as never;
    },
  };
  const withAddresses = createPictureUploads({
    process,
    client: {
      server: () => at.server,
      upload: ({ name, bytes }) =>
        new Promise((resolve) => {
          sent.push({
            name,
            text: Buffer.from(bytes).toString(),
            letThrough: () => resolve(`https://files/${sent.length}`),
          });
          for (const arrived of arrivals.splice(0)) arrived();
        }),
    },
    uploads: {
      get: (hash) => known.get(hash) ?? null,
      put: async (hash, url) => void known.set(hash, url),
      forget: async () => undefined,
    },
  });
  const arrived = async (count: number) => {
    while (sent.length < count) await new Promise<void>((resolve) => arrivals.push(resolve));
  };
  return { withAddresses, asked, sent, arrived, at };
}

/** Enough turns for everything that could start to have started. */
const settled = async () => {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

test('what is on its way already is not sent again', async () => {
  const { withAddresses, sent, asked, arrived } = open();
  const both = [withAddresses(jobOf('photo'), signal), withAddresses(jobOf('photo'), signal)];
  await arrived(1);
  while (asked.length < 2) await settled();
  await settled();
  expect(sent).toHaveLength(1);
  sent[0]?.letThrough();
  const addresses = (await Promise.all(both)).map(({ overrides }) => overrides.photo?.picture);
  expect(addresses).toEqual([
    { kind: 'url', url: 'https://files/1' },
    { kind: 'url', url: 'https://files/1' },
  ]);
});

test('of many jobs two send at the same time', async () => {
  const { withAddresses, sent, arrived } = open();
  const jobs = [0, 1, 2, 3].map((index) => {
    const job = jobOf('photo');
    return withAddresses({ ...job, subjects: jobOf('a', 'b', 'c', 'd').subjects.slice(index) }, signal);
  });
  await arrived(2);
  await settled();
  expect(sent).toHaveLength(2);
  for (let count = 1; count <= 4; count += 1) {
    await arrived(count);
    sent[count - 1]?.letThrough();
  }
  await Promise.all(jobs);
  expect(new Set(sent.map(({ text }) => text)).size).toBe(4);
});

test('each layer shows the photo of its cell, no larger than its box needs', async () => {
  const { withAddresses, sent, asked, arrived } = open();
  const done = withAddresses({ ...jobOf('one', 'two'), scale: 2 }, signal);
  await arrived(1);
  sent[0]?.letThrough();
  await arrived(2);
  sent[1]?.letThrough();
  expect((await done).overrides.two?.picture).toEqual({ kind: 'url', url: 'https://files/2' });
  expect(sent.map(({ text }) => text)).toEqual(['photo-0', 'photo-1']);
  expect(asked.map(({ maxSide, maxBytes }) => [maxSide, maxBytes])).toEqual([
    [1_200, 2_097_152],
    [1_200, 2_097_152],
  ]);
});

test('what is hidden, has an address or shows nothing is not sent', async () => {
  const { withAddresses, asked } = open();
  const url = { kind: 'url' as const, url: 'https://example.com/a.png' };
  const overrides = {
    hidden: { picture: { kind: 'photo' as const } },
    web: { picture: url },
    none: { picture: null },
    text: { text: '' },
  };
  const layers = [{ layer: layerOf('hidden', { hide: true }), cell: 0 }];
  expect(await withAddresses({ ...jobOf(), overrides, layers }, signal)).toEqual({ overrides, warnings: [] });
  expect(asked).toEqual([]);
});

test('another server is handed the pictures that the one before has', async () => {
  const { withAddresses, sent, arrived, at } = open();
  for (const [server, count] of [
    ['https://one.example.com/v1', 1],
    ['https://two.example.com/v1', 2],
    ['https://one.example.com/v1', 2],
  ] as const) {
    at.server = server;
    const done = withAddresses(jobOf('photo'), signal);
    await arrived(count);
    sent.at(-1)?.letThrough();
    await done;
    expect(sent).toHaveLength(count);
  }
});
