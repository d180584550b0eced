import { z } from 'zod';
import { secretMask } from '../../shared/channel.ts';
import { type Settings, settingsPatchSchema, settingsTitles } from '../../shared/settings.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import { type ConfigurationSection, changeOf, defineSection, isWritten } from './section.ts';

/** Settings, a section at a time: those that a file does not have stay. */
export function settingsSection(settings: SettingsStore): ConfigurationSection {
  /** The address that Templated also calls is as secret as that of any webhook: a mask stands for it. */
  const ownAddress = () => settings.get().render.templatedWebhookUrl;

  return defineSection({
    key: 'settings',
    schema: z.preprocess(
      (value) => withAddress(value, (given) => (given === secretMask ? ownAddress() : given)),
      settingsPatchSchema,
    ),
    exported: () => withAddress(settings.get(), (own) => (own === '' ? '' : secretMask)),
    plan(patch, file) {
      const before = settings.get();
      const lacksAddress = addressIn(file.settings) === secretMask && ownAddress() === '';
      const changes = Object.entries(patch).map(([name, after]) => {
        const key = name as keyof Settings;
        const remark =
          key === 'render' && lacksAddress ? 'Type the address that Templated also calls.' : null;
        return changeOf('settings', settingsTitles[key], { before: before[key], after, remark });
      });
      if (!changes.some(isWritten)) return { changes };
      return {
        changes,
        writeFiles() {
          settings.set(patch);
          return () => settings.set(before);
        },
      };
    },
  });
}

const withRender = z.looseObject({ render: z.looseObject({ templatedWebhookUrl: z.string() }) });

const addressIn = (value: unknown) => withRender.safeParse(value).data?.render.templatedWebhookUrl ?? null;

function withAddress(value: unknown, change: (address: string) => string): unknown {
  const found = withRender.safeParse(value).data;
  if (found === undefined) return value;
  const templatedWebhookUrl = change(found.render.templatedWebhookUrl);
  return Object.assign({}, value, { render: { ...found.render, templatedWebhookUrl } });
}
