import { type ConfigurationChange, configurationSections } from '../../../shared/configuration.ts';
import classes from './configuration-changes.module.css';

const words = {
  added: 'New',
  changed: 'Changed',
  removed: 'Removed',
  skipped: 'Left out',
  same: 'The same',
} as const;

/** What a file does, a thing a line under what it is one of; what stays as it is is not listed. */
export function ConfigurationChanges({ changes }: { changes: readonly ConfigurationChange[] }) {
  const listed = Map.groupBy(
    changes.filter(({ change }) => change !== 'same'),
    ({ section }) => section,
  );
  if (listed.size === 0) return null;
  return (
    <dl className={classes.list}>
      {[...listed].map(([section, entries]) => (
        <div key={section} className={classes.section}>
          <dt>{configurationSections[section]}</dt>
          {entries.map(({ name, change, remark }, index) => (
            // Names may come twice, and the list stays as it is.
            <dd key={index} className={classes.entry} data-change={change}>
              <span className={classes.change}>{words[change]}</span>
              <span className={classes.name}>
                {name}
                {remark !== null && <span className={classes.remark}>{remark}</span>}
              </span>
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

/** "2 new, 1 changed, 12 the same". */
export function changesText(changes: readonly ConfigurationChange[]): string {
  const counts = Map.groupBy(changes, ({ change }) => change);
  const parts = (Object.keys(words) as (keyof typeof words)[]).flatMap((change) => {
    const amount = counts.get(change)?.length ?? 0;
    return amount === 0 ? [] : [`${amount.toLocaleString('en')} ${words[change].toLowerCase()}`];
  });
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}
