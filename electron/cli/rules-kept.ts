import { exitStatus } from './exit-status.ts';
import { readExport, saveExport } from './exported-file.ts';
import { paintForTerminal } from './report.ts';
import { readWith } from './rules-check.ts';
import { tableOf } from './table.ts';
import { withCore } from './with-core.ts';

interface KeptOptions {
  dataFolder?: string;
  json?: true;
}

/** The command `rules list`. */
export function listRules(options: KeptOptions): Promise<number> {
  return withCore(options, async (core) => {
    const { rules } = await core.call('rules.list', {});
    const readings = await Promise.all(rules.map(({ text }) => readWith(core, text)));
    const read = rules.map((rule, index) => ({ ...rule, problems: readings[index]?.problems ?? [] }));
    if (options.json) for (const rule of read) await core.write(`${JSON.stringify(rule)}\n`);
    else if (rules.length === 0) core.say('No rule is kept yet. The screen Rules has some to begin with.');
    else {
      const rows = rules.map(({ name, text, enabled, figures }) => [
        enabled ? 'on' : 'off',
        name,
        `${figures.passed}`,
        `${figures.failed}`,
        `${figures.unknown}`,
        text,
      ]);
      const headings = ['', 'rule', 'pass', 'fail', 'unknown', 'words'];
      await core.write(tableOf([headings, ...rows], paintForTerminal));
      for (const { name, problems } of read)
        for (const { level, message, text } of problems)
          if (level === 'error') core.say(`${name}: ${message} ${text}`);
    }
    return exitStatus.ok;
  });
}

/** The command `rules export`. Throws UsageError when the file cannot be written. */
export function exportRules(file: string, options: KeptOptions): Promise<number> {
  return withCore(options, async (core) => {
    await saveExport(core, await core.call('rules.export', {}), file);
    return exitStatus.ok;
  });
}

/** The command `rules import`. Throws UsageError when the file cannot be read. */
export function importRules(file: string, options: KeptOptions): Promise<number> {
  return withCore(options, async (core) => {
    const { added, replaced } = await core.call('rules.import', await readExport(file));
    core.say(`${added} added, ${replaced} replaced.`);
    return exitStatus.ok;
  });
}
