import type { Analysis, Detection, Provider } from '../../shared/analysis.ts';
import type { WireError } from '../../shared/errors.ts';
import type { Model } from '../../shared/models.ts';
import type { Finding } from '../../shared/rules/verdict.ts';
import type { InferenceSettings } from '../../shared/settings.ts';
import type { ModelDescription } from './model-layout.ts';

/** A detector with the place of its file. */
export type LoadedModel = Model & { path: string };

/** What the parent can ask of the inference child. Plain data: pixels never cross, paths and numbers do. */
export interface Requests {
  /** First of all: opens the models and warms them; everything else waits for its answer. */
  load: {
    input: {
      detector: LoadedModel;
      poseModel: { path: string; sha256: string };
      headPath: string;
      settings: Pick<InferenceSettings, 'provider' | 'intraOpThreads'>;
    };
    output: Provider;
  };
  analyze: { input: AnalyzeInput; output: AnalyzeOutput };
  /** Detects with this model from now on. */
  use: { input: { model: LoadedModel }; output: null };
  inspect: { input: { path: string }; output: ModelDescription };
  /** What this model finds in a photo, without putting it to use. */
  tryModel: { input: { model: LoadedModel; photoPath: string }; output: Detection[] };
  drawPicture: { input: DrawPictureInput; output: { width: number; height: number } };
  drawOverlay: { input: OverlayJob; output: null };
}

export type RequestKind = keyof Requests;

export interface OverlayJob {
  path: string;
  analysis: Analysis;
  /** What rules found, to be drawn too. */
  findings?: readonly Finding[] | undefined;
  outPath: string;
}

export interface AnalyzeInput {
  path: string;
  /** Detections scoring at least this are given. */
  floor: number;
  /** Mugs scoring at least this get a pose. */
  poseFloor: number;
  maxMegapixels: number;
}

export interface AnalyzeOutput {
  width: number;
  height: number;
  detections: Detection[];
  /** `decode` runs while the photo before is looked at: the three don't add up to the time between photos. */
  timingsMs: { decode: number; detect: number; pose: number };
}

export interface DrawPictureInput {
  path: string;
  /** The longer side is reduced to this; null keeps the size. */
  maxSide: number | null;
  format: 'jpeg' | 'png';
  outPath: string;
}

export type Request = { [K in RequestKind]: { kind: K; input: Requests[K]['input'] } }[RequestKind];

/** From the parent. */
export type RequestMessage = Request & { id: number };

/** From the child: exactly one for each request. */
export type ReplyMessage = { id: number; value: unknown } | { id: number; error: WireError };

/** The two lines that the child works off side by side, each in order. Drawing never waits behind photos. */
export function lineOf(kind: RequestKind): 'photos' | 'errands' {
  return kind === 'inspect' || kind === 'drawPicture' || kind === 'drawOverlay' ? 'errands' : 'photos';
}
