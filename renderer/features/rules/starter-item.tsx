import { Button } from '@mantine/core';
import { IconCheck, IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Analysis } from '../../../shared/analysis.ts';
import { parse } from '../../../shared/rules/parse.ts';
import type { StarterRule } from '../../../shared/rules/starter.ts';
import { core } from '../../core.ts';
import { tellFailure } from '../../ui/notices.tsx';
import { OutcomeMark, shownOutcome } from './outcome-mark.tsx';
import { RuleWords } from './rule-words.tsx';
import { loadRules, useRules } from './rules.ts';
import classes from './starter-library.module.css';
import { useVerdict } from './use-verdicts.ts';

/** A rule of the library: what it asks, what it says of the photo at hand, and one press to take it. */
export function StarterItem({ starter, analysis }: { starter: StarterRule; analysis: Analysis | undefined }) {
  const { name, text, why } = starter;
  const taken = useRules(({ list }) => list.some((rule) => rule.name === name && rule.text === text));
  const [adding, setAdding] = useState(false);
  const add = () => {
    setAdding(true);
    core
      .call('rules.save', { name, text, enabled: true })
      .then(loadRules)
      .catch(tellFailure)
      .finally(() => setAdding(false));
  };
  return (
    <li className={classes.rule}>
      <div className={classes.words}>
        <p className={classes.name}>{name}</p>
        <p className={classes.text}>
          <RuleWords text={text} />
        </p>
        <p className={classes.why}>{why}</p>
        {analysis && <OnPhoto text={text} analysis={analysis} />}
      </div>
      <Button
        variant="default"
        disabled={taken}
        loading={adding}
        aria-label={taken ? `${name} is added` : `Add ${name}`}
        leftSection={taken ? <IconCheck size={14} /> : <IconPlus size={14} />}
        onClick={add}
      >
        {taken ? 'Added' : 'Add'}
      </Button>
    </li>
  );
}

function OnPhoto({ text, analysis }: { text: string; analysis: Analysis }) {
  const rule = useMemo(() => parse(text).rule, [text]);
  const verdict = useVerdict(rule, analysis);
  if (verdict === null) return null;
  return (
    <div className={classes.verdict}>
      <OutcomeMark outcome={shownOutcome(verdict)} size={14} />
      <span className={classes.reason}>{verdict.advice ?? verdict.reason}</span>
    </div>
  );
}
