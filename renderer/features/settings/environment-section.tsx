import { Skeleton, Text, VisuallyHidden } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useEnvironmentNames } from './environment-names.ts';
import classes from './environment-section.module.css';
import { SettingsSection } from './settings-section.tsx';

/** Which names of the environment are set, and by what; never their values. */
export function EnvironmentSection() {
  const names = useEnvironmentNames();
  return (
    <SettingsSection title="Environment">
      <Text c="dimmed">
        Names that are read when the program starts, from its environment or from a .env file in the working
        folder or the data folder. What they give wins over what is entered here and is shown locked.
      </Text>
      {names === null ? (
        <Skeleton height={200} />
      ) : 'reason' in names ? (
        <Text c="dimmed">{names.reason}</Text>
      ) : (
        <table className={classes.table}>
          <VisuallyHidden component="thead">
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Set by</th>
            </tr>
          </VisuallyHidden>
          <tbody>
            {names.map(({ name, source }) => (
              <tr key={name} data-set={source !== null}>
                <th scope="row">{name}</th>
                <td>
                  {source === null ? (
                    'Not set'
                  ) : (
                    <span className={classes.source}>
                      <IconCheck size={14} stroke={2} aria-hidden />{' '}
                      {source === 'environment' ? 'The environment' : source}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </SettingsSection>
  );
}
