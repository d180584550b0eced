import { Button, Group, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { AppError, toAppError } from '../../../shared/errors.ts';
import { type Settings, settingsSchema, settingsTitles } from '../../../shared/settings.ts';
import { saveSettings, useCore } from '../../core.ts';
import { useKeys } from '../../ui/keys.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { errorsOf } from '../../ui/schema-errors.ts';
import { SchemaForm } from '../../ui/schema-form.tsx';
import { HooksSection } from '../hooks/hooks-section.tsx';
import { ConfigurationSection } from './configuration-section.tsx';
import { EnvironmentSection } from './environment-section.tsx';
import { MetricsSection } from './metrics-section.tsx';
import { PicturesSection } from './pictures-section.tsx';
import { RulesSection } from './rules-section.tsx';
import { changeDraft, discardDraft, useSettingsDraft } from './settings-draft.ts';
import classes from './settings-screen.module.css';
import { SettingsSection } from './settings-section.tsx';
import { settingsWords } from './settings-words.ts';

const noKeys = [] as const;

const sections = Object.keys(settingsTitles) as (keyof Settings)[];

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Everything that can be set, in one form. */
export function SettingsScreen() {
  const saved = useCore((state) => state.settings);
  const loaded = useCore((state) => state.settingsLoaded);
  const { draft, refused } = useSettingsDraft();
  const [saving, setSaving] = useState(false);
  useKeys(noKeys);
  const shown = draft ?? saved;
  const errors = { ...errorsOf(settingsSchema, shown, settingsWords), ...refused };
  const changed = sections.filter((name) => !same(shown[name], saved[name]));

  const save = async () => {
    setSaving(true);
    try {
      await saveSettings(Object.fromEntries(changed.map((name) => [name, shown[name]])));
      discardDraft();
      tell({ tone: 'good', message: 'Settings saved.' });
    } catch (error) {
      const { field, message } = toAppError(error);
      if (error instanceof AppError && field !== undefined)
        useSettingsDraft.setState({ refused: { [field]: message } });
      else tellFailure(error);
    } finally {
      setSaving(false);
    }
  };

  return (
    <Page title="Settings" text="They hold for the window, the page on localhost and the command line alike.">
      {!loaded ? (
        <Skeleton height={320} />
      ) : (
        sections.map((name) =>
          name === 'render' ? (
            <PicturesSection
              key={name}
              value={shown.render}
              errors={errors}
              onChange={(render) => changeDraft({ ...shown, render })}
            />
          ) : name === 'hooks' ? (
            <HooksSection
              key={name}
              value={shown.hooks}
              errors={errors}
              words={settingsWords}
              onChange={(hooks) => changeDraft({ ...shown, hooks })}
            />
          ) : name === 'rules' ? (
            <RulesSection
              key={name}
              value={shown.rules}
              errors={errors}
              onChange={(rules) => changeDraft({ ...shown, rules })}
            />
          ) : name === 'monitoring' ? (
            <MetricsSection
              key={name}
              value={shown.monitoring}
              errors={errors}
              onChange={(monitoring) => changeDraft({ ...shown, monitoring })}
            />
          ) : (
            <SettingsSection key={name} title={settingsTitles[name]}>
              <SchemaForm
                schema={settingsSchema.shape[name]}
                path={name}
                value={shown[name]}
                onChange={(value) => changeDraft({ ...shown, [name]: value })}
                words={settingsWords}
                errors={errors}
              />
            </SettingsSection>
          ),
        )
      )}
      <ConfigurationSection />
      <EnvironmentSection />
      {changed.length > 0 && (
        <div className={classes.bar} role="status">
          <span className={classes.grow}>
            {Object.keys(errors).length > 0 ? 'Some values need correcting.' : 'Not saved yet.'}
          </span>
          <Group gap={8}>
            <Button variant="default" onClick={discardDraft}>
              Discard
            </Button>
            <Button loading={saving} disabled={Object.keys(errors).length > 0} onClick={save}>
              Save
            </Button>
          </Group>
        </div>
      )}
    </Page>
  );
}
