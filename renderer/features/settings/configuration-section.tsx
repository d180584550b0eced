import { Alert, Anchor, Button, FileButton, Group, Modal, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconDownload, IconUpload } from '@tabler/icons-react';
import { useRef } from 'react';
import { goTo } from '../../navigation.ts';
import {
  chooseFile,
  exportConfiguration,
  importChosen,
  leaveFile,
  useConfiguration,
} from './configuration.ts';
import { ConfigurationChanges, changesText } from './configuration-changes.tsx';
import classes from './configuration-section.module.css';
import { SettingsSection } from './settings-section.tsx';

/** What was set up as a file, to keep or to carry to another machine. */
export function ConfigurationSection() {
  const { working, reason } = useConfiguration();
  const reset = useRef<() => void>(null);
  return (
    <SettingsSection title="Configuration file">
      <Text c="dimmed">
        Settings, channels, alert routes, quiet hours, escalation policies, silences, thresholds, templates,
        rules with their areas, and hooks in one JSON file, to keep or to carry to another machine. Passwords,
        keys and webhook addresses are not in it: they are entered again where it is imported. Photos, models
        and designs stay here.
      </Text>
      <Group gap={8}>
        <Button
          variant="default"
          leftSection={<IconDownload size={15} stroke={1.6} />}
          onClick={exportConfiguration}
        >
          Export
        </Button>
        <FileButton
          accept=".json,application/json"
          resetRef={reset}
          onChange={(file) => {
            void chooseFile(file);
            reset.current?.();
          }}
        >
          {(props) => (
            <Button
              {...props}
              variant="default"
              loading={working}
              leftSection={<IconUpload size={15} stroke={1.6} />}
            >
              Import
            </Button>
          )}
        </FileButton>
      </Group>
      {reason !== null && (
        <Alert
          color="red"
          variant="light"
          icon={<IconAlertTriangle size={18} />}
          title="The configuration was not imported"
          withCloseButton
          closeButtonLabel="Close"
          onClose={() => useConfiguration.setState({ reason: null })}
        >
          {reason}
        </Alert>
      )}
      <Imported />
      <AskFirst />
    </SettingsSection>
  );
}

function Imported() {
  const imported = useConfiguration((configuration) => configuration.imported);
  if (imported === null) return null;
  const { name, changes } = imported;
  const left = changes.filter(({ remark }) => remark !== null);
  return (
    <Alert
      color={left.length === 0 ? 'green' : 'yellow'}
      variant="light"
      icon={left.length === 0 ? <IconCircleCheck size={18} /> : <IconAlertTriangle size={18} />}
      title={`${name} was imported`}
      withCloseButton
      closeButtonLabel="Close"
      onClose={() => useConfiguration.setState({ imported: null })}
    >
      <Text mb={left.length === 0 ? 0 : 8}>In the file: {changesText(changes)}.</Text>
      <ConfigurationChanges changes={left} />
      <Group gap={16} mt={8}>
        {shortcuts
          .filter(({ section }) => left.some((change) => change.section === section))
          .map(({ screen, text }) => (
            <Anchor key={screen} component="button" type="button" size="sm" onClick={() => goTo(screen)}>
              {text}
            </Anchor>
          ))}
      </Group>
    </Alert>
  );
}

/** Where what is left to do is done; hooks are on this screen. */
const shortcuts = [
  { section: 'channels', screen: 'channels', text: 'Show the channels' },
  { section: 'rules', screen: 'rules', text: 'Show the rules' },
] as const;

function AskFirst() {
  const { chosen, asking } = useConfiguration();
  if (chosen === null) return null;
  const { name, changes } = chosen;
  const isNews = changes.some(({ change }) => change !== 'same' && change !== 'skipped');
  return (
    <Modal
      opened={asking}
      onClose={leaveFile}
      title={`Import ${name}`}
      size={560}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Text mb={16}>
        {isNews
          ? `In the file: ${changesText(changes)}. All of it is taken over, or nothing; what it does not have stays as it is.`
          : 'It would change nothing here.'}
      </Text>
      <div className={classes.scrolled}>
        <ConfigurationChanges changes={changes} />
      </div>
      <Group mt={16} gap={8} justify="flex-end">
        <Button variant="default" onClick={leaveFile}>
          Leave it
        </Button>
        <Button onClick={importChosen} disabled={!isNews}>
          Import
        </Button>
      </Group>
    </Modal>
  );
}
