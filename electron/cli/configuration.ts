import { configurationSections } from '../../shared/configuration.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import { readExport, saveExport } from './exported-file.ts';
import { paintForTerminal } from './report.ts';
import { tableOf } from './table.ts';
import { withCore } from './with-core.ts';

/** The command `config export`. Throws UsageError when the file cannot be written. */
export function exportConfiguration(file: string, options: { dataFolder?: string }): Promise<number> {
  return withCore(options, async (core) => {
    await saveExport(core, await core.call('configuration.export', {}), file);
    return exitStatus.ok;
  });
}

/** The command `config import`. Throws UsageError when the file cannot be read. */
export function importConfiguration(
  file: string,
  { dryRun, json, ...options }: { dryRun?: true; json?: true; dataFolder?: string },
): Promise<number> {
  return withCore(options, async (core) => {
    // It has read its settings and channels, and would write these back.
    if (!dryRun && !core.app.delivers())
      throw new UsageError(
        'The program runs on this data folder. Import it in its Settings, or end it first.',
      );
    const call = dryRun ? 'configuration.preview' : 'configuration.import';
    const { changes } = await core.call(call, await readExport(file));
    if (json) for (const change of changes) await core.write(`${JSON.stringify(change)}\n`);
    else {
      const rows = changes
        .filter(({ change }) => change !== 'same')
        .map(({ section, name, change, remark }) => [
          change,
          configurationSections[section],
          name,
          remark ?? '',
        ]);
      const headings = ['', 'of', 'what', 'remark'];
      if (rows.length > 0) await core.write(tableOf([headings, ...rows], paintForTerminal));
    }
    const same = changes.filter(({ change }) => change === 'same').length;
    core.say(
      `${same} ${same === 1 ? 'thing is' : 'things are'} the same. ${dryRun ? 'Nothing was changed.' : ''}`.trim(),
    );
    return exitStatus.ok;
  });
}
