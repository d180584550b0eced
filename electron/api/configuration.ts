import type { ConfigurationFile } from '../integrations/configuration-file.ts';
import type { ExportStore } from '../store/export-store.ts';
import type { HandlersOf } from './dispatch.ts';

export interface ConfigurationParts {
  configuration: ConfigurationFile;
  exports: Pick<ExportStore, 'add'>;
  /** Channels may have come, gone or changed. */
  channelsChanged(): void;
  now?: () => number;
}

/** Answers `configuration.*`. */
export function configurationHandlers({
  configuration,
  exports,
  channelsChanged,
  now = Date.now,
}: ConfigurationParts): HandlersOf<'configuration'> {
  return {
    'configuration.export': () =>
      exports.add({
        name: `h200-configuration-${new Date(now()).toISOString().slice(0, 10)}.json`,
        mediaType: 'application/json',
        content: configuration.exported(),
      }),
    'configuration.import': ({ bytes }) => {
      const imported = configuration.import(bytes);
      channelsChanged();
      return imported;
    },
  };
}
