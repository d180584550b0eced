import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = path.join(import.meta.dirname, 'cli.ts');
const samplesDir = path.join(import.meta.dirname, '..', 'e2e', 'photos');
const isRoot = process.getuid?.() === 0;

let folder: string;
const samples = ['handle-right.jpg', 'handle-left.jpg', 'row-of-three.jpg'].map((name) =>
  path.join(samplesDir, name),
);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'h200-cli-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function start(args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, [program, ...args], {
    cwd: folder,
    // A group of its own, as in a terminal.
    detached: true,
    env: { ...withoutNpm(process.env), H200_DATA: path.join(folder, 'data'), ...env },
  });
}

/** Tests run under npm themselves; what it leaves in the environment is not to be taken for the user's. */
function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(npm_|INIT_CWD|H200_|VITEST|NODE_OPTIONS)/.test(name)),
  );
}

async function h200(args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = start(args, env);
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('no pipes');
  const [out, err, [code]] = await Promise.all([text(stdout), text(stderr), once(child, 'close')]);
  return { out, err, code, lines: out.split('\n').slice(0, -1) };
}

function sample(index: number): string {
  const file = samples[index];
  if (file === undefined) throw new Error('There are too few sample photos in e2e/photos.');
  return file;
}

it('analyses without the runtime keeping an id of the machine, or anything else, in the home folder', async () => {
  const home = await mkdtemp(path.join(folder, 'home-'));
  const { code } = await h200(['analyze', '--json', sample(0)], {
    HOME: home,
    XDG_CACHE_HOME: path.join(home, '.cache'),
    H200_DATA: path.join(folder, 'quiet-data'),
  });
  expect(code).toBe(0);
  expect(await readdir(home)).toEqual([]);
});

it('tells its version', async () => {
  expect(await h200(['--version'])).toMatchObject({
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    code: 0,
  });
});

