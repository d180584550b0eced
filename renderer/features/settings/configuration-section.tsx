import { Alert, Anchor, Button, FileButton, Group, Modal, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconDownload, IconUpload } from '@tabler/icons-react';
import { useRef } from 'react';
import { goTo } from '../../navigation.ts';
import { count } from '../../ui/words.ts';
import { chooseFile, exportConfiguration, importChosen, useConfiguration } from './configuration.ts';
import { SettingsSection } from './settings-section.tsx';

/** Settings and channels as a file, to keep or to carry to another machine. */
export function ConfigurationSection() {
  const { working, reason } = useConfiguration();
  const reset = useRef<() => void>(null);
  return (
    <SettingsSection title="Configuration file">
      <Text c="dimmed">
        All settings and channels in one JSON file. Passwords, keys and webhook addresses are not in it: they
        are entered again where it is imported.
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
            chooseFile(file);
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
  const { name, channels, incomplete } = imported;
  return (
    <Alert
      color={incomplete.length === 0 ? 'green' : 'yellow'}
      variant="light"
      icon={incomplete.length === 0 ? <IconCircleCheck size={18} /> : <IconAlertTriangle size={18} />}
      title={`${name} was imported`}
      withCloseButton
      closeButtonLabel="Close"
      onClose={() => useConfiguration.setState({ imported: null })}
    >
      The settings and {count(channels, 'channel')} were taken over.
      {incomplete.length > 0 &&
        ` ${new Intl.ListFormat('en').format(incomplete)} ${incomplete.length === 1 ? 'needs its' : 'need their'} secrets before anything is sent there.`}{' '}
      <Anchor component="button" type="button" size="sm" onClick={() => goTo('channels')}>
        Show the channels
      </Anchor>
    </Alert>
  );
}

function AskFirst() {
  const chosen = useConfiguration((configuration) => configuration.chosen);
  return (
    <Modal
      opened={chosen !== null}
      onClose={() => chooseFile(null)}
      title="Import a configuration"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Text mb={16}>
        {chosen?.name} takes the place of all settings here, and of each channel that has the same id. Other
        channels stay as they are.
      </Text>
      <Group gap={8} justify="flex-end">
        <Button variant="default" onClick={() => chooseFile(null)}>
          Leave it
        </Button>
        <Button onClick={importChosen}>Import</Button>
      </Group>
    </Modal>
  );
}
