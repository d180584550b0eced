import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { AppError } from '../../../shared/errors.ts';
import type { DrawJob, Drawn } from '../render-protocol.ts';
import { drawLayer } from './draw-layer.ts';
import { encodeCanvas, freeCanvas, writeWhole } from './encode.ts';
import { beginPage, createPdf } from './pdf.ts';
import type { Pictures } from './pictures.ts';

/** Four bytes each, and as many again while they are encoded. */
const maxMegapixels = 100;
/** Pictures in a PDF have this many pixels per pixel of the template: 192 per inch. */
const pdfDensity = 2;

/** Draws pages into one file, which appears whole or not at all. Throws AppError. */
export async function drawJob(job: DrawJob, pictures: Pictures): Promise<Drawn> {
  const width = Math.max(1, Math.round(job.width * job.scale));
  const height = Math.max(1, Math.round(job.height * job.scale));
  const warnings = new Set<string>();
  const bytes = await (job.format === 'pdf' ? drawPdf : drawPicture)(job, {
    width,
    height,
    pictures,
    warnings,
  });
  await writeWhole(job.outPath, bytes);
  return { width, height, pages: job.pages.length, bytes: bytes.length, warnings: [...warnings] };
}

interface Drawing {
  width: number;
  height: number;
  pictures: Pictures;
  warnings: Set<string>;
}

async function drawPicture(job: DrawJob, drawing: Drawing): Promise<Buffer> {
  const [page] = job.pages;
  const { format } = job;
  if (page === undefined || job.pages.length > 1 || format === 'pdf') {
    throw new AppError(
      'render.failed',
      'Only a PDF has several pages. Choose PDF, or draw the pages one by one.',
    );
  }
  const { width, height } = drawing;
  if (width * height > maxMegapixels * 1e6) {
    const message = `The picture would be ${width} × ${height} pixels. Choose a smaller scale, or a template of at most ${maxMegapixels} megapixels.`;
    throw new AppError('template.invalid', message);
  }
  const canvas = createCanvas(width, height);
  try {
    const context = canvas.getContext('2d');
    if (format === 'jpeg') fillPage(context, { ...drawing, colour: 'white' });
    context.scale(width / job.width, height / job.height);
    await drawPage(context, { job, page, drawing, density: job.scale });
    return await encodeCanvas(canvas, format);
  } finally {
    freeCanvas(canvas);
  }
}

async function drawPdf(job: DrawJob, drawing: Drawing): Promise<Buffer> {
  const document = createPdf();
  for (const page of job.pages) {
    const context = beginPage(document, drawing.width, drawing.height);
    context.scale(drawing.width / job.width, drawing.height / job.height);
    await drawPage(context, { job, page, drawing, density: job.scale * pdfDensity });
    document.endPage();
  }
  return document.close();
}

async function drawPage(
  context: SKRSContext2D,
  {
    job,
    page,
    drawing: { pictures, warnings },
    density,
  }: { job: DrawJob; page: DrawJob['pages'][number]; drawing: Drawing; density: number },
): Promise<void> {
  const { width, height, background, assets } = job;
  fillPage(context, { width, height, colour: background });
  for (const { layer, subject } of page.layers) {
    const drawn = job.subjects[subject];
    if (drawn === undefined)
      throw new AppError('internal', `Layer ${layer.layer} has no subject ${subject}.`);
    const warn = (sentence: string) => void warnings.add(sentence);
    try {
      await drawLayer(context, layer, { subject: drawn, assets, pictures, density, warn });
    } finally {
      pictures.trim();
    }
  }
}

function fillPage(
  context: SKRSContext2D,
  { width, height, colour }: { width: number; height: number; colour: string },
): void {
  if (colour === 'transparent') return;
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
}