describe('analyze --json', () => {
  it('writes one line per photo, in the order given, and nothing else to standard output', async () => {
    const given = [sample(2), sample(0), sample(1), sample(0)];
    const { lines, err, code } = await h200(['analyze', '--json', ...given]);
    const results = lines.map((line) => JSON.parse(line));
    expect(results.map((result) => result.path)).toEqual(given);
    for (const result of results) {
      expect(Object.keys(result)).toEqual([
        'path',
        'photoId',
        'width',
        'height',
        'detections',
        'placements',
        'arrangement',
        'timingsMs',
        'model',
      ]);
      for (const { detection } of result.placements) expect(result.detections[detection].label).toBe('mug');
      expect(result.model.sha256).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(err).toBe('');
    expect(code).toBe(0);
  });

  it('leaves out what scores below the threshold, and finds more below the usual one', async () => {
    const scoresAt = async (threshold: string) => {
      const { lines } = await h200(['analyze', '--json', '--threshold', threshold, sample(0), sample(1)]);
      return lines.flatMap((line) => JSON.parse(line).detections).map((detection) => detection.score);
    };
    const [low, high] = [await scoresAt('0.01'), await scoresAt('0.9')];
    expect(await readdir(path.join(folder, 'data'))).not.toContain('settings.json');
    expect(Math.min(...low)).toBeLessThan(0.05);
    expect(Math.min(1, ...high)).toBeGreaterThanOrEqual(0.9);
    expect(low.length).toBeGreaterThan(high.length);
  });

  it('gives each bad file its own reason, goes on, and ends with 1', async () => {
    const bad = path.join(folder, 'bad');
    await mkdir(bad);
    const good = await readFile(sample(0));
    await writeFile(path.join(bad, '1-empty.jpg'), '');
    await writeFile(path.join(bad, '2-text.jpg'), 'This is text, whatever it is called.');
    await writeFile(path.join(bad, '3-truncated.jpg'), good.subarray(0, good.length / 3));
    await writeFile(path.join(bad, '4-bomb.png'), pngHeader(30_000, 30_000));
    await writeFile(path.join(bad, '5-zero.png'), pngHeader(0, 0));
    await symlink('.', path.join(bad, '6-loop'));
    await writeFile(path.join(bad, '7-good.jpg'), good);
    const { lines, code, err } = await h200(['analyze', '--json', 'gone.jpg', 'bad']);
    const results = lines.map((line) => JSON.parse(line));
    expect(results.map((result) => [result.path, result.error?.code ?? 'ok'])).toEqual([
      ['gone.jpg', 'photo.notFound'],
      ['bad/1-empty.jpg', 'photo.empty'],
      ['bad/2-text.jpg', 'photo.notAnImage'],
      ['bad/3-truncated.jpg', 'photo.damaged'],
      ['bad/4-bomb.png', 'photo.tooManyPixels'],
      ['bad/5-zero.png', 'photo.damaged'],
      ['bad/6-loop', 'folder.loop'],
      ['bad/7-good.jpg', 'ok'],
    ]);
    for (const { error } of results.slice(0, -1)) {
      expect(Object.keys(error)).toEqual(['code', 'message']);
      expect(error.message).toMatch(/^[A-Z].*\.$/);
      expect(error.message).not.toContain(folder);
    }
    expect(err).toBe('');
    expect(code).toBe(1);
  });

  it.skipIf(isRoot)('says when a file may not be read (not as root, who may read everything)', async () => {
    const file = path.join(folder, 'locked.jpg');
    await copyFile(sample(0), file);
    await chmod(file, 0);
    const { lines, code } = await h200(['analyze', '--json', file]);
    expect(lines.map((line) => JSON.parse(line).error.code)).toEqual(['photo.unreadable']);
    expect(code).toBe(1);
  });

  it('draws overlays under names of their own', async () => {
    await mkdir(path.join(folder, 'other'), { recursive: true });
    await copyFile(sample(0), path.join(folder, 'mug.jpg'));
    await copyFile(sample(1), path.join(folder, 'other', 'mug.jpg'));
    const { code } = await h200(['analyze', '--json', '--overlay', 'drawn/here', 'mug.jpg', 'other/mug.jpg']);
    expect(code).toBe(0);
    const drawn = path.join(folder, 'drawn', 'here');
    expect((await readdir(drawn)).sort()).toEqual(['mug-2.overlay.png', 'mug.overlay.png']);
    const png = await readFile(path.join(drawn, 'mug.overlay.png'));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
  });

  it('takes relative paths from the folder where npm was called', async () => {
    await copyFile(sample(0), path.join(folder, 'here.jpg'));
    const env = { npm_lifecycle_event: 'h200', INIT_CWD: folder };
    const child = spawn(process.execPath, [program, 'analyze', '--json', 'here.jpg'], {
      cwd: import.meta.dirname,
      env: { ...withoutNpm(process.env), H200_DATA: path.join(folder, 'data'), ...env },
    });
    const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    expect(JSON.parse(out).path).toBe('here.jpg');
    expect(code).toBe(0);
  });
});

describe('analyze', () => {
  it('reports to people without colours where there is no terminal', async () => {
    const { out, code } = await h200(['analyze', sample(0)]);
    expect(out).toContain(sample(0));
    expect(out).not.toContain('\u001b');
    expect(code).toBe(0);
  });

  it('ends with 2 when it is used in a wrong way, and says how', async () => {
    const wrong = [
      ['analyze'],
      ['analyze', '--unknown', 'a.jpg'],
      ['analyze', '--threshold', '1.5', 'a.jpg'],
      ['analyze', '--threshold', 'high', 'a.jpg'],
      ['analyze', '--overlay', '/dev/null/here', 'a.jpg'],
      ['analyze', '--overlay', '/proc/overlays/here', 'a.jpg'],
      ['explode'],
      [],
      ['serve', '--port', '70000'],
      ['serve', '--token', ''],
      ['serve', '--data', ''],
      ['analyze', '--data', '', 'a.jpg'],
    ];
    const results = await Promise.all(wrong.map((args) => h200(args)));
    for (const [index, { code, out, err }] of results.entries()) {
      expect(code, wrong[index]?.join(' ')).toBe(2);
      expect(out).toBe('');
      expect(err).not.toMatch(/\n\s+at /);
    }
  });

  it('ends quietly when nobody reads any more', async () => {
    const child = start(['analyze', '--json', ...samples, ...samples, ...samples]);
    if (child.stdout === null || child.stderr === null) throw new Error('no pipes');
    child.stdout.once('data', () => child.stdout?.destroy());
    const [err] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect(err).toBe('');
    expect(child.exitCode).toBe(0);
    expect(child.signalCode).toBe(null);
  });

  it('stops cleanly when it is interrupted', async () => {
    const child = start(['analyze', '--json', '--fresh', ...Array.from({ length: 200 }, () => sample(0))]);
    if (child.stdout === null || child.stderr === null) throw new Error('no pipes');
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      // Ctrl-C reaches every process of the group, the inference child too.
      if (out === '') process.kill(-(child.pid ?? 0), 'SIGINT');
      out += piece;
    });
    const [err] = await Promise.all([text(child.stderr), once(child, 'close')]);
    const lines = out.split('\n');
    expect(lines.pop()).toBe('');
    for (const line of lines) expect(JSON.parse(line).error).toBeUndefined();
    expect(lines.length).toBeLessThan(200);
    expect(err).toBe('');
    expect(child.exitCode).toBe(130);
  });
});

describe('serve', () => {
  it('prints the address, serves it, and stops when told to', async () => {
    const child = start(['serve', '--token', 'a-token', '--data', path.join(folder, 'served')]);
    if (child.stdout === null) throw new Error('no pipe');
    const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    expect(line).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=a-token\n$/);
    const { origin, port } = new URL(line);
    const response = await fetch(`${origin}/api/call/app.info`, {
      method: 'POST',
      headers: { authorization: 'Bearer a-token', 'content-type': 'application/json' },
      body: '{}',
    });
    expect(await response.json()).toMatchObject({ ok: true, value: { host: 'web' } });
    const second = await h200(['serve', '--port', port]);
    expect(second.err).toMatch(/^error: Port \d+ is already in use\..*\(host\.portTaken\)\n$/);
    expect(second.code).toBe(1);
    child.kill('SIGTERM');
    await once(child, 'close');
    expect(child.exitCode).toBe(0);
  });
});

/** A PNG of that size as its header says, with a little picture data. */
function pngHeader(width: number, height: number): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', size),
    chunk('IDAT', deflateSync(Buffer.alloc(1_000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
