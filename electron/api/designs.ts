import { AppError } from '../../shared/errors.ts';
import type { DesignStore } from '../store/design-store.ts';
import type { HandlersOf } from './dispatch.ts';

export interface DesignParts {
  designs: Pick<DesignStore, 'add' | 'list' | 'remove'>;
  /** Designs were added or removed. */
  changed(): void;
}

/** Answers `designs.*`. */
export function designHandlers({ designs, changed }: DesignParts): HandlersOf<'designs'> {
  return {
    'designs.add': async (input) => {
      const added = await designs.add(input);
      changed();
      return added;
    },
    'designs.list': () => ({ designs: designs.list() }),
    'designs.remove': async ({ id }) => {
      if (!(await designs.remove(id))) throw new AppError('notFound', 'This design is not here any more.');
      changed();
      return { removed: true };
    },
  };
}
