import { AppError, toWireError, type WireError } from '../../shared/errors.ts';
import type { Mapping } from '../../shared/mapping.ts';
import type { TemplateSummary } from '../../shared/template.ts';
import type { ListedTemplate, TemplateStore } from '../store/template-store.ts';
import type { TemplatedClient } from './templated/client.ts';
import type { ReadTemplate } from './templated/wire.ts';

/** What of the client a gallery needs. */
export type TemplatesOfTemplated = Pick<
  TemplatedClient,
  'list' | 'get' | 'create' | 'update' | 'clone' | 'remove' | 'download'
>;

export interface RemoteTemplateParts {
  /** Null while there is no key. */
  templated(): TemplatesOfTemplated | null;
  templates: TemplateStore;
  /** Milliseconds that only grow. */
  monotonic(): number;
}

/** Templated's templates as they are kept here: asked for when that is due, else as they were read before. */
export interface RemoteTemplates {
  /** Asks for the list unless it was asked for lately. Never throws: what went wrong is the answer. */
  refresh(): Promise<WireError | null>;
  /** Whether the list is whole: there is no account, or it was read. */
  isListed(): boolean;
  /** Reads one with its layers unless it was read lately; without an answer, what is kept. Throws without either. */
  read(id: string): Promise<void>;
  /** Keeps what a call of the client answered. */
  keep(read: ReadTemplate, mapping?: Mapping | null): Promise<void>;
  /** Deletes it there; one that is gone already is no error. */
  remove(id: string): Promise<void>;
  /** Asks for everything again when it is next looked at: there is another key, or another server. */
  forget(): void;
  /** The client; throws templated.notConfigured without a key. */
  client(): TemplatesOfTemplated;
}

/** An answer is fresh for so long; after an error the next try waits a little too, for every tile asks. */
const [freshMs, retryAfterMs] = [60_000, 10_000];
/** A page with fewer than the service gives by itself is the last, whatever it makes of the number asked for. */
const [perPage, fewestPerPage] = [100, 25];
/** 5,000 templates; a server that repeats its pages for ever must end too. */
const mostPages = 50;

export function createRemoteTemplates({
  templated,
  templates,
  monotonic,
}: RemoteTemplateParts): RemoteTemplates {
  let asking: Promise<WireError | null> | null = null;
  let answered: { problem: WireError | null; until: number } | null = null;
  /** Counts what was changed here meanwhile: an answer from before it says nothing of after. */
  let changes = 0;
  const reading = new Map<string, Promise<void>>();
  const readUntil = new Map<string, number>();

  function client(): TemplatesOfTemplated {
    const known = templated();
    if (known !== null) return known;
    const message = 'There is no key for Templated. Put it into the settings, or into TEMPLATED_API_KEY.';
    throw new AppError('templated.notConfigured', message);
  }

  /** Again where something was changed meanwhile: by another key, or by the operator. */
  async function askForList(): Promise<WireError | null> {
    const before = changes;
    const problem = await takeOverList(() => changes === before);
    return changes === before ? problem : await askForList();
  }

  async function takeOverList(isCurrent: () => boolean): Promise<WireError | null> {
    try {
      const { listed, skipped } = await readPages(client());
      if (isCurrent()) await templates.replaceListed(listed);
      return skipped.length === 0 ? null : { code: 'templated.badAnswer', message: sentenceFor(skipped) };
    } catch (error) {
      return toWireError(error);
    }
  }

  async function save({ template, ...extras }: ReadTemplate, mapping: Mapping | null): Promise<void> {
    await templates.save(template, { ...extras, mapping });
    // Some answers leave the layers out: those are to be asked for.
    if (template.layers.length > 0) readUntil.set(template.id, monotonic() + freshMs);
  }

  /** Again as above. */
  async function readNow(id: string): Promise<void> {
    const before = changes;
    try {
      const read = await client().get(id);
      if (changes === before) return await save(read, null);
    } catch (error) {
      if (changes === before) return keepWhatIsKnown(id, error);
    }
    await readNow(id);
  }

  function keepWhatIsKnown(id: string, error: unknown): void {
    // One that was deleted there is not drawn from memory.
    if (isGone(error) || !templates.find(id)?.template) throw error;
    readUntil.set(id, monotonic() + retryAfterMs);
  }

  return {
    async refresh() {
      if (templated() === null) return await askForList();
      if (answered !== null && monotonic() < answered.until) return answered.problem;
      asking ??= askForList().finally(() => {
        asking = null;
      });
      const problem = await asking;
      answered = { problem, until: monotonic() + (problem === null ? freshMs : retryAfterMs) };
      return problem;
    },
    isListed: () => templated() === null || answered?.problem === null,
    async read(id) {
      const kept = templates.find(id);
      const isCurrent = kept?.template?.updatedAt === kept?.summary.updatedAt;
      if (kept?.template && isCurrent && monotonic() < (readUntil.get(id) ?? 0)) return;
      const begun = reading.get(id) ?? readNow(id).finally(() => reading.delete(id));
      reading.set(id, begun);
      await begun;
    },
    async keep(read, mapping = null) {
      changes += 1;
      await save(read, mapping);
    },
    client,
    forget() {
      changes += 1;
      answered = null;
      readUntil.clear();
    },
    async remove(id) {
      try {
        await client().remove(id);
      } catch (error) {
        if (!isGone(error)) throw error;
      } finally {
        changes += 1;
      }
    },
  };
}

function isGone(error: unknown): boolean {
  return error instanceof AppError && error.code === 'template.unknown';
}

async function readPages(
  client: TemplatesOfTemplated,
): Promise<{ listed: ListedTemplate[]; skipped: string[] }> {
  const listed = new Map<string, ListedTemplate>();
  const skipped: string[] = [];
  for (let page = 0; page < mostPages; page++) {
    const before = listed.size;
    const { templates, skipped: left } = await client.list({ page, limit: perPage });
    for (const read of templates) listed.set(read.template.id, listedOf(read));
    skipped.push(...left);
    const isLast = templates.length + left.length < fewestPerPage;
    if (isLast || listed.size === before) break;
  }
  return { listed: [...listed.values()], skipped };
}

function listedOf({ template, thumbnailUrl, layerCount }: ReadTemplate): ListedTemplate {
  const { layers: _, ...rest } = template;
  const summary: TemplateSummary = { ...rest, layers: layerCount };
  return { summary, thumbnailUrl };
}

function sentenceFor(skipped: readonly string[]): string {
  const [first = ''] = skipped;
  return skipped.length === 1 ? first : `${skipped.length} templates of Templated are left out. ${first}`;
}
