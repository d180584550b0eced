import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Loaded before the program: `electron` means electron.ts, and the process says that it is Electron's main. */
const electronUrl = pathToFileURL(`${import.meta.dirname}/electron.ts`).href;
const names = new Set(['electron', 'electron/main', 'electron/index.js']);

Object.defineProperty(process.versions, 'electron', {
  value: process.env.STANDIN_ELECTRON_VERSION,
  enumerable: true,
});
Object.defineProperty(process, 'type', { value: 'browser' });

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (!names.has(specifier)) return nextResolve(specifier, context);
    return { url: electronUrl, format: 'module-typescript', shortCircuit: true };
  },
});
