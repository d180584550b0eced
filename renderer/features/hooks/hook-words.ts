import type { Hook, HookCall, HookMessageType } from '../../../shared/hook.ts';
import type { Words } from '../../ui/schema-form.tsx';

/** What a hook may do, as one ticks it. */
export const actionLabels: Readonly<Record<HookMessageType, string>> = {
  'photo.analyze': 'Have photos analysed',
  'alert.raise': 'Raise alerts',
  'alert.acknowledge': 'Acknowledge alerts',
  'alert.resolve': 'Resolve alerts',
  'render.report': 'Report finished pictures of Templated',
};

/** The same in a list. */
const shortLabels: Readonly<Record<HookMessageType, string>> = {
  'photo.analyze': 'bring photos',
  'alert.raise': 'raise alerts',
  'alert.acknowledge': 'acknowledge alerts',
  'alert.resolve': 'resolve alerts',
  'render.report': 'report pictures',
};

const list = new Intl.ListFormat('en', { type: 'unit' });

/** "May bring photos, raise alerts", as a hook is summed up. */
export function allowsText({ allows }: Pick<Hook, 'allows'>): string {
  return `May ${list.format(allows.map((type) => shortLabels[type]))}`;
}

export const authLabels: Readonly<Record<Hook['auth'], string>> = {
  signature: 'Signed',
  token: 'With a token',
};

/** How a call stands, in a word. */
export const stateWords: Readonly<Record<HookCall['state'], string>> = {
  working: 'Under way',
  done: 'Done',
  failed: 'Failed',
  refused: 'Refused',
};

/** The form's words. */
export const hookFormWords: Words = {
  name: { label: 'Name', help: 'Stands in its address. Small letters, digits and dashes.' },
  enabled: { label: 'Switched on' },
  auth: {
    label: 'The sender shows who it is',
    options: { signature: 'By signing (Standard Webhooks)', token: 'By a token in a header' },
  },
  allows: {
    label: 'It may',
    options: actionLabels,
    optionsHelp: {
      'photo.analyze': 'From an address, or sent along.',
      'render.report': 'It only makes the program look whether they are done.',
    },
  },
  perMinute: { label: 'At most', unit: 'calls per minute' },
};
