import { describe, expect, it, test } from 'vitest';
import { analysisSchema } from '../../shared/analysis.ts';
import { boxAt, mug, thing } from '../../shared/positioning/test-scenes.ts';
import { type DataFormat, exportFiles } from './export-formats.ts';
import { analysisOf, deskScene } from './export-test-analyses.ts';

const desk = analysisOf('desk.jpg', deskScene, {
  positioning: { calibration: { kind: 'pixelsPerMillimetre', value: 2 } },
});
const empty = analysisOf('empty.jpg', []);

function textOf(format: DataFormat, analyses = [desk, empty]): string {
  const [file] = exportFiles(format, analyses);
  if (!file) throw new Error('The export is empty.');
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.bytes);
}

function yoloFiles(analyses = [desk, empty]): Record<string, string> {
  const files = exportFiles('yolo', analyses);
  return Object.fromEntries(files.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]));
}

describe('exportFiles', () => {
  test.each([
    ['json', ['analyses.json']],
    ['csv', ['mugs.csv']],
    ['coco', ['coco.json']],
    ['yolo', ['classes.txt', 'desk.txt', 'empty.txt']],
  ] as const)('%s consists of %j', (format, names) => {
    const files = exportFiles(format, [desk, empty]);
    expect(files.map(({ name }) => name).sort()).toEqual(names);
  });

  test.each(['json', 'csv', 'coco', 'yolo'] as const)('%s of nothing is still a file', (format) => {
    expect(exportFiles(format, [])).toHaveLength(1);
  });
});

describe('JSON', () => {
  it('holds the analyses unchanged in an envelope with a version', () => {
    const envelope = JSON.parse(textOf('json'));
    expect(envelope.format).toBe('h200-mug-positioning/analyses');
    expect(envelope.version).toBe(1);
    expect(analysisSchema.array().parse(envelope.analyses)).toEqual([desk, empty]);
  });

  it('is written for people: indented, ending in a line break', () => {
    expect(textOf('json')).toMatch(/^\{\n {2}"format"/);
    expect(textOf('json')).toMatch(/\n\}\n$/);
  });
});

