import type { AreaStore } from '../rules/area-store.ts';
import type { HandlersOf } from './dispatch.ts';

export interface AreaParts {
  areas: AreaStore;
  /** Names of the rules that speak of the area with this name. */
  rulesAbout(name: string): string[];
  changed(): void;
}

/** Answers `areas.*`. */
export function areaHandlers({ areas, rulesAbout, changed }: AreaParts): HandlersOf<'areas'> {
  return {
    'areas.list': () => ({ areas: areas.list() }),
    'areas.save': async (draft) => {
      const area = await areas.save(draft);
      changed();
      return area;
    },
    'areas.remove': async ({ id }) => {
      const name = areas.list().find((area) => area.id === id)?.name ?? '';
      await areas.remove(id);
      changed();
      return { usedBy: rulesAbout(name) };
    },
  };
}
