import { type Alerting, alertingSchema, type Route, type Targets } from '../../shared/alert.ts';
import { channelSchema } from '../../shared/channel.ts';
import type { ConfigurationChange, ConfigurationSectionName } from '../../shared/configuration.ts';
import { AppError } from '../../shared/errors.ts';
import { type AlertingStore, check } from '../alerts/alerting-store.ts';
import { type ConfigurationSection, changeOf, defineSection, type FileContent, invalid } from './section.ts';

export interface AlertingSectionParts {
  alerting: Pick<AlertingStore, 'get' | 'put'>;
  /** Ids of the channels that are here. */
  channelIds(): string[];
  changed(): void;
}

/** Routes, inhibitions and quiet hours, as the one document that they are: it takes the place of that here. */
export function alertingSection({
  alerting,
  channelIds,
  changed,
}: AlertingSectionParts): ConfigurationSection {
  return defineSection({
    key: 'alerting',
    schema: alertingSchema,
    exported: alerting.get,
    plan(after, file) {
      try {
        check(after);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        throw invalid(`alerting: ${error.message} Nothing was changed.`, error.fields);
      }
      const before = alerting.get();
      const missing = missingChannels(channelIds(), file);
      const of = (document: Alerting) => ({
        routes: flat(document.routes),
        inhibitions: document.inhibitions,
        quietHours: document.quietHours,
      });
      const [is, was] = [of(after), of(before)];
      const changes = [
        ...differences('routes', was.routes, is.routes, ({ to }) => missing(to)),
        ...differences('inhibitions', was.inhibitions, is.inhibitions, () => null),
        ...differences('quietHours', was.quietHours, is.quietHours, ({ channels }) => missing(channels)),
      ];
      return {
        changes,
        writeRows() {
          if (changes.some(({ change }) => change !== 'same')) alerting.put(after);
        },
        tell: changed,
      };
    },
  });
}

/** A sentence about channels that are neither here nor in the file, as those of the environment may be. */
export function missingChannels(here: readonly string[], { channels }: FileContent) {
  const inFile = channelSchema.pick({ id: true }).array().safeParse(channels).data ?? [];
  const known = new Set([...here, ...inFile.map(({ id }) => id)]);
  return (targets: Targets | null): string | null => {
    const gone = (targets?.channelIds ?? []).filter((id) => !known.has(id));
    if (gone.length === 0) return null;
    return `It names ${gone.map((id) => `"${id}"`).join(', ')}: there is no such channel here.`;
  };
}

/** Every route by itself: those below it are named, in their order. */
function flat({ routes, ...route }: Route): (Omit<Route, 'routes'> & { below: string[] })[] {
  return [{ ...route, below: routes.map(({ id }) => id) }, ...routes.flatMap(flat)];
}

function differences<Item extends { id: string; name: string }>(
  section: ConfigurationSectionName,
  before: readonly Item[],
  after: readonly Item[],
  remarkOf: (item: Item) => string | null,
): ConfigurationChange[] {
  const gone = before.filter(({ id }) => !after.some((item) => item.id === id));
  return [
    ...after.map((item) =>
      changeOf(section, item.name, {
        before: before.find(({ id }) => id === item.id),
        after: item,
        remark: remarkOf(item),
      }),
    ),
    ...gone.map(({ name }) => ({ section, name, change: 'removed' as const, remark: null })),
  ];
}
