import type { OpenCounts } from '../../shared/alert.ts';

/** How many alerts are open, in words: "3 alerts open, 1 of them acknowledged". */
export function openText({ firing, acknowledged }: Pick<OpenCounts, 'firing' | 'acknowledged'>): string {
  const open = firing + acknowledged;
  if (open === 0) return 'no alert is open';
  const words = open === 1 ? '1 alert open' : `${open.toLocaleString('en')} alerts open`;
  if (acknowledged === 0) return words;
  if (acknowledged === open) return `${words}, acknowledged`;
  return `${words}, ${acknowledged.toLocaleString('en')} of them acknowledged`;
}
