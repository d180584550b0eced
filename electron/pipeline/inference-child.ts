import { setFlagsFromString } from 'node:v8';
import { AppError, toWireError } from '../../shared/errors.ts';
import { openChildPort } from './child-port.ts';
import { decodePhoto } from './decode.ts';
import { drawPicture } from './draw-picture.ts';
import {
  type AnalyzeInput,
  type AnalyzeOutput,
  lineOf,
  type Request,
  type RequestMessage,
} from './inference-protocol.ts';
import { inspectModel } from './open-models.ts';
import { drawOverlay } from './overlay.ts';
import { openVision, type Vision } from './vision.ts';

/**
 * The process that runs models and touches pixels. `InferenceSession.run` blocks the thread that calls it and a
 * native abort ends the whole process, so it is not the main one; several threads in it have crashed in the
 * past (microsoft/onnxruntime #20084), so there is one.
 */
const port = openChildPort();

// Every photo leaves some garbage; left alone, V8 lets the young heap grow to over 100 MB before it looks.
setFlagsFromString('--semi-space-growth-factor=1');

let vision: Vision | undefined;

/** Each line does one thing after the other; the two take turns whenever one waits for a file or the pool. */
const lastOf = { photos: Promise.resolve(), errands: Promise.resolve() };

port.onMessage((message) => {
  const { id, ...request } = message as RequestMessage;
  const work = begin(request);
  const line = lineOf(request.kind);
  lastOf[line] = lastOf[line].then(work).then(
    (value) => port.send({ id, value }),
    (error) => port.send({ id, error: reported(error) }),
  );
});

/** Starts what may overlap the work before it, and gives the rest of the work to be done in turn. */
function begin(request: Request): () => Promise<unknown> {
  switch (request.kind) {
    case 'load':
      return async () => {
        vision = await openVision(request.input);
        return vision.provider;
      };
    case 'analyze':
      return beginAnalysis(request.input);
    case 'use':
      return async () => {
        await loaded().use(request.input.model);
        return null;
      };
    case 'tryModel':
      return () => loaded().tryModel(request.input.model, request.input.photoPath);
    case 'inspect':
      return () => inspectModel(request.input.path);
    case 'drawPicture':
      return () => drawPicture(request.input);
    case 'drawOverlay':
      return async () => {
        await drawOverlay(request.input);
        return null;
      };
  }
}

/** Decoding starts now, in the thread pool, while this thread still runs the models over the photo before. */
function beginAnalysis({ path, maxMegapixels, ...floors }: AnalyzeInput): () => Promise<AnalyzeOutput> {
  const startedAt = performance.now();
  const decoding = decodePhoto(path, { maxMegapixels }).then((picture) => ({
    picture,
    decode: performance.now() - startedAt,
  }));
  // A failure is heard when its turn comes.
  decoding.catch(() => {});
  return async () => {
    const { picture, decode } = await decoding;
    try {
      const { width, height } = picture;
      const { detections, timingsMs } = await loaded().analyze(picture, floors);
      return { width, height, detections, timingsMs: { decode, ...timingsMs } };
    } finally {
      picture.release();
    }
  };
}

function loaded(): Vision {
  if (vision === undefined) throw new AppError('inference.unavailable', 'The models are not loaded.');
  return vision;
}

/** The causes stay here: what crosses is a code and a sentence. */
function reported(error: unknown) {
  if (!(error instanceof AppError) || error.code === 'internal') console.error(error);
  return toWireError(error);
}
