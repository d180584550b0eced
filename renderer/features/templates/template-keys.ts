import type { KeyBinding } from '../../ui/keys.ts';
import { redoChange, saveMapping, undoChange, useOpened } from './opened.ts';
import { stepSubject } from './subject.ts';
import { askToLeave } from './template-header.tsx';

/** The keys of one template; those with Ctrl work while typing too and are heard by the page itself. */
export const templateKeys: readonly KeyBinding[] = [
  { group: 'Photos', keys: ['arrowleft'], does: 'Photo before', run: () => stepSubject(-1) },
  { group: 'Photos', keys: ['arrowright'], does: 'Next photo', run: () => stepSubject(1) },
  { group: 'Mapping', keys: ['ctrl + z'], does: 'Undo, also while typing', run: undoChange },
  { group: 'Mapping', keys: ['ctrl + shift + z'], does: 'Redo, also while typing', run: redoChange },
  {
    group: 'Mapping',
    keys: ['ctrl + s'],
    does: 'Save, also while typing',
    run: () => void saveMapping(),
  },
  {
    group: 'Mapping',
    keys: ['escape'],
    does: 'Lay down the layer',
    run: () => useOpened.setState({ layer: null }),
  },
  { group: 'Move', keys: ['u'], does: 'Back to all templates', run: askToLeave },
];
