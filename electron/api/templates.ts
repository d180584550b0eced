import type { Gallery } from '../render/gallery.ts';
import type { HandlersOf } from './dispatch.ts';

/** Answers `templates.*`. */
export function templateHandlers({ gallery }: { gallery: Gallery }): HandlersOf<'templates'> {
  return {
    'templates.list': gallery.list,
    'templates.get': async ({ id }) => {
      const { template, mapping, mappingEdited } = await gallery.get(id);
      return { template, mapping, mappingEdited };
    },
    'templates.create': gallery.create,
    'templates.update': gallery.update,
    'templates.clone': ({ id, name }) => gallery.clone(id, name),
    'templates.delete': async ({ id }) => {
      await gallery.remove(id);
      return { deleted: true };
    },
  };
}
