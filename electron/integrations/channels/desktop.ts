import { z } from 'zod';
import type { Severity } from '../../../shared/event.ts';
import { severityLook } from '../../../shared/severity.ts';
import { defineChannel } from './channel.ts';
import { cut } from './cut.ts';
import { escapeHtml, linesToHtml, previewPage } from './preview-page.ts';
import { appName, factLineOf, forPeople, manyLines, severityOf, titleOf } from './wording.ts';

const configSchema = z.object({
  facts: z.boolean().default(true).meta({
    title: 'Show key data',
    description: 'Photo, offset and the like below the text. Off: title and text only.',
  }),
});
type Config = z.output<typeof configSchema>;

/** Ours: about four lines, which every system shows without cutting them itself. */
export const desktopLimits = { title: 64, body: 240 };

export interface DesktopMessage {
  title: string;
  body: string;
  severity: Severity;
}

export const desktop = defineChannel<Config, DesktopMessage>({
  kind: 'desktop',
  label: 'Desktop notification',
  description: 'Shows a notification of the system on this computer, or in the browser that shows the page.',
  docsUrl: 'https://www.electronjs.org/docs/latest/tutorial/notifications',
  config: configSchema,
  environment: {},
  initial: forPeople('warning'),
  // Ours: nobody reads faster.
  limits: { concurrency: 1, rate: { perSecond: 1, burst: 3 }, maxBatch: 20 },
  target: () => 'this computer',
  limitKey: () => 'desktop',
  format(items, { facts }) {
    const notices = items.map(({ notice }) => notice);
    const [only] = notices.length === 1 ? notices : [];
    const lines = only
      ? [manyLines(only.text), facts ? factLineOf(only) : '']
      : notices.map(({ title }) => `• ${title}`);
    return {
      title: cut(titleOf(notices), desktopLimits.title),
      body: cut(lines.filter((line) => line !== '').join('\n'), desktopLimits.body),
      severity: severityOf(notices),
    };
  },
  preview: previewOf,
  request: ({ title, body, severity }) => `${severityLook[severity].word}: ${title}\n\n${body}`,
  async send(message, _config, { notify }) {
    await notify(message);
    return { status: null, receipt: null, detail: 'Shown on this computer.' };
  },
});

function previewOf({ title, body, severity }: DesktopMessage): string {
  const { word, emoji } = severityLook[severity];
  const card = `<article>
<p class="app">${escapeHtml(appName)}</p>
<h1>${escapeHtml(title)}</h1>
<p>${linesToHtml(body)}</p>
</article>
<p class="note">${emoji} ${word}. The system decides how it looks exactly.</p>`;
  return previewPage('Desktop notification', style, card);
}

const style = `
:root { --ground: #d5dae1; --card: #fbfbfb; --text: #1c1c1c; --second: #565656; }
@media (prefers-color-scheme: dark) { :root { --ground: #20252c; --card: #323232; --text: #ececec; --second: #b4b4b4; } }
body { min-height: 100vh; padding: 24px; background: var(--ground); color: var(--text); font: 13px/18px system-ui, sans-serif; }
article { max-width: 364px; margin: 0 0 0 auto; padding: 12px 16px 14px; border-radius: 10px; background: var(--card); box-shadow: 0 4px 18px rgb(0 0 0 / 22%); }
p, h1 { margin: 0; }
.app, .note { color: var(--second); font-size: 12px; }
h1 { margin: 4px 0 2px; font-size: 14px; line-height: 19px; font-weight: 600; }
.note { max-width: 364px; margin: 10px 0 0 auto; }
`;
