import type { Analysis } from '../../shared/analysis.ts';
import type { WireError } from '../../shared/errors.ts';
import type { DesignPlacement } from '../../shared/mapping.ts';
import type { Design } from '../../shared/render.ts';
import type { Layer, Picture, RenderFormat } from '../../shared/template.ts';

/** What the parent can ask of the render child. Plain data: pixels never cross, paths and numbers do. */
export interface RenderRequests {
  /** Draws pages into one file; of the formats only PDF takes several. The file appears whole or not at all. */
  draw: { input: DrawJob; output: Drawn };
  /** One picture as an image layer would show it, as JPEG or PNG of at most so many bytes: to be handed to others. */
  drawPicture: { input: DrawPictureJob; output: Drawn & { mediaType: 'image/jpeg' | 'image/png' } };
  /** What a file is that somebody wants to lay onto mugs. Throws `design.*`. */
  inspectDesign: { input: { path: string }; output: Pick<Design, 'format' | 'width' | 'height'> };
  /** Pictures and PDFs drawn before, each a page, as one PDF. */
  merge: { input: { paths: string[]; outPath: string }; output: Drawn };
}

export type RenderKind = keyof RenderRequests;

/** A photo with what a picture can show of it. */
export interface Subject {
  photoPath: string;
  analysis: Analysis;
  /** Index of the mug in the analysis' detections; null without a mug. */
  detection: number | null;
  design: { path: string; format: Design['format'] } | null;
  /** By hand; null: estimated from the mug's pose. */
  designPlacement: DesignPlacement | null;
}

/** Layers as they are to be drawn: overrides are applied. */
export interface DrawnLayer {
  layer: Layer;
  /** Index into the subjects. */
  subject: number;
}

export interface DrawJob {
  /** Of the template; the file has this times `scale`. */
  width: number;
  height: number;
  scale: number;
  background: string;
  format: RenderFormat;
  pages: { layers: DrawnLayer[] }[];
  subjects: Subject[];
  /** Designs that layers name, by id. */
  assets: Record<string, { path: string; format: Design['format'] }>;
  outPath: string;
}

export interface DrawPictureJob {
  picture: Picture;
  subject: Subject;
  assets: DrawJob['assets'];
  maxSide: number;
  maxBytes: number;
  outPath: string;
}

export interface Drawn {
  width: number;
  height: number;
  pages: number;
  bytes: number;
  /** What was left out or replaced, in sentences. */
  warnings: string[];
}

export type RenderMessage = {
  [K in RenderKind]: { id: number; kind: K; input: RenderRequests[K]['input'] };
}[RenderKind];

/** From the child: exactly one for each request. */
export type RenderReply = { id: number; value: unknown } | { id: number; error: WireError };

/** The parent's side (render-process.ts): one child, started when first needed, restarted when it dies. */
export interface RenderProcess {
  /**
   * `urgent` goes before everything that waits: what somebody looks at. Throws AppError render.*, photo.*, design.*,
   * font.missing, storage.* or cancelled.
   */
  ask<K extends RenderKind>(
    kind: K,
    input: RenderRequests[K]['input'],
    options?: { urgent?: boolean; signal?: AbortSignal },
  ): Promise<RenderRequests[K]['output']>;
  stop(): Promise<void>;
}
