import { AppError } from '../../../shared/errors.ts';
import { pointsPerPixel } from './pdf.ts';

interface Size {
  width: number;
  height: number;
}

/**
 * One PDF of the pages of several, with the size of each page in pixels. It understands files with a plain table of
 * objects (ISO 32000-1, 7.5.4), as this program and most that print write them, and refuses the others: packed into
 * object streams, encrypted, damaged. Objects are taken over as they are, under new numbers. Throws `render.failed`.
 */
export function joinPdfs(files: readonly Uint8Array[]): { bytes: Buffer; pages: Size[] } {
  const bodies: string[] = [];
  const pages: (Size & { number: number })[] = [];
  const tree = catalog + 1;
  bodies[catalog - 1] = `<</Type /Catalog /Pages ${tree} 0 R>>`;
  bodies[tree - 1] = '';
  for (const file of files) {
    const { objects, root } = readObjects(Buffer.from(file).toString('latin1'));
    const leaves = leavesOf(objects, root);
    const shift = bodies.length;
    const newNumbers = new Map([...objects.keys()].map((number, index) => [number, shift + index + 1]));
    for (const { number, size } of leaves) {
      pages.push({ ...size, number: newNumbers.get(number) ?? 0 });
      objects.set(number, (objects.get(number) ?? '').replace(parentPattern, `/Parent ${joinedTree}`));
    }
    for (const body of objects.values()) bodies.push(renumbered(body, newNumbers, tree));
  }
  const kids = pages.map(({ number }) => `${number} 0 R`).join(' ');
  bodies[tree - 1] = `<</Type /Pages /Count ${pages.length} /Kids [${kids}]>>`;
  return { bytes: written(bodies), pages: pages.map(({ width, height }) => ({ width, height })) };
}

const catalog = 1;
const parentPattern = /\/Parent\s+\d+\s+\d+\s+R\b/;
const referencePattern = /(\d+)\s+\d+\s+R\b/g;
/** Stands for the new list of pages until the references are renumbered. */
const joinedTree = 'JoinedTree';

type Objects = Map<number, string>;

/** Every object's text between `obj` and `endobj`, bytes as Latin-1. */
function readObjects(text: string): { objects: Objects; root: number } {
  const offsets = new Map<number, number>();
  const tables: number[] = [];
  let root: number | undefined;
  let at = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text.slice(-1_024))?.[1] ?? refuse());
  while (!Number.isNaN(at)) {
    if (tables.includes(at) || !text.startsWith('xref', at)) return refuse();
    tables.push(at);
    const end = text.indexOf('trailer', at);
    const trailer = text.slice(end, text.indexOf('startxref', end));
    if (end === -1 || /\/(Encrypt|XRefStm)\b/.test(trailer)) return refuse();
    for (const [number, offset] of readTable(text.slice(at, end))) {
      // A later table says what an earlier one said before.
      if (!offsets.has(number)) offsets.set(number, offset);
    }
    root ??= Number(/\/Root\s+(\d+)/.exec(trailer)?.[1] ?? refuse());
    at = Number(/\/Prev\s+(\d+)/.exec(trailer)?.[1] ?? Number.NaN);
  }
  const ends = [...offsets.values(), ...tables].sort((a, b) => a - b);
  const objects: Objects = new Map();
  for (const [number, offset] of offsets) {
    const end = ends.find((other) => other > offset) ?? text.length;
    const whole = text.slice(offset, end);
    const [head] = /^\s*\d+\s+\d+\s+obj\b/.exec(whole) ?? refuse();
    const last = whole.lastIndexOf('endobj');
    if (last === -1) return refuse();
    objects.set(number, whole.slice(head.length, last).trim());
  }
  return { objects, root: root ?? refuse() };
}

/** Number and offset of the objects in use. */
function* readTable(table: string): Generator<[number, number]> {
  let number = 0;
  for (const line of table.split(/[\r\n]+/).slice(1)) {
    const start = /^\s*(\d+)\s+\d+\s*$/.exec(line);
    const entry = /^(\d{10})\s(\d{5})\s([nf])/.exec(line);
    if (entry !== null) {
      if (entry[3] === 'n') yield [number, Number(entry[1])];
      number += 1;
    } else if (start !== null) number = Number(start[1]);
  }
}

/** The pages in their order; the catalog and the nodes above the pages are taken out. */
function leavesOf(objects: Objects, root: number): { number: number; size: Size }[] {
  const take = (number: number) => {
    const body = objects.get(number) ?? refuse();
    objects.delete(number);
    return body;
  };
  const top = Number(/\/Pages\s+(\d+)\s+\d+\s+R\b/.exec(take(root))?.[1] ?? refuse());
  const walk = (number: number): { number: number; size: Size }[] => {
    const body = objects.get(number) ?? refuse();
    if (/\/Type\s*\/Pages\b/.test(body)) {
      const [, kids] = /\/Kids\s*\[([^\]]*)\]/.exec(take(number)) ?? refuse();
      return [...(kids ?? '').matchAll(referencePattern)].flatMap(([, kid]) => walk(Number(kid)));
    }
    // What a page inherits from above is lost with the nodes that are left out.
    if (!/\/Resources\b/.test(body) || !parentPattern.test(body)) return refuse();
    return [{ number, size: sizeOf(body) }];
  };
  return walk(top);
}

function sizeOf(page: string): Size {
  const [, box = ''] = /\/MediaBox\s*\[([^\]]*)\]/.exec(page) ?? refuse();
  const [left = 0, bottom = 0, right = 0, top = 0] = box.trim().split(/\s+/).map(Number);
  const pixels = (points: number) => Math.round(Math.abs(points) / pointsPerPixel);
  return { width: pixels(right - left), height: pixels(top - bottom) };
}

/** Only what stands before the bytes of a stream has references. */
function renumbered(body: string, newNumbers: ReadonlyMap<number, number>, tree: number): string {
  const stream = /\bstream\r?\n/.exec(body)?.index ?? body.length;
  const head = body
    .slice(0, stream)
    .replace(referencePattern, (_, number) => {
      const found = newNumbers.get(Number(number));
      return found === undefined ? 'null' : `${found} 0 R`;
    })
    .replace(joinedTree, `${tree} 0 R`);
  return head + body.slice(stream);
}

function written(bodies: readonly string[]): Buffer {
  const parts = ['%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  for (const [index, body] of bodies.entries()) {
    const object = `${index + 1} 0 obj\n${body}\nendobj\n`;
    offsets.push(length);
    length += object.length;
    parts.push(object);
  }
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(`xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${entries}`);
  parts.push(`trailer\n<</Size ${bodies.length + 1} /Root ${catalog} 0 R>>\nstartxref\n${length}\n%%EOF\n`);
  return Buffer.from(parts.join(''), 'latin1');
}

function refuse(): never {
  const message =
    'One of the PDFs is packed, encrypted or damaged in a way that it can’t be joined with others here. Download it by itself.';
  throw new AppError('render.failed', message);
}
