import type { KeyBinding } from '../../ui/keys.ts';
import { askToDelete } from './delete-template.tsx';
import { searchFieldId } from './gallery-filter.tsx';
import { openTemplate } from './opened.ts';
import { cloneTemplate } from './template-actions.ts';
import { useTemplates } from './templates.ts';

const cards = () => [...document.querySelectorAll<HTMLElement>('[data-template]')];

/** Cards in one row of the grid. */
function perRow(all: readonly HTMLElement[]): number {
  const top = all[0]?.getBoundingClientRect().top;
  return Math.max(1, all.filter((card) => card.getBoundingClientRect().top === top).length);
}

/** Moves the focus by so many cards; from nowhere to the first. */
function move(by: (row: number) => number): void {
  const all = cards();
  const at = all.findIndex((card) => card.contains(document.activeElement));
  const next = at === -1 ? 0 : Math.min(Math.max(at + by(perRow(all)), 0), all.length - 1);
  all[next]?.focus();
}

function focused() {
  const id = document.activeElement?.closest<HTMLElement>('[data-template]')?.dataset.template;
  return useTemplates.getState().list.find((template) => template.id === id);
}

function withFocused(run: (template: NonNullable<ReturnType<typeof focused>>) => void): () => void {
  return () => {
    const template = focused();
    if (template !== undefined) run(template);
  };
}

/** The keys of the gallery. */
export const galleryKeys: readonly KeyBinding[] = [
  { group: 'Move', keys: ['arrowright', 'j'], does: 'Next', run: () => move(() => 1) },
  { group: 'Move', keys: ['arrowleft', 'k'], does: 'Before', run: () => move(() => -1) },
  { group: 'Move', keys: ['arrowdown'], does: 'Row below', run: () => move((row) => row) },
  { group: 'Move', keys: ['arrowup'], does: 'Row above', run: () => move((row) => -row) },
  { group: 'Move', keys: ['/'], does: 'Search', run: () => document.getElementById(searchFieldId)?.focus() },
  { group: 'Do', keys: ['enter', 'e'], does: 'Open', run: withFocused(({ id }) => openTemplate(id)) },
  { group: 'Do', keys: ['d'], does: 'Clone', run: withFocused((template) => void cloneTemplate(template)) },
  {
    group: 'Do',
    keys: ['delete', 'backspace'],
    does: 'Delete one of your own',
    run: withFocused((template) => !template.builtIn && askToDelete(template)),
  },
];
