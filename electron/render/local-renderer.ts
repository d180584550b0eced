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
      const { source, name, layers } = prepared.template;
      if (source === 'templated' && layers.length === 0) {
        const message = `The layers of "${name}" are not known here. Open the template once while Templated can be reached.`;
        throw new AppError('template.invalid', message);
      }
      const drawn = await process.ask('draw', drawJobOf(prepared, outPath), options);
      return { ...drawn, warnings: [...new Set([...prepared.warnings, ...drawn.warnings])] };
    },
  };
}
