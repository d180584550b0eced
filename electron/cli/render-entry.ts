import path from 'node:path';

/** The render child, run as it is by Node's type stripping, like the command line itself. */
export const renderEntry = path.join(import.meta.dirname, '..', 'render', 'render-child.ts');
