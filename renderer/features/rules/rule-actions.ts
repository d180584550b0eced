import { core } from '../../core.ts';
import { downloadExport } from '../../pictures.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';
import { count } from '../../ui/words.ts';
import { closeRule, useRuleDrafts } from './rule-drafts.ts';
import { type KnownRule, loadRules, useRules } from './rules.ts';

/** Switches a rule on or off. */
export async function setEnabled({ id }: Pick<KnownRule, 'id'>, enabled: boolean): Promise<void> {
  const before = useRules.getState().list;
  useRules.setState({ list: before.map((rule) => (rule.id === id ? { ...rule, enabled } : rule)) });
  try {
    await core.call('rules.setEnabled', { ids: [id], enabled });
  } catch (error) {
    useRules.setState({ list: before });
    tellFailure(error);
  }
}

/** Puts a rule where another stands: in front of it when it moves up, behind it when it moves down. */
export async function moveRule(id: string, toIndex: number): Promise<void> {
  const before = useRules.getState().list;
  const rule = before.find((one) => one.id === id);
  const to = Math.max(0, Math.min(before.length - 1, toIndex));
  if (rule === undefined || before.indexOf(rule) === to) return;
  const list = before.filter((one) => one.id !== id).toSpliced(to, 0, rule);
  useRules.setState({ list });
  // What stands behind the last one that moved keeps its place by itself.
  const last = Math.max(before.indexOf(rule), to);
  try {
    await core.call('rules.reorder', { ids: list.slice(0, last + 1).map((one) => one.id) });
  } catch (error) {
    useRules.setState({ list: before });
    tellFailure(error);
  }
}

/** Removes a rule; one press takes it back. */
export async function removeRule({ id, name }: Pick<KnownRule, 'id' | 'name'>): Promise<void> {
  try {
    await core.call('rules.remove', { ids: [id] });
    if (useRuleDrafts.getState().openId === id) closeRule();
    await loadRules();
    tell({
      message: `${name} was removed.`,
      action: {
        label: 'Undo',
        run: () => core.call('rules.restore', { ids: [id] }).then(loadRules, tellFailure),
      },
    });
  } catch (error) {
    tellFailure(error);
  }
}

/** Writes all rules, with the areas they speak of, into a file that the browser saves. */
export async function exportRules(): Promise<void> {
  try {
    const { id, name } = await core.call('rules.export', {});
    downloadExport(id);
    tell({ tone: 'good', message: `${name} is ready and being saved.` });
  } catch (error) {
    tellFailure(error);
  }
}

/** Takes in a file of rules: all of it or nothing. */
export async function importRules(file: File): Promise<void> {
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { added, replaced, areas } = await core.call('rules.import', { name: file.name, bytes });
    await loadRules();
    const parts = [
      `${count(added, 'rule')} added`,
      ...(replaced > 0 ? [`${replaced.toLocaleString('en')} replaced`] : []),
      ...(areas > 0 ? [`${count(areas, 'area')} added`] : []),
    ];
    tell({ tone: 'good', message: `${file.name}: ${parts.join(', ')}.` });
  } catch (error) {
    tellFailure(error);
  }
}