describe('CSV', () => {
  it('has a row of headers and a row per placed mug', () => {
    const rows = parseCsv(textOf('csv'));
    expect(rows.map(({ photo, mug, standing, score }) => [photo, mug, standing, score])).toEqual([
      ['desk.jpg', '1', 'accepted', '0.9'],
      ['desk.jpg', '2', 'review', '0.4'],
    ]);
    expect(rows[0]).toMatchObject({
      photo_id: desk.photo.id,
      mugs_in_photo: '2',
      x_px: '90',
      width_px: '180',
      width_mm: '90',
      centre_x_share: '0.2',
      zone: 'top-left',
      offset_x_px: '-270',
      offset_x_mm: '-135',
      handle: 'left',
      handle_confidence: '0.97',
      upright: 'pass',
      seen_from_above: 'false',
      nearest_object: 'laptop',
      nearest_object_distance_px: '230',
      arrangement: 'none',
      pixels_per_millimetre: '2',
      model: 'Mug detector',
    });
  });

  it('leaves millimetres empty when the photo is not calibrated', () => {
    const [row] = parseCsv(textOf('csv', [analysisOf('plain.jpg', deskScene)]));
    expect(row).toMatchObject({ offset_x_px: '-270', offset_x_mm: '', pixels_per_millimetre: '' });
  });

  it('has only the headers when there is no mug', () => {
    expect(textOf('csv', [empty]).trim().split('\r\n')).toHaveLength(1);
  });

  it('begins with a byte order mark and ends its lines as RFC 4180 says', () => {
    expect(textOf('csv').startsWith('\ufeffphoto,')).toBe(true);
    expect(textOf('csv').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  test.each(['=1+2', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'does not let a name %j run as a formula',
    (name) => {
      const [row] = parseCsv(textOf('csv', [analysisOf(`${name}.jpg`, [mug(boxAt(0, 0))])]));
      expect(row?.photo).toBe(`'${name}.jpg`);
    },
  );

  it('keeps commas, quotes, line breaks and letters of names', () => {
    const name = 'Küche, "neu"\n☕.jpg';
    const [row] = parseCsv(textOf('csv', [analysisOf(name, [mug(boxAt(0, 0))])]));
    expect(row?.photo).toBe(name);
  });
});

describe('COCO', () => {
  interface Coco {
    images: { id: number; width: number; height: number; file_name: string }[];
    annotations: {
      id: number;
      image_id: number;
      category_id: number;
      bbox: number[];
      area: number;
      score: number;
    }[];
    categories: { id: number; name: string }[];
  }
  const read = (analyses = [desk, empty]) => JSON.parse(textOf('coco', analyses)) as Coco;

  it('names every photo, also one without anything', () => {
    expect(read().images).toHaveLength(2);
    expect(read().images.find(({ file_name }) => file_name === 'desk.jpg')).toMatchObject({
      width: 900,
      height: 600,
    });
  });

  it('holds placed mugs and other things above the threshold, within the frame', () => {
    const { images, annotations, categories } = read();
    const image = images.find(({ file_name }) => file_name === 'desk.jpg');
    const found = annotations.map(({ image_id, category_id, bbox, area, score }) => ({
      image_id,
      name: categories.find(({ id }) => id === category_id)?.name,
      bbox,
      area,
      score,
    }));
    expect(found).toEqual([
      { image_id: image?.id, name: 'mug', bbox: [90, 60, 180, 120], area: 21_600, score: 0.9 },
      { image_id: image?.id, name: 'laptop', bbox: [500, 100, 300, 200], area: 60_000, score: 0.7 },
      { image_id: image?.id, name: 'mug', bbox: [0, 540, 90, 60], area: 5_400, score: 0.4 },
    ]);
  });

  it('gives the same ids in whatever order the analyses come, each once', () => {
    const other = analysisOf('other.jpg', [thing('bottle', boxAt(0, 0)), mug(boxAt(0, 0))]);
    const coco = read([desk, other, empty]);
    expect(read([empty, other, desk])).toEqual(coco);
    expect(coco.categories.map(({ id, name }) => [id, name])).toEqual([
      [1, 'mug'],
      [2, 'bottle'],
      [3, 'laptop'],
    ]);
    const ids = coco.annotations.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('takes the newest of several analyses of one photo', () => {
    const older = analysisOf('desk.jpg', [], { createdAt: '2026-11-19T10:00:00.000Z' });
    const newer = analysisOf('desk.jpg', [mug(boxAt(1, 2, 3, 4))], { createdAt: '2026-11-21T10:00:00.000Z' });
    for (const order of [
      [older, newer, desk],
      [newer, desk, older],
    ]) {
      expect(read(order).images).toHaveLength(1);
      expect(read(order).annotations.map(({ bbox }) => bbox)).toEqual([[1, 2, 3, 4]]);
    }
  });
});

describe('YOLO', () => {
  it('reads back as the boxes that were placed', () => {
    const files = yoloFiles();
    const classes = files['classes.txt']?.trim().split('\n') ?? [];
    const boxes = (files['desk.txt'] ?? '')
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(Number))
      .map(([index = -1, cx = 0, cy = 0, width = 0, height = 0]) => ({
        label: classes[index],
        x: Math.round((cx - width / 2) * 900),
        y: Math.round((cy - height / 2) * 600),
        width: Math.round(width * 900),
        height: Math.round(height * 600),
      }));
    expect(boxes).toEqual([
      { label: 'mug', x: 90, y: 60, width: 180, height: 120 },
      { label: 'laptop', x: 500, y: 100, width: 300, height: 200 },
      { label: 'mug', x: 0, y: 540, width: 90, height: 60 },
    ]);
  });

  it('gives a photo without anything an empty file', () => {
    expect(yoloFiles()['empty.txt']).toBe('');
  });

  it('keeps the files of photos with the same name apart, and its own', () => {
    const analyses = ['a/shot.jpg', 'b/shot.png', 'classes.jpg', 'Shot.webp'].map((name) =>
      analysisOf(name, []),
    );
    expect(
      Object.keys(yoloFiles(analyses))
        .map((name) => name.toLowerCase())
        .sort(),
    ).toEqual(['classes-2.txt', 'classes.txt', 'shot-2.txt', 'shot-3.txt', 'shot.txt']);
  });
});

/** Reads RFC 4180, so that the test does not trust the writer: one record per row, by header. */
function parseCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  const cell = /\s*?(?:"((?:[^"]|"")*)"|([^,\r\n"]*))(,|\r\n|$)/gy;
  const body = text.replace(/^\ufeff/, '');
  for (const [, quoted, plain, end] of body.matchAll(cell)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
  }
  const [headers = [], ...records] = rows.filter((row) => row.length > 1);
  return records.map((record) =>
    Object.fromEntries(headers.map((name, index) => [name, record[index] ?? ''])),
  );
}
