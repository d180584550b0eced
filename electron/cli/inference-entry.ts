import path from 'node:path';

/** The inference child, run as it is by Node's type stripping, like the command line itself. */
export const inferenceEntry = path.join(import.meta.dirname, '..', 'pipeline', 'inference-child.ts');
