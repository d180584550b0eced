import type { KeyBinding } from '../../ui/keys.ts';
import { removeRule, setEnabled } from './rule-actions.ts';
import { openRule, useRuleDrafts, writeRule } from './rule-drafts.ts';
import { listedRules, useRules } from './rules.ts';
import { searchId } from './rules-head.tsx';
import { openLibrary } from './starter-library.tsx';

const opened = () => {
  const { openId } = useRuleDrafts.getState();
  return useRules.getState().list.find(({ id }) => id === openId);
};

function step(by: 1 | -1): void {
  const listed = listedRules(useRules.getState());
  const at = listed.findIndex(({ id }) => id === useRuleDrafts.getState().openId);
  const next = listed[at === -1 ? 0 : Math.max(0, Math.min(listed.length - 1, at + by))];
  if (next !== undefined) openRule(next.id);
}

/** The keys of the rules screen; those of the editor work within it. */
export const rulesKeys: readonly KeyBinding[] = [
  { group: 'Rules', keys: ['j', 'arrowdown'], does: 'Next rule', run: () => step(1) },
  { group: 'Rules', keys: ['k', 'arrowup'], does: 'Rule before', run: () => step(-1) },
  { group: 'Rules', keys: ['n'], does: 'Write a rule', run: () => writeRule() },
  { group: 'Rules', keys: ['l'], does: 'Library of rules', run: () => openLibrary(true) },
  { group: 'Rules', keys: ['/'], does: 'Search', run: () => document.getElementById(searchId)?.focus() },
  {
    group: 'Rule',
    keys: ['e', 'enter'],
    does: 'Edit its words',
    run: () => document.querySelector<HTMLElement>('[data-testid=rule-text] .cm-content')?.focus(),
  },
  {
    group: 'Rule',
    keys: ['o'],
    does: 'Switch on or off',
    run: () => {
      const rule = opened();
      if (rule !== undefined) void setEnabled(rule, !rule.enabled);
    },
  },
  {
    group: 'Rule',
    keys: ['delete'],
    does: 'Remove, with undo',
    run: () => {
      const rule = opened();
      if (rule !== undefined) void removeRule(rule);
    },
  },
];
