/**
 * A font of 700 bytes that has a box for every character there is. Standing last in every list of families it keeps
 * the library from asking the system for a glyph that ours don't have, which would look different on each machine.
 * The tables: https://learn.microsoft.com/typography/opentype/spec/otff
 */
export function lastResortFont(): Buffer {
  return fontFile({
    head: table(54, {
      0: u32(0x10000),
      4: u32(0x10000),
      12: u32(0x5f0f3cf5),
      16: u16(3, 1000),
      36: box,
      46: u16(8, 2),
    }),
    hhea: table(36, {
      0: u32(0x10000),
      4: u16(900, -250),
      10: u16(advance, 50),
      16: u16(right),
      18: u16(1),
      34: u16(1),
    }),
    maxp: table(32, { 0: u32(0x10000), 4: u16(2, 8, 2), 14: u16(1) }),
    hmtx: u16(advance, left, left),
    glyf: Buffer.concat([glyph, glyph]),
    loca: u16(0, glyph.length / 2, glyph.length),
    cmap: Buffer.concat([u16(0, 1, 3, 10), u32(12), u16(13, 0), u32(28, 0, 1), u32(0x21, 0x10ffff, 1)]),
    'OS/2': table(78, { 2: u16(advance, 400, 5), 62: u16(0x40, 0x21, 0xffff, 900, -250), 74: u16(900, 250) }),
    post: table(32, { 0: u32(0x30000) }),
    name: names({ 1: 'H Last', 2: 'Regular', 4: 'H Last', 6: 'HLast' }),
  });
}

const [advance, left, right, top] = [600, 50, 550, 700];
const box = u16(left, 0, right, top);

/** Two contours of four points each, the inner one turning the other way: a frame. */
const glyph = (() => {
  const points = [
    [50, 0],
    [50, 700],
    [550, 700],
    [550, 0],
    [100, 50],
    [500, 50],
    [500, 650],
    [100, 650],
  ] as const;
  const steps = (axis: 0 | 1) =>
    points.map((point, index) => point[axis] - (index === 0 ? 0 : (points[index - 1]?.[axis] ?? 0)));
  const onCurve = Buffer.alloc(points.length, 1);
  return Buffer.concat([u16(2), box, u16(3, 7, 0), onCurve, u16(...steps(0)), u16(...steps(1))]);
})();

function u16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value & 0xffff, index * 2);
  return bytes;
}

function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}

/** A table of so many bytes, zero but for these parts by their offset. */
function table(bytes: number, parts: Record<number, Buffer>): Buffer {
  const all = Buffer.alloc(bytes);
  for (const [offset, part] of Object.entries(parts)) part.copy(all, Number(offset));
  return all;
}

function names(byId: Record<number, string>): Buffer {
  const texts = Object.entries(byId).map(([id, text]) => ({
    id: Number(id),
    bytes: Buffer.from(text, 'utf16le').swap16(),
  }));
  let offset = 0;
  const records = texts.map(({ id, bytes }) => {
    const record = u16(3, 1, 0x409, id, bytes.length, offset);
    offset += bytes.length;
    return record;
  });
  const head = u16(0, texts.length, 6 + 12 * texts.length);
  return Buffer.concat([head, ...records, ...texts.map(({ bytes }) => bytes)]);
}

function fontFile(tables: Record<string, Buffer>): Buffer {
  const tags = Object.keys(tables).sort();
  const power = Math.floor(Math.log2(tags.length));
  const range = 16 << power;
  const parts: Buffer[] = [];
  const directory: Buffer[] = [u32(0x10000), u16(tags.length, range, power, tags.length * 16 - range)];
  let offset = 12 + 16 * tags.length;
  for (const tag of tags) {
    const content = tables[tag] ?? Buffer.alloc(0);
    const padded = Buffer.concat([content, Buffer.alloc((4 - (content.length % 4)) % 4)]);
    directory.push(Buffer.from(tag, 'latin1'), u32(checksum(padded), offset, content.length));
    parts.push(padded);
    offset += padded.length;
  }
  return Buffer.concat([...directory, ...parts]);
}

function checksum(padded: Buffer): number {
  let sum = 0;
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0;
  return sum;
}
