import { Alert, Anchor, Button, Skeleton, Text } from '@mantine/core';
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react';
import { useEffect } from 'react';
import { type HooksSettings, hooksSettingsSchema } from '../../../shared/settings.ts';
import { useCore } from '../../core.ts';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { SchemaForm, type Words } from '../../ui/schema-form.tsx';
import { useNow } from '../../ui/use-now.ts';
import { SettingsSection } from '../settings/settings-section.tsx';
import { addHook } from './hook-draft.ts';
import { HookEditor } from './hook-editor.tsx';
import { HookRow } from './hook-row.tsx';
import { HookSecret, ReplaceSecret } from './hook-secret.tsx';
import { followHooks, loadHooks, useHooks } from './hooks.ts';
import classes from './hooks-section.module.css';
import { RemoveHook } from './remove-hook.tsx';

/** On the page's host hooks are beside the page, and have its port. */
const switchSchema = hooksSettingsSchema.pick({ enabled: true });
/** Often enough for times that are told in minutes. */
const tickMs = 15_000;

interface HooksSectionProps {
  value: HooksSettings;
  errors: FieldErrors;
  words: Words;
  onChange: (value: HooksSettings) => void;
}

/** The way in for other programs: whether it is open, for whom, and who came. */
export function HooksSection({ value, errors, words, onChange }: HooksSectionProps) {
  const connected = useCore((state) => state.connected && state.info !== null);
  const isDesktop = useCore((state) => state.info?.host === 'desktop');
  useEffect(() => (connected ? followHooks() : undefined), [connected]);
  return (
    <SettingsSection title="Hooks">
      <Text c="dimmed">
        Lets programs on this computer, such as n8n, bring photos in and raise alerts. Each gets a hook of its
        own with a secret, and may do no more than you allow it.
      </Text>
      <SchemaForm
        schema={isDesktop ? hooksSettingsSchema : switchSchema}
        path="hooks"
        value={value}
        words={words}
        errors={errors}
        onChange={(changed) => onChange({ ...value, ...changed })}
      />
      <Listening />
      <List />
      <HookEditor />
      <HookSecret />
      <ReplaceSecret />
      <RemoveHook />
    </SettingsSection>
  );
}

/** What the operator should know of the address. */
function Listening() {
  const { address } = useHooks();
  const saved = useCore((state) => state.settings.hooks.enabled);
  if (!saved) return null;
  if (address.problem !== null)
    return (
      <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} title="Nobody can call">
        {address.problem}
      </Alert>
    );
  if (address.url === null || address.lasting) return null;
  return (
    <Text c="dimmed" size="sm">
      The address holds until the program ends. Start it with <code>--port</code> to keep the same one.
    </Text>
  );
}

function List() {
  const { list, address, state, reason } = useHooks();
  const now = useNow(tickMs);
  if (state === 'loading') return <Skeleton height={96} radius={8} />;
  if (state === 'failed')
    return (
      <Text c="dimmed">
        {reason}{' '}
        <Anchor component="button" type="button" size="sm" onClick={loadHooks}>
          Try again
        </Anchor>
      </Text>
    );
  return (
    <>
      {list.length > 0 && (
        <div className={classes.list}>
          {list.map((hook) => (
            <HookRow key={hook.name} hook={hook} address={address.url} now={now} />
          ))}
        </div>
      )}
      {list.length === 0 && <p className={classes.empty}>There is no hook yet.</p>}
      <Button
        className={classes.add}
        variant="default"
        leftSection={<IconPlus size={15} stroke={1.6} />}
        onClick={addHook}
      >
        Add a hook
      </Button>
    </>
  );
}
