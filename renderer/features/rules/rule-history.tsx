import { Button, Modal, Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { create } from 'zustand';
import { toAppError } from '../../../shared/errors.ts';
import type { RuleVersion } from '../../../shared/rule-record.ts';
import { core } from '../../core.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';
import { agoText, exactTime } from '../../ui/words.ts';
import { discardDraft, useRuleDrafts } from './rule-drafts.ts';
import classes from './rule-history.module.css';
import { type KnownRule, loadRules } from './rules.ts';
import { wordDiff } from './word-diff.ts';

const useOpened = create<{ ruleId: string | null }>(() => ({ ruleId: null }));

export const openHistory = (ruleId: string) => useOpened.setState({ ruleId });
const close = () => useOpened.setState({ ruleId: null });

/** The earlier words of a rule, what became of them, and the way back. */
export function RuleHistory({ rule }: { rule: KnownRule }) {
  const opened = useOpened(({ ruleId }) => ruleId === rule.id);
  return (
    <Modal opened={opened} onClose={close} title={`Versions of ${rule.name}`} size={680}>
      {opened && <Versions rule={rule} />}
    </Modal>
  );
}

function Versions({ rule }: { rule: KnownRule }) {
  const [versions, setVersions] = useState<readonly RuleVersion[] | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  useEffect(() => {
    core.call('rules.history', { id: rule.id }).then(
      (answer) => setVersions(answer.versions),
      (error: unknown) => setReason(toAppError(error).message),
    );
  }, [rule.id, rule.version]);
  if (reason !== null) return <p>{reason}</p>;
  if (versions === null) return <Skeleton height={120} />;
  return (
    <ol className={classes.versions}>
      {versions.map((version, index) => (
        <Version
          key={version.version}
          rule={rule}
          version={version}
          before={versions[index + 1] ?? null}
          newest={index === 0}
        />
      ))}
    </ol>
  );
}

interface VersionProps {
  rule: KnownRule;
  version: RuleVersion;
  before: RuleVersion | null;
  newest: boolean;
}

function Version({ rule, version, before, newest }: VersionProps) {
  const renamed = before !== null && before.name !== version.name;
  return (
    <li className={classes.version} aria-label={`Version ${version.version}`}>
      <div>
        <p className={classes.head}>
          <strong>Version {version.version}</strong>{' '}
          <span title={exactTime(version.savedAt)}>{agoText(version.savedAt, Date.now())}</span>
          {newest && ', in force'}
          {renamed && `, renamed from ${before.name}`}
        </p>
        <p className={classes.text}>
          <Changed before={before?.text ?? version.text} after={version.text} />
        </p>
      </div>
      {!newest && (
        <Button variant="default" onClick={() => void rollBack(rule, version)}>
          Take these words
        </Button>
      )}
    </li>
  );
}

function Changed({ before, after }: { before: string; after: string }) {
  return wordDiff(before, after).map(({ kind, text }, index) =>
    kind === 'same' ? text : kind === 'added' ? <ins key={index}>{text}</ins> : <del key={index}>{text}</del>,
  );
}

async function rollBack({ id }: KnownRule, { version }: RuleVersion): Promise<void> {
  try {
    const { rule, conflicts } = await core.call('rules.rollback', { id, version });
    await loadRules();
    if (useRuleDrafts.getState().openId === id) discardDraft();
    useRuleDrafts.setState({ conflicts: { ruleId: id, list: conflicts } });
    close();
    tell({ tone: 'good', message: `${rule.name} has the words of version ${version} again.` });
  } catch (error) {
    tellFailure(error);
  }
}
