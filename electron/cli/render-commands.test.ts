import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { startTemplatedServer } from '../../e2e/servers/templated.ts';

const program = path.join(import.meta.dirname, '..', 'cli.ts');
const photosDir = path.join(import.meta.dirname, '..', '..', 'e2e', 'photos');
const photo = (name: string) => path.join(photosDir, name);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'h200-render-'));
  await writeFile(
    path.join(folder, 'logo.svg'),
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><circle cx="20" cy="15" r="13" fill="#d9482b"/></svg>',
  );
});

function start(args: string[], env: NodeJS.ProcessEnv = {}) {
  return spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, H200_DATA: path.join(folder, 'data'), NO_COLOR: '1', ...env },
  });
}

async function h200(args: string[], env?: NodeJS.ProcessEnv) {
  const child = start(args, env);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { out, err, code, lines: out.split('\n').slice(0, -1) };
}

async function kindOf(file: string): Promise<string> {
  const bytes = await readFile(path.join(folder, file));
  return bytes.subarray(0, 12).toString('latin1');
}

describe('templates list', () => {
  it('shows those that come with the program without a key or a network', async () => {
    const { out, err, code } = await h200(['templates', 'list']);
    expect(out.split('\n')[0]).toMatch(/^name +id +drawn by +size +photos +tags$/);
    expect(out).toMatch(/^Contact sheet +local:contact-sheet +local +1754 × 1240 +12 +/m);
    expect({ err, code }).toEqual({ err: '', code: 0 });
  });

  it('gives one line of JSON per template', async () => {
    const { lines, code } = await h200(['templates', 'list', '--json', '--source', 'local']);
    const templates = lines.map((line) => JSON.parse(line));
    expect(templates.length).toBeGreaterThanOrEqual(6);
    for (const template of templates) expect(template).toMatchObject({ source: 'local', builtIn: true });
    expect(code).toBe(0);
  });
});

