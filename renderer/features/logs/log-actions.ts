import type { LogEntry } from '../../../shared/log-entry.ts';
import { core } from '../../core.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';
import { saveAs } from '../../ui/save-as.ts';
import { count } from '../../ui/words.ts';
import { textOf } from './log-lines.ts';
import { askedOf, useLogs } from './logs.ts';

const [pageSize, mostSaved] = [500, 20_000];

export async function copyLine(entry: LogEntry): Promise<void> {
  try {
    await navigator.clipboard.writeText(textOf(entry));
    tell({ tone: 'good', message: 'The line is on the clipboard.' });
  } catch {
    tell({
      tone: 'bad',
      message: 'The browser does not let the page use the clipboard. Open the line and mark it.',
    });
  }
}

/** Saves what the filter shows, newest first, a line of JSON each. */
export async function saveShown(): Promise<void> {
  const asked = { ...askedOf(useLogs.getState().filter), limit: pageSize };
  try {
    const entries: LogEntry[] = [];
    let page = await core.call('logs.query', asked);
    entries.push(...page.entries);
    while (page.nextCursor !== null && entries.length < mostSaved) {
      page = await core.call('logs.query', { ...asked, cursor: page.nextCursor });
      entries.push(...page.entries);
    }
    const lines = entries.map((entry) => `${textOf(entry)}\n`);
    const name = `Log ${new Date().toLocaleString('sv').replaceAll(':', '-')}.ndjson`;
    saveAs(new Blob(lines, { type: 'application/x-ndjson' }), name);
    const cut = page.nextCursor === null ? '' : ', the newest ones';
    tell({ tone: 'good', message: `${count(entries.length, 'line')}${cut}: ${name} is being saved.` });
  } catch (error) {
    tellFailure(error);
  }
}
