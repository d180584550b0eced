import type { ConfigurationFile } from '../configuration/configuration-file.ts';
import type { ExportStore } from '../store/export-store.ts';
import type { HandlersOf } from './dispatch.ts';

export interface ConfigurationParts {
  configuration: ConfigurationFile;
  exports: Pick<ExportStore, 'add'>;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Answers `configuration.*`. */
export function configurationHandlers({
  configuration,
  exports,
  now,
}: ConfigurationParts): HandlersOf<'configuration'> {
  return {
    'configuration.export': () =>
      exports.add({
        name: `h200-configuration-${new Date(now()).toISOString().slice(0, 10)}.json`,
        mediaType: 'application/json',
        content: configuration.exported(),
      }),
    'configuration.preview': ({ bytes }) => configuration.preview(bytes),
    'configuration.import': ({ bytes }) => configuration.import(bytes),
  };
}
