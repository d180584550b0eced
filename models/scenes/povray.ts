import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Camera, Frame, Vector } from './projection.ts';

const includeFolder = import.meta.dirname;

/** A value that a scene file reads by name: a number, or a vector such as a point or a colour. */
export type Declarations = Record<string, number | Vector>;

const number = (value: number): string => String(Number(value.toFixed(6)));

/** A vector in POV-Ray's notation. */
export const vector = ([x, y, z]: Vector): string => `<${number(x)}, ${number(y)}, ${number(z)}>`;

/** `#declare` lines, one per value. */
export function declare(values: Declarations): string {
  return Object.entries(values)
    .map(
      ([name, value]) => `#declare ${name} = ${typeof value === 'number' ? number(value) : vector(value)};\n`,
    )
    .join('');
}

/** The camera as `projector` computes it: square pixels, the angle measured from left to right. */
export function cameraBlock(camera: Camera, { width, height }: Frame, lens = ''): string {
  const { location, lookAt, angleDegrees } = camera;
  return `camera { perspective right x * ${width} / ${height} up y angle ${number(angleDegrees)} location ${vector(location)} look_at ${vector(lookAt)} ${lens} }\n`;
}

/**
 * Renders scene text to a PNG at `output`; the scene may include the files of this folder. `linear` leaves out the
 * picture's gamma, so that its values measure something. Throws with POV-Ray's own complaint.
 */
export async function renderPng(
  scene: string,
  output: string,
  { width, height }: Frame,
  { threads = 1, linear = false } = {},
): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'scene-'));
  const input = path.join(folder, 'scene.pov');
  const quiet = ['-D', '-GR', '-GS', '-GD'];
  const smooth = ['+A0.2', '+AM2', '+R3'];
  const picture = ['+FN', `File_Gamma=${linear ? '1.0' : 'sRGB'}`, `+W${width}`, `+H${height}`];
  try {
    await writeFile(input, `#version 3.7;\n${scene}`);
    const options = [`+I${input}`, `+O${output}`, `+L${includeFolder}`, `+WT${threads}`];
    await run('nice', ['-n', '10', 'povray', ...options, ...picture, ...smooth, ...quiet]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(command: string, argv: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, argv, { stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-600);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(`${argv[2] ?? command} ended with status ${code}. Is POV-Ray installed?\n${complaint}`),
        );
    });
  });
}
