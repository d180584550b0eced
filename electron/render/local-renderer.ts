import { AppError } from '../../shared/errors.ts';
import { drawJobOf, type PreparedRender } from './prepare-render.ts';
import type { Drawn, RenderProcess } from './render-protocol.ts';

/** Draws on this machine. */
export interface LocalRenderer {
  /**
   * Writes the file, whole or not at all. Throws AppError render.*, photo.*, design.*, font.missing, template.invalid,
   * storage.* or cancelled.
   */
  draw(
    prepared: PreparedRender,
    outPath: string,
    options: { signal?: AbortSignal; urgent?: boolean },
  ): Promise<Drawn>;
}

/** Over the process that draws, which starts when it is first asked. */
export function createLocalRenderer(process: Pick<RenderProcess, 'ask'>): LocalRenderer {
  return {
    async draw(prepared, outPath, options) {
      if (!prepared.drawable) {
        const message = `Only Templated can draw “${prepared.template.name}”: it does not say where its layers are.`;
        throw new AppError('template.invalid', message);
      }
      const drawn = await process.ask('draw', drawJobOf(prepared, outPath), options);
      const warnings = [...prepared.warnings, ...prepared.leftOutHere, ...drawn.warnings];
      return { ...drawn, warnings: [...new Set(warnings)] };
    },
  };
}
