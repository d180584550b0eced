import { escapeHtml, previewPage } from './preview-page.ts';

const style = `body { padding: 16px; font: 14px/1.5 system-ui, sans-serif }
p { padding: 8px 12px; border-left: 3px solid #e8590c }
pre { white-space: pre-wrap; font: 13px/1.5 ui-monospace, monospace }`;

// Control characters, and what turns the reading direction: neither must pretend to be something else.
const unprintable = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu;

/** A page that shows what a program will get, and what the operator should know of it. */
export function requestPage(body: string, remark: string | null): string {
  const note = remark === null ? '' : `<p>${escapeHtml(remark)}</p>\n`;
  const text = body.toWellFormed().replace(unprintable, '\ufffd');
  return previewPage('Request', style, `${note}<pre>${escapeHtml(text)}</pre>`);
}

/** A request in the order in which it travels. */
export function requestText(line: string, headers: Readonly<Record<string, string>>, body: string): string {
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [line, ...fields, '', body].join('\n');
}