describe('render', () => {
  it('makes a card of each photo, in the order given, and goes on after a bad one', async () => {
    await mkdir(path.join(folder, 'in'), { recursive: true });
    await copyFile(photo('pair.jpg'), path.join(folder, 'in', 'mug.jpg'));
    await copyFile(photo('no-mug.jpg'), path.join(folder, 'mug.jpg'));
    const args = ['render', '--template', 'analysis', '--json', '--format', 'jpeg', '-o', 'cards'];
    const { lines, err, code } = await h200([...args, 'in/mug.jpg', 'gone.jpg', 'mug.jpg']);
    const results = lines.map((line) => JSON.parse(line));
    expect(results.map(({ paths, out, error }) => [paths, out ?? error.code])).toEqual([
      [['in/mug.jpg'], path.join('cards', 'mug.analysis-card.jpg')],
      [['gone.jpg'], 'photo.notFound'],
      [['mug.jpg'], path.join('cards', 'mug-2.analysis-card.jpg')],
    ]);
    expect(results[0]).toMatchObject({
      ...{ templateId: 'local:overlay-card', provider: 'local', fallbackReason: null, format: 'jpeg' },
      ...{ width: 1200, height: 1200, pages: 1, warnings: [] },
    });
    expect(await kindOf('cards/mug.analysis-card.jpg')).toMatch(/^\xff\xd8\xff/);
    expect((await readdir(path.join(folder, 'cards'))).length).toBe(2);
    expect({ err, code }).toEqual({ err: '', code: 1 });
  });

  it('puts many photos onto the pages of one PDF', async () => {
    const args = ['--template', 'contact-sheet', '--param', 'title=Line 3', '-o', 'sheet.pdf', '--json'];
    const { lines, code } = await h200(['render', ...args, photosDir]);
    const [sheet, ...more] = lines.map((line) => JSON.parse(line));
    expect(sheet).toMatchObject({ out: 'sheet.pdf', format: 'pdf', pages: 2 });
    expect(sheet.paths.length).toBe(17);
    expect(more).toEqual([]);
    expect(await kindOf('sheet.pdf')).toMatch(/^%PDF-/);
    expect(code).toBe(0);
  });

  it('numbers the pages that are files of their own, in their order', async () => {
    const args = ['--template', 'contact-sheet', '--format', 'webp', '-o', 'sheets', '--json'];
    const { lines } = await h200(['render', ...args, photosDir]);
    const pages = lines.map((line) => JSON.parse(line));
    expect(pages.map(({ out, paths }) => [path.basename(out), paths.length])).toEqual([
      ['contact-sheet.webp', 12],
      ['contact-sheet-2.webp', 5],
    ]);
    expect(pages[1].paths[0]).toBe(photo('row-of-five.jpg'));
  });

  it('lays a design onto the mug', async () => {
    const args = ['--template', 'Mock-up', '--design', 'logo.svg', '--provider', 'local', '-o', 'mug.webp'];
    const { out, code } = await h200(['render', ...args, photo('portrait-left.jpg')]);
    expect(out).toMatch(/ → {2}mug\.webp {2}1200 × 1200 · \d+ kB · drawn here · \d+ ms\n$/);
    expect(await kindOf('mug.webp')).toMatch(/^RIFF....WEBP$/s);
    expect(code).toBe(0);
  });

  it('says what could not be done', async () => {
    const args = ['--template', 'mock-up', '--design', 'logo.svg', '-o', 'bare.png'];
    const { out, code } = await h200(['render', ...args, photo('no-mug.jpg')]);
    expect(out.split('\n')[1]).toMatch(/^ {2}.*no mug in the photo/);
    expect(code).toBe(0);
  });

  it('takes the template of the settings when none is named', async () => {
    const { lines } = await h200(['render', '--json', '-o', 'chosen', photo('pair.jpg')]);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ templateId: 'local:overlay-card' });
  });

  it('asks nobody where this machine draws, and has Templated draw what lives there', async () => {
    const server = await startTemplatedServer();
    const env = { TEMPLATED_API_KEY: server.key, TEMPLATED_BASE_URL: server.baseUrl };
    const run = async (...args: string[]) => {
      const { lines, code } = await h200(['render', '--json', '-o', 'told', ...args, photo('pair.jpg')], env);
      expect(code).toBe(0);
      return JSON.parse(lines[0] ?? '');
    };
    try {
      expect(await run('--template', 'sto', '--provider', 'local')).toMatchObject({ provider: 'local' });
      expect(await run('--template', 'story')).toMatchObject({ provider: 'local', fallbackReason: null });
      expect(server.requests).toEqual([]);
      expect(await run('--template', 'mug card', '--format', 'jpeg')).toMatchObject({
        ...{ provider: 'templated', out: path.join('told', 'pair.mug-card.jpg'), width: 800, height: 800 },
      });
      expect(server.credits.spent).toBe(1);
    } finally {
      await server.close();
    }
    const without = await h200(['render', '--template', 'mug car', '-o', 'told', photo('corner.jpg')], env);
    expect(without.out).toMatch(/drawn here.*\n {2}Drawn on this machine instead of by Templated\. \S/);
    expect(without.code).toBe(0);
  });

  it('ends with 2 when it is used in a wrong way, and says how', async () => {
    const card = ['render', '--template', 'analysis-card'];
    const wrong: [string[], string][] = [
      [['render', '--template', 'mock-up', photo('pair.jpg')], 'Name its file with --design.'],
      [['render', '--template', 'contct sheet', 'a.jpg'], 'Did you mean "Contact sheet"?'],
      [['render', '--template', '', 'a.jpg'], 'at least one character'],
      [['render', '--template', 'story'], "missing required argument 'path'"],
      [[...card, '-o', 'one.png', photosDir], '"one.png" is one file, and 17 photos need several.'],
      [['render', '--template', 'contact-sheet', '-o', 'one.png', photosDir], 'ends with .pdf.'],
      [['render', '-o', 'one.pdf', photosDir], '"one.pdf" is one file, and 17 photos need several.'],
      [[...card, '-o', 'one.jpg', '--format', 'png', 'a.jpg'], 'not the name of a file of the format png'],
      [[...card, '-o', '/dev/null/here', 'a.jpg'], 'Nothing can be written'],
      [[...card, '--param', 'title', 'a.jpg'], 'Give a name and a value'],
      [[...card, '--design', 'gone.png', 'a.jpg'], 'The design "gone.png" cannot be read.'],
      [[...card, '--provider', 'somebody', 'a.jpg'], 'Allowed choices are templated, local.'],
      [[...card, '--format', 'gif', 'a.jpg'], 'Allowed choices are png, jpeg, webp, pdf.'],
    ];
    const results = await Promise.all(
      wrong.map(async ([args, sentence]) => [sentence, await h200(args)] as const),
    );
    for (const [sentence, { code, out, err }] of results) {
      expect(err).toContain(sentence);
      expect(err).not.toMatch(/\n\s+at /);
      expect({ code, out }).toEqual({ code: 2, out: '' });
    }
  });

  it('ends with 1, and a code, when the design is none', async () => {
    await writeFile(path.join(folder, 'text.png'), 'no picture');
    const { code, err, out } = await h200(['render', '--design', 'text.png', photo('pair.jpg')]);
    expect(err).toMatch(/^error: .*\(design\.notAnImage\)\n$/);
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });

  it('stops cleanly when it is interrupted, and leaves nothing to be drawn later', async () => {
    const env = { H200_DATA: path.join(folder, 'interrupted') };
    const many = Array.from({ length: 40 }, () => photosDir).flatMap((dir) => [`${dir}/pair.jpg`]);
    const child = start(['render', '--json', '--template', 'story', '-o', 'stopped', ...many], env);
    child.stdout.once('data', () => child.kill('SIGINT'));
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    expect(out.split('\n').length).toBeLessThan(40);
    expect({ err, code: child.exitCode }).toEqual({ err: '', code: 130 });
    const left = await h200(['deliveries', 'list', '--json', '--state', 'waiting'], env);
    expect(left.lines).toEqual([]);
  });
});
