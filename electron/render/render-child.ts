import { toWireError } from '../../shared/errors.ts';
import { openChildPort } from '../pipeline/child-port.ts';
import { inspectDesign } from './draw/design-file.ts';
import { drawJob } from './draw/draw-job.ts';
import { drawSinglePicture } from './draw/draw-single-picture.ts';
import { createPictures } from './draw/pictures.ts';
import type { RenderMessage, RenderReply } from './render-protocol.ts';

/**
 * The process that draws pictures: a native crash or a picture that takes forever ends it, not the program. It works
 * off one request after the other, and touches neither the network nor the database.
 */
const port = openChildPort();
const pictures = createPictures();
let last: Promise<unknown> = Promise.resolve();

port.onMessage((message) => {
  const request = message as RenderMessage;
  const { id } = request;
  last = last
    .then(() => work(request))
    .then(
      (value): RenderReply => ({ id, value }),
      (error): RenderReply => {
        // The causes stay here: what crosses is a code and a sentence.
        const reported = toWireError(error);
        if (reported.code === 'internal') console.error(error);
        return { id, error: reported };
      },
    )
    .then(port.send);
});

async function work(request: RenderMessage): Promise<unknown> {
  switch (request.kind) {
    case 'draw':
      return drawJob(request.input, pictures);
    case 'drawPicture':
      return drawSinglePicture(request.input, pictures);
    case 'inspectDesign':
      return inspectDesign(request.input);
    case 'merge': {
      // Its library takes longer to load than most pictures to draw, and is seldom needed.
      const { mergePages } = await import('./draw/merge.ts');
      return mergePages(request.input);
    }
  }
}
