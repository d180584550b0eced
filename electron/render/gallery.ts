import type { CallOutput, CallParsedInput } from '../../shared/contract.ts';
import { AppError, type WireError } from '../../shared/errors.ts';
import type { Mapping } from '../../shared/mapping.ts';
import { checkLayers } from '../../shared/rendering/apply-mapping.ts';
import type { Template, TemplateSummary } from '../../shared/template.ts';
import { newId } from '../delivery/new-id.ts';
import type { MappingStore } from '../store/mapping-store.ts';
import type { TemplateStore } from '../store/template-store.ts';
import type { BuiltIn } from './built-in/index.ts';
import { listGallery } from './gallery-list.ts';
import { ownMapping } from './own-mapping.ts';
import { createRemoteTemplates, type RemoteTemplateParts, type RemoteTemplates } from './remote-templates.ts';
import { type CheckParts, checkMapping, checkTemplate } from './template-check.ts';
import { createTemplateThumbnails, type Thumbnail, type ThumbnailParts } from './template-thumbnails.ts';
import type { ReadTemplate } from './templated/wire.ts';

export interface GalleryParts extends ThumbnailParts, RemoteTemplateParts {
  builtIn: readonly BuiltIn[];
  templates: TemplateStore;
  mappings: MappingStore;
  designs: ThumbnailParts['designs'] & CheckParts['designs'];
  /** Templates or mappings were added, edited or removed. */
  changed(): void;
  /** Milliseconds since 1970. */
  now(): number;
}

/** A template with all that drawing it takes. */
export interface GalleryTemplate {
  template: Template;
  /** The one kept for it, else its own. */
  mapping: Mapping;
  mappingEdited: boolean;
  /** False: only Templated can draw it, as it did not say where the layers are. */
  drawable: boolean;
  /** What this machine leaves out of it, in sentences. */
  warnings: string[];
}

/** The templates of both sources as one. */
export interface Gallery {
  list(query: CallParsedInput<'templates.list'>): Promise<CallOutput<'templates.list'>>;
  /** Throws AppError template.unknown; for one of Templated's that was never read, what keeps it from being asked. */
  get(id: string): Promise<GalleryTemplate>;
  /** Names of all templates; empty while those of Templated were not read. */
  names(): string[];
  /** Whether there is a template with this id or name, or there may be one that was not read. */
  mayHave(idOrName: string): boolean;
  /** The id of the template with this id or name, in whatever case; null when there is none. */
  idOf(idOrName: string): Promise<string | null>;
  /** Throws AppError template.invalid, templated.* */
  create(input: CallParsedInput<'templates.create'>): Promise<Template>;
  /** Throws AppError template.locked, template.unknown, template.invalid, templated.* */
  update(input: CallParsedInput<'templates.update'>): Promise<Template>;
  clone(id: string, name?: string): Promise<Template>;
  remove(id: string): Promise<void>;
  /** Throws AppError layer.unknown, template.* */
  saveMapping(mapping: Mapping): Promise<Mapping>;
  /** Gives the template's own. */
  resetMapping(templateId: string): Promise<Mapping>;
  /** Throws AppError template.unknown, render.* */
  thumbnail(id: string): Promise<Thumbnail>;
  /** These were written by somebody else: what was derived from how they were before is made anew. */
  written(ids: readonly string[]): Promise<void>;
  /** There is another key for Templated, or another server: it is asked again at once. */
  accountChanged(): void;
}

