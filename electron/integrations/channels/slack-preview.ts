import { escapeHtml, linesToHtml, previewPage } from './preview-page.ts';
import type { SlackBlock, SlackMessage } from './slack.ts';
import { appName } from './wording.ts';

/** The message as Slack shows it. */
export function slackPreview({ blocks, attachments }: SlackMessage): string {
  const parts = attachments.map(
    ({ color, blocks: inner }) =>
      `<div class="attachment"><i style="background:${escapeHtml(color)}"></i><div>${inner.map(htmlOf).join('')}</div></div>`,
  );
  const body = `<main>
<div class="avatar" aria-hidden="true">H2</div>
<article>
<p class="from"><b>${appName}</b> <span class="app">APP</span></p>
${blocks.map(htmlOf).join('\n')}
${parts.join('\n')}
</article>
</main>`;
  return previewPage('Slack', style, body);
}

function htmlOf(block: SlackBlock): string {
  if (block.type === 'header') return `<h1>${escapeHtml(block.text.text)}</h1>`;
  if (block.type === 'context') {
    return `<p class="context">${block.elements.map((element) => `<span>${escapeHtml(shown(element))}</span>`).join('')}</p>`;
  }
  if ('fields' in block) {
    return `<ul>${block.fields.map((field) => `<li>${linesToHtml(field.text)}</li>`).join('')}</ul>`;
  }
  return `<p>${linesToHtml(block.text.text)}</p>`;
}

/** A date is shown by its fallback: only Slack knows the reader's zone. */
function shown({ type, text }: { type: 'plain_text' | 'mrkdwn'; text: string }): string {
  return type === 'mrkdwn' ? text.replace(/^<!date\^[^|]*\|(.*)>$/, '$1') : text;
}

const style = `
:root { --ground: #fff; --text: #1d1c1d; --second: #616061; --badge: #1d1c1d1a; }
@media (prefers-color-scheme: dark) { :root { --ground: #1a1d21; --text: #d1d2d3; --second: #ababad; --badge: #ffffff1f; } }
body { background: var(--ground); color: var(--text); font: 15px/1.46668 Lato, "Helvetica Neue", Arial, sans-serif; }
main { display: flex; gap: 8px; max-width: 760px; padding: 16px 20px 24px; }
.avatar { flex: none; display: grid; place-items: center; width: 36px; height: 36px; border-radius: 8px; background: #3d4a5c; color: #fff; font-size: 14px; font-weight: 900; }
article { min-width: 0; flex: 1; }
p, h1, ul { margin: 0; padding: 0; }
.from { line-height: 1.2; margin: 1px 0 2px; }
.from b { font-weight: 900; }
.app { margin-left: 4px; padding: 1px 3px; border-radius: 2px; background: var(--badge); color: var(--second); font-size: 10px; font-weight: 700; vertical-align: 1px; }
h1 { margin: 6px 0 4px; font-size: 18px; font-weight: 900; line-height: 1.33; }
.attachment { display: flex; gap: 12px; max-width: 640px; margin: 8px 0; }
.attachment > i { flex: none; width: 4px; border-radius: 8px; }
.attachment > div { display: grid; gap: 8px; min-width: 0; flex: 1; padding: 2px 0; }
ul { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 6px 16px; list-style: none; }
.context { display: flex; flex-wrap: wrap; gap: 2px 12px; color: var(--second); font-size: 13px; line-height: 1.38; }
@media (max-width: 420px) { ul { grid-template-columns: minmax(0, 1fr); } }
`;
