import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = path.join(import.meta.dirname, '..');

/**
 * Three bundles: main with the inference and the render child beside it, the preload script, and the page, which the
 * web host shows too. Packages stay outside main's bundle (electron-vite's default), native ones among them.
 */
export default defineConfig({
  main: {
    build: {
      outDir: path.join(root, 'out/main'),
      rolldownOptions: {
        input: {
          main: path.join(root, 'electron/main.ts'),
          'inference-child': path.join(root, 'electron/pipeline/inference-child.ts'),
          'render-child': path.join(root, 'electron/render/render-child.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: path.join(root, 'out/preload'),
      rolldownOptions: {
        input: path.join(root, 'electron/desktop/preload.ts'),
        // A sandboxed preload script must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: 'preload.cjs' },
      },
    },
  },
  renderer: {
    root: path.join(root, 'renderer'),
    plugins: [react()],
    build: {
      outDir: path.join(root, 'out/renderer'),
      emptyOutDir: true,
      // The page is read from this machine's disk: one larger file is no slower.
      chunkSizeWarningLimit: 4_000,
      minify: true,
      // Small files would become data: URLs otherwise, and the policy lets no script or style come from one.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: path.join(root, 'renderer/index.html'),
        // Reads of the 6,000 icons only those in use: 3 seconds instead of 8.
        experimental: { lazyBarrel: true },
      },
    },
  },
});
