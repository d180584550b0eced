/** What is drawn: a shape in a square from 0 to 1, and its colour. */
interface Layer {
  colour: readonly [red: number, green: number, blue: number];
  covers(x: number, y: number): boolean;
}

/** Points per pixel and direction that are asked whether a shape covers them. */
const samples = 4;

const within = (x: number, y: number, centreX: number, centreY: number, radius: number) =>
  Math.hypot(x - centreX, y - centreY) <= radius;

/** Reads on light and dark bars alike. */
const mug: Layer = {
  colour: [140, 140, 140],
  covers(x, y) {
    const body = x >= 0.12 && x <= 0.66 && y >= 0.2 && y <= 0.88;
    const round = 0.16;
    const corner = body && y > 0.88 - round && (x < 0.12 + round || x > 0.66 - round);
    const centreX = x < 0.4 ? 0.12 + round : 0.66 - round;
    if (body) return !corner || within(x, y, centreX, 0.88 - round, round);
    return x > 0.66 && within(x, y, 0.68, 0.48, 0.24) && !within(x, y, 0.68, 0.48, 0.13);
  },
};

const red = [222, 58, 46] as const;
const dot: Layer = { colour: red, covers: (x, y) => within(x, y, 0.76, 0.24, 0.24) };
const gap: Layer = { colour: [0, 0, 0], covers: (x, y) => within(x, y, 0.76, 0.24, 0.32) };
const disc: Layer = { colour: red, covers: (x, y) => within(x, y, 0.5, 0.5, 0.46) };

/** The mug of the tray, with a red dot while an alert is firing: rows of blue, green, red, alpha. */
export function mugPixels(size: number, marked: boolean): Buffer {
  return draw(size, (x, y) => {
    if (marked && dot.covers(x, y)) return dot;
    return mug.covers(x, y) && !(marked && gap.covers(x, y)) ? mug : null;
  });
}

/** The red disc over the program in a taskbar: rows of blue, green, red, alpha. */
export function discPixels(size: number): Buffer {
  return draw(size, (x, y) => (disc.covers(x, y) ? disc : null));
}

/** Alpha is premultiplied, as Electron wants its bitmaps. */
function draw(size: number, layerAt: (x: number, y: number) => Layer | null): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  const share = 1 / (samples * samples);
  for (let pixel = 0; pixel < size * size; pixel++) {
    const [column, row] = [pixel % size, Math.floor(pixel / size)];
    const sum = [0, 0, 0, 0];
    for (let sample = 0; sample < samples * samples; sample++) {
      const x = (column + ((sample % samples) + 0.5) / samples) / size;
      const y = (row + (Math.floor(sample / samples) + 0.5) / samples) / size;
      const layer = layerAt(x, y);
      if (layer === null) continue;
      const [r, g, b] = layer.colour;
      [b, g, r, 255].forEach((value, index) => {
        sum[index] = (sum[index] ?? 0) + value * share;
      });
    }
    pixels.set(
      sum.map((value) => Math.round(value)),
      pixel * 4,
    );
  }
  return pixels;
}
