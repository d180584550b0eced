import { ActionIcon, Button, Menu, SegmentedControl, TextInput, Tooltip } from '@mantine/core';
import { IconDots, IconHistory, IconTrash } from '@tabler/icons-react';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { parse } from '../../../shared/rules/parse.ts';
import type { Reading } from '../../../shared/rules/rule.ts';
import { Assistant } from './assistant.tsx';
import { ConflictList } from './conflict-list.tsx';
import { ProblemList } from './problem-list.tsx';
import { ProofPane } from './proof-pane.tsx';
import { ReadingView } from './reading-view.tsx';
import { removeRule } from './rule-actions.ts';
import {
  changeDraft,
  closeRule,
  discardDraft,
  nameFor,
  newRuleId,
  saveDraft,
  useRuleDrafts,
} from './rule-drafts.ts';
import classes from './rule-editor.module.css';
import { RuleForm } from './rule-form.tsx';
import { openHistory, RuleHistory } from './rule-history.tsx';
import { RuleText } from './rule-text.tsx';
import { type KnownRule, useRules } from './rules.ts';
import { useSurroundings } from './surroundings.ts';

/** Writes a rule: its words, what they are read as, and what that says of photos, before it is saved. */
export function RuleEditor({ id }: { id: string }) {
  const rule = useRules(({ list }) => list.find((one) => one.id === id));
  const draft = useRuleDrafts(({ drafts }) => drafts[id]);
  const surroundings = useSurroundings();
  const { name, text } = draft ?? { name: rule?.name ?? '', text: rule?.text ?? '' };
  // The photo and the strip may come a frame later than the letters.
  const settled = useDeferredValue(text);
  const reading = useMemo(() => parse(settled, surroundings), [settled, surroundings]);
  const gone = rule === undefined && id !== newRuleId;
  useEffect(() => {
    if (gone) closeRule();
  }, [gone]);
  if (gone) return null;
  return (
    <div className={classes.editor}>
      <div className={classes.words}>
        <Head rule={rule} name={name} text={text} understood={reading.rule !== null} />
        <RuleText
          text={text}
          surroundings={surroundings}
          onChange={(changed) => changeDraft({ text: changed })}
          onSave={() => void saveDraft()}
        />
        <ProblemList text={settled} problems={reading.problems} />
        <Understood reading={reading} text={settled} />
        <ConflictList ruleId={id} />
      </div>
      <ProofPane rule={reading.rule} />
      {rule && <RuleHistory rule={rule} />}
    </div>
  );
}

/** What the words were read as, or the same as a form to change it by. */
function Understood({ reading: { rule, canonical }, text }: { reading: Reading; text: string }) {
  const [shown, setShown] = useState('reading');
  const empty = text.trim() === '';
  return (
    <div className={classes.understood}>
      <div className={classes.view}>
        {shown === 'form' && (rule !== null || empty) && <RuleForm rule={rule} />}
        {shown === 'form' && rule === null && !empty && (
          <p className={classes.waiting}>Once all of it is understood, the form is here.</p>
        )}
        {shown === 'reading' && rule && <ReadingView rule={rule} canonical={canonical} text={text} />}
      </div>
      <SegmentedControl
        aria-label="How the rule is shown"
        data={[
          { value: 'reading', label: 'Reading' },
          { value: 'form', label: 'Form' },
        ]}
        value={shown}
        onChange={setShown}
      />
    </div>
  );
}

interface HeadProps {
  /** Undefined while it was never saved. */
  rule: KnownRule | undefined;
  name: string;
  text: string;
  understood: boolean;
}

function Head({ rule, name, text, understood }: HeadProps) {
  const { refused, saving } = useRuleDrafts();
  const changed = useRuleDrafts(({ drafts, openId }) => openId !== null && openId in drafts);
  return (
    <header className={classes.head}>
      <TextInput
        className={classes.name}
        variant="unstyled"
        aria-label="Name of the rule"
        placeholder={text.trim() === '' ? 'Name' : nameFor(text)}
        value={name}
        maxLength={120}
        error={refused?.field === 'name' && refused.message}
        onChange={({ currentTarget }) => changeDraft({ name: currentTarget.value })}
        onKeyDown={({ key }) => key === 'Enter' && understood && void saveDraft()}
      />
      <span className={classes.state} data-changed={changed}>
        {changed ? 'Not saved' : rule && `Version ${rule.version}`}
      </span>
      {rule && (
        <Tooltip label="Earlier versions">
          <ActionIcon aria-label="Earlier versions" onClick={() => openHistory(rule.id)}>
            <IconHistory size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      )}
      {rule && (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon aria-label="More for this rule">
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={14} />}
              onClick={() => void removeRule(rule)}
            >
              Remove
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <Assistant text={text} />
      {changed && (
        <Button variant="default" onClick={discardDraft}>
          Discard
        </Button>
      )}
      <Tooltip label={understood ? 'Save (Ctrl or Cmd and S)' : 'It is not understood yet'}>
        <Button
          loading={saving}
          {...(!(understood && changed) && { 'data-disabled': true })}
          aria-disabled={!understood || !changed}
          onClick={() => understood && changed && void saveDraft()}
        >
          Save
        </Button>
      </Tooltip>
    </header>
  );
}
