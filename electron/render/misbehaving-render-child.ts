import type { RenderMessage, RenderReply } from './render-protocol.ts';

/** Stands in for render-child.ts in tests: speaks its protocol and fails as the path of a design tells it. */
const send = (reply: RenderReply) => process.send?.(reply);
const seen: string[] = [];

process.on('message', (message: RenderMessage) => {
  const { id } = message;
  const path = message.kind === 'inspectDesign' ? message.input.path : message.kind;
  seen.push(path);
  switch (path) {
    case 'dies':
      return process.exit(3);
    case 'is killed':
      return process.kill(process.pid, 'SIGKILL');
    case 'hangs':
      for (;;);
    case 'is silent':
      return;
    case 'is empty':
      return send({ id, error: { code: 'design.empty', message: 'The design is an empty file.' } });
    default:
      // Who answered, and what it was given before: that tells of restarts and of the order.
      return send({ id, value: { pid: process.pid, seen } });
  }
});