/** The gallery over what comes with the program, what the operator made, and the account at Templated. */
export function createGallery(parts: GalleryParts): Gallery {
  const { builtIn, templates, mappings, changed, now } = parts;
  const remote: RemoteTemplates = createRemoteTemplates(parts);
  const thumbnails = createTemplateThumbnails(parts);
  const shipped = new Map(builtIn.map((one) => [one.template.id, one]));

  /** What is known without asking anybody. */
  function find(id: string): Omit<GalleryTemplate, 'mappingEdited'> | null {
    const own = shipped.get(id);
    if (own !== undefined) return { ...own, drawable: true, warnings: [] };
    const kept = templates.find(id);
    if (kept === null || kept.template === null) return null;
    const { template, mapping, drawable, warnings } = kept;
    return { template, mapping: mapping ?? ownMapping(template), drawable, warnings };
  }

  async function get(id: string): Promise<GalleryTemplate> {
    if (isRemote(id)) await remote.read(id);
    const found = find(id);
    if (found === null) throw unknown(id);
    const edited = mappings.find(id);
    return { ...found, mapping: edited ?? found.mapping, mappingEdited: edited !== null };
  }

  async function changeable(id: string): Promise<Template> {
    if (shipped.has(id)) throw locked(shipped.get(id)?.template.name ?? id);
    return (await get(id)).template;
  }

  /** Everything that was derived from how it was before. */
  async function changedTemplate(id: string): Promise<void> {
    await thumbnails.forget(id);
    changed();
  }

  async function keepOwn(
    draft: Omit<Template, 'id' | 'updatedAt'>,
    mapping: Mapping | null,
    before?: Template,
  ) {
    const id = before?.id ?? `own:${newId(now())}`;
    // Pictures are told apart by this time: two changes never share it.
    const at = Math.max(now(), before === undefined ? 0 : Date.parse(before.updatedAt) + 1);
    const template = checkTemplate({ ...draft, id, updatedAt: new Date(at).toISOString() }, parts);
    const own = mapping === null ? null : checkedMapping(template, { ...mapping, templateId: id });
    await templates.save(template, { mapping: own });
    await changedTemplate(id);
    return template;
  }

  async function keepRemote(made: ReadTemplate, mapping: Mapping | null = null): Promise<Template> {
    const { id } = made.template;
    await remote.keep(made, mapping === null ? null : { ...mapping, templateId: id });
    await changedTemplate(id);
    return (await get(id)).template;
  }

  async function drawThumbnail(id: string): Promise<Thumbnail> {
    const { template, mapping, drawable } = await get(id);
    if (drawable) return await thumbnails.draw(template, mapping);
    throw new AppError('notFound', `There is no picture of the template “${template.name}”.`);
  }

  function checkedMapping(template: Template, mapping: Mapping): Mapping {
    checkLayers(template, mapping);
    checkMapping(mapping, template.name, parts);
    return mapping;
  }

  const summaries = () => [...builtIn.map(({ template }) => summaryOf(template)), ...templates.list()];

  function lookUp(idOrName: string): string | null {
    const wanted = idOrName.trim().toLowerCase();
    const all = summaries();
    const found =
      all.find(({ id }) => id === idOrName) ?? all.find(({ name }) => name.toLowerCase() === wanted);
    return found?.id ?? null;
  }

  return {
    async list(query) {
      const problem = query.source === 'local' ? null : await remote.refresh();
      const all = summaries();
      return { ...listGallery(all, query), problem: shownProblem(problem, query.source, all) };
    },
    get,
    mayHave: (idOrName) => !remote.isListed() || lookUp(idOrName) !== null,
    names: () => (remote.isListed() ? summaries().map(({ name }) => name) : []),
    async idOf(idOrName) {
      await remote.refresh();
      return lookUp(idOrName);
    },
    async create({ mapping = null, ...input }) {
      const own = mapping === null ? null : { ...mapping, templateId: 'unset' };
      if (input.source === 'local') return await keepOwn({ ...input, builtIn: false }, own);
      const draft = checkTemplate({ ...input, builtIn: false, ...placeholderOf(now()) }, parts);
      if (own !== null) checkedMapping(draft, own);
      return await keepRemote(await remote.client().create(wholeOf(draft)), own);
    },
    async update({ id, ...patch }) {
      const before = await changeable(id);
      const draft = { ...before, ...definedOf(patch) };
      if (before.source === 'local') return await keepOwn(draft, null, before);
      checkTemplate(draft, parts);
      return await keepRemote(await remote.client().update(id, fieldsOf(patch)));
    },
    async clone(id, name) {
      const { template, mapping } = await get(id);
      const called = name ?? `Copy of ${template.name}`.slice(0, 200);
      if (template.source === 'local') {
        return await keepOwn({ ...template, builtIn: false, name: called }, mapping);
      }
      return await keepRemote(await remote.client().clone(id, called), mapping);
    },
    async remove(id) {
      if (shipped.has(id)) throw locked(shipped.get(id)?.template.name ?? id);
      if (isRemote(id)) await remote.remove(id);
      const wasThere = await templates.remove(id);
      if (!wasThere && !isRemote(id)) throw unknown(id);
      await changedTemplate(id);
    },
    async saveMapping(mapping) {
      const { template } = await get(mapping.templateId);
      await mappings.save(checkedMapping(template, mapping));
      await changedTemplate(template.id);
      return mapping;
    },
    async resetMapping(templateId) {
      await mappings.remove(templateId);
      await changedTemplate(templateId);
      return (await get(templateId)).mapping;
    },
    async written(ids) {
      for (const id of ids) await thumbnails.forget(id);
      changed();
    },
    accountChanged: remote.forget,
    async thumbnail(id) {
      const kept = templates.find(id);
      if (kept === null || kept.thumbnailUrl === null) return await drawThumbnail(id);
      try {
        return await thumbnails.fetch(id, kept.summary.updatedAt, kept.thumbnailUrl, remote.client);
      } catch (error) {
        return await drawThumbnail(id).catch(() => Promise.reject(error));
      }
    },
  };
}

/** Ids of ours have a prefix that Templated's never have (templated/wire.ts refuses them). */
function isRemote(id: string): boolean {
  return !/^(local|own):/.test(id);
}

function summaryOf({ layers, ...rest }: Template): TemplateSummary {
  return { ...rest, layers: layers.length };
}

/** Nobody who has no key is told of it, unless Templated's templates are what is looked for. */
function shownProblem(
  problem: WireError | null,
  source: CallParsedInput<'templates.list'>['source'],
  all: readonly TemplateSummary[],
): WireError | null {
  if (problem?.code !== 'templated.notConfigured' || source === 'templated') return problem;
  return all.some((one) => one.source === 'templated') ? problem : null;
}

/** What a template has that Templated gives it; for the check beforehand. */
function placeholderOf(now: number): Pick<Template, 'id' | 'updatedAt'> {
  return { id: 'unset', updatedAt: new Date(now).toISOString() };
}

/** What Templated keeps of a template. */
function wholeOf({ name, description, width, height, background, layers }: Template) {
  return { name, description, width, height, background, layers };
}

/** What Templated keeps of a template, of the fields given. */
function fieldsOf(given: { [K in keyof Template]?: Template[K] | undefined }) {
  const { name, description, width, height, background, layers } = given;
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(background !== undefined && { background }),
    ...(layers !== undefined && { layers }),
  };
}

function definedOf(patch: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

function unknown(id: string): AppError {
  return new AppError('template.unknown', `There is no template ${id}. Choose another in the gallery.`);
}

function locked(name: string): AppError {
  const message = `The template “${name}” comes with the program and cannot be changed. Clone it, and change the copy.`;
  return new AppError('template.locked', message);
}
