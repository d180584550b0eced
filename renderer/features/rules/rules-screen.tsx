import { Button } from '@mantine/core';
import { IconAlertTriangle, IconPencil } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useCore } from '../../core.ts';
import { Blank } from '../../ui/blank.tsx';
import { useKeys } from '../../ui/keys.ts';
import { resetForPhoto } from '../analyse/view.ts';
import { FirstRules } from './first-rules.tsx';
import { followRecent } from './recent.ts';
import { useRuleDrafts, writeRule } from './rule-drafts.ts';
import { RuleEditor } from './rule-editor.tsx';
import { RuleList } from './rule-list.tsx';
import { followRules, loadRules, useRules } from './rules.ts';
import { RulesHead } from './rules-head.tsx';
import { rulesKeys } from './rules-keys.ts';
import classes from './rules-screen.module.css';
import { StarterLibrary } from './starter-library.tsx';
import { followSurroundings, useFollowing } from './surroundings.ts';

/** What is asked of photos: the rules on the left, the one being written, and what it says of a photo, on the right. */
export function RulesScreen() {
  const { list, state, reason } = useRules();
  const openId = useRuleDrafts((drafts) => drafts.openId);
  const connected = useCore((core) => core.connected && core.info !== null);
  useKeys(rulesKeys);
  useFollowing(connected, followRules);
  useFollowing(connected, followRecent);
  useFollowing(connected, followSurroundings);
  useEffect(resetForPhoto, []);
  if (state === 'failed' && list.length === 0)
    return (
      <Blank
        icon={<IconAlertTriangle size={32} stroke={1.2} />}
        title="The rules cannot be shown"
        text={reason}
      >
        <Button onClick={loadRules}>Try again</Button>
      </Blank>
    );
  const empty = state === 'ready' && list.length === 0;
  return (
    <div className={classes.screen}>
      <section className={classes.side} aria-label="List of rules">
        <RulesHead />
        <RuleList loading={state === 'loading' && list.length === 0} />
      </section>
      <section className={classes.bench} aria-label="Rule">
        {openId !== null ? <RuleEditor key={openId} id={openId} /> : empty ? <FirstRules /> : <NoneOpen />}
      </section>
      <StarterLibrary />
    </div>
  );
}

function NoneOpen() {
  return (
    <Blank
      icon={<IconPencil size={32} stroke={1.2} />}
      title="No rule is open"
      text="Choose one on the left to see what it says of a photo, or write another."
    >
      <Button onClick={() => writeRule()}>Write a rule</Button>
    </Blank>
  );
}
