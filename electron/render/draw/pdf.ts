import { PDFDocument, type SKRSContext2D } from '@napi-rs/canvas';

/**
 * A page is as large on paper as its pixels on a screen with 96 of them per inch; a point is a 72nd of an
 * inch.
 */
export const pointsPerPixel = 72 / 96;

/** An empty PDF; two that are drawn alike are equal to the byte. */
export function createPdf(): PDFDocument {
  const program = 'H200 Mug Positioning';
  return new PDFDocument({ creator: program, producer: program, encodingQuality: 90 });
}

/** Begins a page of this size in pixels, and gives what draws onto it in these pixels. */
export function beginPage(document: PDFDocument, width: number, height: number): SKRSContext2D {
  // The library's declaration names the browser's context; it is the library's own.
  const context = document.beginPage(
    width * pointsPerPixel,
    height * pointsPerPixel,
  ) as unknown as SKRSContext2D;
  context.scale(pointsPerPixel, pointsPerPixel);
  return context;
}
