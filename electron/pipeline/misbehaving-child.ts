import type { ReplyMessage, RequestMessage } from './inference-protocol.ts';

/**
 * Stands in for inference-child.ts in tests: speaks its protocol and fails as the paths tell it. The file name
 * of the detector decides how it loads, that of a photo how it is looked at.
 */
const send = (reply: ReplyMessage) => process.send?.(reply);
const provider = { requested: 'auto', used: 'cpu', reason: null };

process.on('message', (message: RequestMessage) => {
  const { id } = message;
  if (message.kind === 'load') {
    if (message.input.detector.path === 'dies') process.exit(3);
    if (message.input.detector.path === 'damaged') {
      return send({ id, error: { code: 'model.damaged', message: 'The model is damaged.' } });
    }
    return send({ id, value: provider });
  }
  if (message.kind === 'use') {
    if (message.input.model.path === 'damaged') {
      return send({ id, error: { code: 'model.damaged', message: 'The model is damaged.' } });
    }
    return send({ id, value: null });
  }
  if (message.kind === 'drawPicture') return send({ id, value: { width: 1, height: 1 } });
  if (message.kind !== 'analyze') return send({ id, value: null });
  switch (message.input.path) {
    case 'dies':
      return process.kill(process.pid, 'SIGKILL');
    case 'hangs':
      for (;;);
    case 'is damaged':
      return send({ id, error: { code: 'photo.damaged', message: 'The photo is damaged.' } });
    case 'is silent':
      return;
    default:
      // Its process id is the answer's width, which tells the test whether it was started again.
      return send({ id, value: { width: process.pid, height: 1, detections: [], timingsMs: {} } });
  }
});
