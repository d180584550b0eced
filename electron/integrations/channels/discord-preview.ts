import type { DiscordMessage, Embed } from './discord.ts';
import { escapeHtml, linesToHtml, picturePlaceholder, previewPage } from './preview-page.ts';
import { appName, timeOf } from './wording.ts';

/** The message as Discord shows it. */
export function discordPreview({ body, pictures }: DiscordMessage): string {
  const embeds = body.embeds.map((embed, index) =>
    htmlOf(
      embed,
      pictures.some((picture) => picture.embed === index),
    ),
  );
  const page = `<main>
<div class="avatar" aria-hidden="true">H2</div>
<article>
<p class="from"><b>${appName}</b> <span class="app">APP</span></p>
${embeds.join('\n')}
</article>
</main>`;
  return previewPage('Discord', style, page);
}

function htmlOf(
  { title, description, color, fields = [], footer, timestamp }: Embed,
  picture: boolean,
): string {
  const parts = [
    `<h1>${escapeHtml(withoutMarks(title))}</h1>`,
    description === undefined ? '' : `<p>${linesToHtml(withoutMarks(description))}</p>`,
    fields.length === 0 ? '' : `<dl>${fields.map(fieldHtmlOf).join('')}</dl>`,
    picture ? `<img src="${picturePlaceholder}" alt="The photo with its overlay">` : '',
    `<p class="footer">${escapeHtml(footer.text)} <span>•</span> ${escapeHtml(timeOf(timestamp))}</p>`,
  ];
  const edge = `#${color.toString(16).padStart(6, '0')}`;
  return `<section style="border-left-color:${edge}">${parts.join('')}</section>`;
}

function fieldHtmlOf({ name, value, inline }: { name: string; value: string; inline: boolean }): string {
  const [term, text] = [name, value].map((part) => linesToHtml(withoutMarks(part)));
  return `<div${inline ? '' : ' class="wide"'}><dt>${term}</dt><dd>${text}</dd></div>`;
}

/** Markdown in which every sign is escaped, as it is shown. */
function withoutMarks(markdown: string): string {
  return markdown.replace(/\\([^\p{L}\p{N}\s])/gu, '$1');
}

const style = `
:root { --ground: #fff; --card: #f2f3f5; --text: #313338; --strong: #060607; --second: #5c5e66; }
@media (prefers-color-scheme: dark) { :root { --ground: #313338; --card: #2b2d31; --text: #dbdee1; --strong: #f2f3f5; --second: #b5bac1; } }
body { background: var(--ground); color: var(--text); font: 16px/1.375 "gg sans", "Noto Sans", "Helvetica Neue", Arial, sans-serif; }
main { display: flex; gap: 16px; padding: 16px 16px 24px; }
.avatar { flex: none; display: grid; place-items: center; width: 40px; height: 40px; border-radius: 50%; background: #3d4a5c; color: #fff; font-size: 15px; font-weight: 700; }
article { min-width: 0; flex: 1; }
p, h1, dl, dd { margin: 0; }
.from b { color: var(--strong); font-weight: 500; }
.app { margin-left: 2px; padding: 1px 5px; border-radius: 3px; background: #5865f2; color: #fff; font-size: 10px; font-weight: 600; vertical-align: 1px; }
section { display: grid; gap: 8px; max-width: 520px; margin-top: 6px; padding: 12px 16px 14px 12px; border-left: 4px solid; border-radius: 4px; background: var(--card); }
h1 { color: var(--strong); font-size: 16px; font-weight: 600; line-height: 1.375; }
section p, dd { font-size: 14px; line-height: 18px; }
dl { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 8px; }
.wide { grid-column: 1 / -1; }
dt { color: var(--strong); font-size: 14px; font-weight: 600; line-height: 18px; margin-bottom: 2px; }
img { display: block; width: 100%; max-width: 400px; margin-top: 8px; border-radius: 4px; }
section .footer { color: var(--second); font-size: 12px; line-height: 16px; margin-top: 4px; }
.footer span { margin: 0 2px; }
`;
