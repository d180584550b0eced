import { create } from 'zustand';
import { AppError, toAppError } from '../../../shared/errors.ts';
import { maxRuleChars, ruleNameSchema } from '../../../shared/rule-record.ts';
import type { Conflict } from '../../../shared/rules/conflicts.ts';
import { core } from '../../core.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';
import { type KnownRule, loadRules, useRules } from './rules.ts';

/** The id that a rule has in the editor before it is kept. */
export const newRuleId = 'new';

/** What the operator wrote and did not save yet. */
export interface RuleDraft {
  name: string;
  text: string;
}

interface RuleDrafts {
  /** The rule in the editor: its id, or `new`. */
  openId: string | null;
  /** By rule; they stay while others are looked at. */
  drafts: Readonly<Record<string, RuleDraft>>;
  /** What the rule that was saved last is at odds with. */
  conflicts: { ruleId: string; list: readonly Conflict[] } | null;
  refused: { field: 'name' | 'text'; message: string } | null;
  saving: boolean;
}

/** What stands in the editor of rules. */
export const useRuleDrafts = create<RuleDrafts>(() => ({
  openId: null,
  drafts: {},
  conflicts: null,
  refused: null,
  saving: false,
}));

/** Shows a rule in the editor. */
export const openRule = (openId: string) =>
  useRuleDrafts.setState(({ conflicts }) => ({
    openId,
    refused: null,
    conflicts: conflicts?.ruleId === openId ? conflicts : null,
  }));

/** Begins a rule, with words to start from. */
export function writeRule(draft: RuleDraft = { name: '', text: '' }): void {
  useRuleDrafts.setState(({ drafts }) => ({
    openId: newRuleId,
    refused: null,
    conflicts: null,
    drafts: { ...drafts, [newRuleId]: draft },
  }));
}

export const closeRule = () => useRuleDrafts.setState({ openId: null, refused: null, conflicts: null });

/** Changes what stands in the editor. */
export function changeDraft(change: Partial<RuleDraft>): void {
  const { openId, drafts } = useRuleDrafts.getState();
  if (openId === null) return;
  const saved = savedDraft(openId);
  const draft = { ...(drafts[openId] ?? saved), ...change };
  const { [openId]: _, ...others } = drafts;
  const same = openId !== newRuleId && draft.name === saved.name && draft.text === saved.text;
  useRuleDrafts.setState({ drafts: same ? others : { ...others, [openId]: draft }, refused: null });
}

/** Takes back what was not saved; a rule that never was leaves the editor. */
export function discardDraft(): void {
  useRuleDrafts.setState(({ openId, drafts }) => {
    const { [openId ?? '']: _, ...others } = drafts;
    return { drafts: others, openId: openId === newRuleId ? null : openId, refused: null };
  });
}

/** The words as they are kept; none of a rule that is not. */
function savedDraft(id: string): RuleDraft {
  const rule = useRules.getState().list.find((one) => one.id === id);
  return { name: rule?.name ?? '', text: rule?.text ?? '' };
}

/** Keeps what stands in the editor. A rule without a name is called by its first words. */
export async function saveDraft(): Promise<void> {
  const { openId, drafts, saving } = useRuleDrafts.getState();
  const draft = openId === null ? undefined : drafts[openId];
  if (openId === null || draft === undefined || saving) return;
  const known = useRules.getState().list.find(({ id }) => id === openId);
  const name = draft.name.trim() === '' ? nameFor(draft.text) : draft.name;
  if (!ruleNameSchema.safeParse(name).success || draft.text.length > maxRuleChars) {
    const message = ruleNameSchema.safeParse(name).error?.issues[0]?.message;
    useRuleDrafts.setState({
      refused:
        message === undefined
          ? { field: 'text', message: `A rule has at most ${maxRuleChars.toLocaleString('en')} characters.` }
          : { field: 'name', message },
    });
    return;
  }
  useRuleDrafts.setState({ saving: true });
  try {
    const id = known === undefined ? {} : { id: openId };
    const kept = { ...id, name, text: draft.text, enabled: known?.enabled ?? true };
    const { rule, conflicts } = await core.call('rules.save', kept);
    await loadRules();
    forget(openId, draft);
    useRuleDrafts.setState((now) => ({
      openId: now.openId === openId ? rule.id : now.openId,
      conflicts: { ruleId: rule.id, list: conflicts },
      refused: null,
    }));
    tell({ tone: 'good', message: `${rule.name} is saved${savedTail(rule)}` });
  } catch (error) {
    const { field, message } = toAppError(error);
    if (error instanceof AppError && (field === 'text' || field === 'name'))
      useRuleDrafts.setState({ refused: { field, message } });
    else tellFailure(error);
  } finally {
    useRuleDrafts.setState({ saving: false });
  }
}

const savedTail = ({ enabled, version }: Pick<KnownRule, 'enabled' | 'version'>) =>
  `${version > 1 ? `, version ${version}` : ''}${enabled ? '.' : '; it is switched off.'}`;

/** What was typed while it was being saved stays a draft. */
function forget(id: string, saved: RuleDraft): void {
  useRuleDrafts.setState(({ drafts }) => {
    if (drafts[id] !== saved) return {};
    const { [id]: _, ...others } = drafts;
    return { drafts: others };
  });
}

/** The first words of a text, as a name. */
export function nameFor(text: string): string {
  const sentence = text.trim().split(/[.\n]/, 1)[0] ?? '';
  return sentence.length <= 48 ? sentence : `${sentence.slice(0, 48).replace(/\s+\S*$/, '')}…`;
}
