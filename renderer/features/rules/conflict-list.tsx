import { Anchor } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Conflict } from '../../../shared/rules/conflicts.ts';
import classes from './conflict-list.module.css';
import { openRule, useRuleDrafts } from './rule-drafts.ts';
import { RuleWords } from './rule-words.tsx';
import { useRules } from './rules.ts';

/** What the rule that was just saved is at odds with, with the words of both. */
export function ConflictList({ ruleId }: { ruleId: string }) {
  const conflicts = useRuleDrafts((drafts) => drafts.conflicts);
  if (conflicts?.ruleId !== ruleId || conflicts.list.length === 0) return null;
  return (
    <ul className={classes.list} aria-label="Does not go together" role="status">
      {conflicts.list.map((conflict) => (
        <li key={conflict.ruleIds.join()}>
          <p className={classes.reason}>
            <IconAlertTriangle size={14} aria-hidden /> {conflict.reason}
          </p>
          <Texts conflict={conflict} ruleId={ruleId} />
        </li>
      ))}
    </ul>
  );
}

function Texts({ conflict, ruleId }: { conflict: Conflict; ruleId: string }) {
  const list = useRules((rules) => rules.list);
  return list
    .filter(({ id }) => conflict.ruleIds.includes(id))
    .map(({ id, name, text }) => (
      <p key={id} className={classes.other}>
        {id === ruleId ? (
          name
        ) : (
          <Anchor component="button" type="button" size="sm" onClick={() => openRule(id)}>
            {name}
          </Anchor>
        )}
        : <RuleWords text={text} />
      </p>
    ));
}
