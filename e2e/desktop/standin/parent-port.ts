import { EventEmitter } from 'node:events';

/** Loaded first in a child of utilityProcess: `process.parentPort` instead of Node's own channel. */
const send = process.send?.bind(process);
const port = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown) => void send?.(message, undefined, undefined, () => {}),
  start() {},
});
process.on('message', (data) => port.emit('message', { data, ports: [] }));
process.on('disconnect', () => process.exit());
Object.defineProperty(process, 'parentPort', { value: port });
Object.defineProperty(process, 'type', { value: 'utility' });
Object.defineProperty(process, 'send', { value: undefined });
