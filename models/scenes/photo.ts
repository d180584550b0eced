import sharp from 'sharp';
import { blurRadius, type Lens, type Plane, throughLens } from './lens.ts';
import type { Frame } from './projection.ts';
import { seededRandom } from './random.ts';
import { depthScale } from './scene-text.ts';

/** Makes a photo of two renders: lens blur from the depth (white fog, 1 − e^(−distance / depthScale)), a soft tone curve, vignette and grain. Resolves to JPEG bytes. */
export async function develop(render: string, depth: string, lens: Lens, seed: number): Promise<Buffer> {
  const { data, info } = await sharp(render).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const fog = await sharp(depth).removeAlpha().extractChannel(0).raw().toBuffer();
  const frame: Frame = { width: info.width, height: info.height };
  const radiusByFog = Array.from({ length: 256 }, (_, level) => {
    const distance = -depthScale * Math.log(1 - Math.min(level, 254.5) / 255);
    return blurRadius(distance, lens, frame.width);
  });
  const radii = Float32Array.from(fog, (level) => radiusByFog[level] ?? 0);
  return sharp(grade(throughLens(data, radii, frame), frame, seed), { raw: { ...frame, channels: 3 } })
    .jpeg({ quality: 90, chromaSubsampling: '4:2:0', mozjpeg: true })
    .toBuffer();
}

/** Gentle contrast and colour, darker corners, and grain that is stronger in the shadows. */
function grade(image: Plane, { width, height }: Frame, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const result = new Uint8Array(image.length);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const x = (pixel % width) / width - 0.5;
    const y = Math.floor(pixel / width) / height - 0.5;
    const corner = 1.06 - 0.4 * (x * x + y * y);
    const tone = (c: number) => contrast(((image[pixel * 3 + c] ?? 0) / 255) * corner);
    const [red, green, blue] = [tone(0), tone(1), tone(2)];
    const grey = 0.3 * red + 0.59 * green + 0.11 * blue;
    const grain = (random() + random() + random() - 1.5) * 6 * (1.15 - grey);
    [red * 1.01, green, blue * 0.985].forEach((value, c) => {
      const lively = grey + (value - grey) * 1.12;
      result[pixel * 3 + c] = Math.round(Math.min(255, Math.max(0, lively * 251 + 3 + grain)));
    });
  }
  return result;
}

/** An S-shaped curve that keeps black and rolls off towards white. */
function contrast(value: number): number {
  const light = Math.min(1, value);
  const curved = light * light * (3 - 2 * light);
  return 0.72 * light + 0.28 * curved;
}
