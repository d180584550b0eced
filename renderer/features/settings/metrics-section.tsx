import { Alert, Code, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { CallOutput } from '../../../shared/contract.ts';
import { type MonitoringSettings, monitoringSettingsSchema } from '../../../shared/settings.ts';
import { core, useCore } from '../../core.ts';
import { CopyText } from '../../ui/copy-text.tsx';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { SchemaForm } from '../../ui/schema-form.tsx';
import { SettingsSection } from './settings-section.tsx';
import { settingsWords } from './settings-words.ts';

interface MetricsSectionProps {
  value: MonitoringSettings;
  errors: FieldErrors;
  onChange: (value: MonitoringSettings) => void;
}

/** What other programs may collect, and how they get at it. */
export function MetricsSection({ value, errors, onChange }: MetricsSectionProps) {
  const isDesktop = useCore((state) => state.info?.host === 'desktop');
  const isServed = useCore((state) => state.settings.monitoring.serveMetrics) || !isDesktop;
  return (
    <SettingsSection title="Metrics">
      <Text c="dimmed">
        Prometheus and programs like it can collect what is measured here, from this computer only.
      </Text>
      {isDesktop && (
        <SchemaForm
          schema={monitoringSettingsSchema}
          path="monitoring"
          value={value}
          words={settingsWords}
          errors={errors}
          onChange={onChange}
        />
      )}
      {isServed && <Access isDesktop={isDesktop} />}
    </SettingsSection>
  );
}

function Access({ isDesktop }: { isDesktop: boolean }) {
  const connected = useCore((state) => state.connected);
  const port = useCore((state) => state.settings.hooks.port);
  const [access, setAccess] = useState<CallOutput<'metrics.access'> | null>(null);
  useEffect(() => {
    if (connected) core.call('metrics.access', {}).then(setAccess, () => setAccess(null));
  }, [connected]);
  if (access === null) return null;
  if (access.problem !== null)
    return (
      <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} title="Nobody can collect">
        {access.problem}
      </Alert>
    );
  // A moment after the switch the listener may not have said yet where it is.
  const url = access.url ?? (isDesktop ? `http://127.0.0.1:${port}/metrics` : null);
  if (url === null) return null;
  return (
    <Group gap={8}>
      <Code>{url}</Code>
      <CopyText text={url} label="Copy the address" />
      {access.token === null ? (
        <Text c="dimmed" size="sm">
          with the token of this page, which its start printed.
        </Text>
      ) : (
        <CopyText text={access.token} label="Copy the token" />
      )}
    </Group>
  );
}
