import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import sharp from 'sharp';
import { seededRandom } from './random.ts';
import type { Scene } from './scene.ts';

const [width, height] = [1024, 512];
type Draw = (context: SKRSContext2D, random: () => number) => void;

function rectangle(
  context: SKRSContext2D,
  colour: string | CanvasGradient,
  box: readonly [number, number, number, number],
): void {
  context.fillStyle = colour;
  context.fillRect(...box);
}

const pick = (colours: readonly string[], random: () => number): string =>
  colours[Math.floor(random() * colours.length)] ?? '#fff';

function discs(
  context: SKRSContext2D,
  random: () => number,
  count: number,
  colours: readonly string[],
): void {
  for (let i = 0; i < count; i++) {
    context.fillStyle = pick(colours, random);
    context.globalAlpha = 0.15 + 0.45 * random();
    context.beginPath();
    context.arc(random() * width, height * (0.2 + 0.72 * random()), 10 + 22 * random(), 0, 2 * Math.PI);
    context.fill();
  }
  context.globalAlpha = 1;
}

interface Drawing {
  /** From the top of the picture to its bottom, or across it. */
  tones: readonly (readonly [number, string])[];
  draw: Draw;
  blur: number;
}

/** What is behind each table. The lower part is what most photos show. */
const drawings: Record<Scene['backdrop'], Drawing> = {
  wall: {
    tones: [
      [0, '#c2bcb1'],
      [0.5, '#b3ada3'],
      [1, '#8a847b'],
    ],
    draw: (context) => {
      context.globalAlpha = 0.5;
      const sunlit = context.createLinearGradient(0, 0, width, 0);
      sunlit.addColorStop(0, '#f2e6d0');
      sunlit.addColorStop(0.45, '#b5afa5');
      sunlit.addColorStop(1, '#5e5a57');
      rectangle(context, sunlit, [0, 0, width, height]);
    },
    blur: 12,
  },
  kitchen: {
    tones: [
      [0, '#d9d6cf'],
      [0.75, '#c2bcb1'],
      [1, '#8d867b'],
    ],
    draw: (context, random) => {
      rectangle(context, '#f6f4ee', [90, 0, 230, 462]);
      rectangle(context, '#bfc3c2', [198, 0, 12, 462]);
      for (const top of [290, 405]) {
        rectangle(context, '#7b5f44', [470, top, 500, 12]);
        for (let x = 480; x < 940; x += 24 + random() * 34) {
          const tall = 26 + random() * 52;
          rectangle(context, pick(crockery, random), [x, top - tall, 14 + random() * 18, tall]);
        }
      }
      rectangle(context, '#8a8174', [0, 492, width, 20]);
    },
    blur: 14,
  },
  office: {
    tones: [
      [0, '#c4ccd2'],
      [0.7, '#a9b1b6'],
      [1, '#6d7376'],
    ],
    draw: (context, random) => {
      for (let x = 30; x < width; x += 190) rectangle(context, '#e8eef1', [x, 0, 150, 395]);
      rectangle(context, '#4b5156', [120, 440, 260, 72]);
      rectangle(context, '#2e3337', [150, 350, 170, 95]);
      rectangle(context, '#7b634b', [560, 455, 330, 57]);
      for (let i = 0; i < 22; i++) {
        context.fillStyle = pick(['#3d5a3c', '#587c4f', '#7a9a68'], random);
        context.beginPath();
        const [x, y] = [740 + (random() - 0.5) * 150, 375 + (random() - 0.5) * 160];
        context.ellipse(x, y, 36, 13, random() * 3, 0, 7);
        context.fill();
      }
    },
    blur: 15,
  },
  cafe: {
    tones: [
      [0, '#33241a'],
      [0.8, '#4d3524'],
      [1, '#2a1d15'],
    ],
    draw: (context, random) => {
      rectangle(context, '#6a472c', [0, 470, width, 42]);
      rectangle(context, '#8a6a4a', [620, 250, 250, 170]);
      discs(context, random, 60, ['#ffd28a', '#ffb45c', '#ffe7bd', '#ff9a4a', '#fff3dc']);
    },
    blur: 6,
  },
};

const crockery = ['#e7e2d6', '#5c6f62', '#b6855b', '#33424c', '#cfc6b4', '#8f3f31'];

/** Draws a backdrop, softly out of focus, as a PNG at `file`. */
export async function drawBackdrop(name: Scene['backdrop'], file: string): Promise<void> {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const { tones, draw, blur } = drawings[name];
  const wall = context.createLinearGradient(0, 0, 0, height);
  for (const [at, colour] of tones) wall.addColorStop(at, colour);
  rectangle(context, wall, [0, 0, width, height]);
  draw(context, seededRandom(name.length));
  await sharp(canvas.toBuffer('image/png')).blur(blur).removeAlpha().png().toFile(file);
}
