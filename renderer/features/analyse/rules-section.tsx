import { Anchor } from '@mantine/core';
import { IconBan, IconTag } from '@tabler/icons-react';
import type { Analysis } from '../../../shared/analysis.ts';
import type { JudgedRule, Judgement } from '../../../shared/rules/judgement.ts';
import type { RuleVerdict } from '../../../shared/rules/verdict.ts';
import { goTo } from '../../navigation.ts';
import { Section } from '../../ui/section.tsx';
import { count, tight } from '../../ui/words.ts';
import marks from '../rules/outcome-mark.module.css';
import { OutcomeMark, outcomeIcons, outcomeWords } from '../rules/outcome-mark.tsx';
import { openRule } from '../rules/rule-drafts.ts';
import { RuleWords } from '../rules/rule-words.tsx';
import { useRules } from '../rules/rules.ts';
import { chooseSubject } from '../rules/subject.ts';
import { VerdictView } from '../rules/verdict-view.tsx';
import { FeedbackForm } from './feedback-form.tsx';
import type { Judged } from './judging.ts';
import classes from './rules-section.module.css';
import { selectRule, useView } from './view.ts';

const order = ['fail', 'unknown', 'pass'];

/** What each rule says of the photo; the one that is open is drawn on it. */
export function RulesSection({
  analysis,
  judged,
  judgement,
}: {
  analysis: Analysis;
  judged: Judged;
  judgement: Judgement;
}) {
  const applying = judgement.rules
    .filter(({ verdict }) => verdict.applies)
    .toSorted((a, b) => order.indexOf(a.verdict.outcome) - order.indexOf(b.verdict.outcome));
  const others = judgement.rules.length - applying.length;
  return (
    <Section title="Rules" aside={applying.length > 0 && <OutcomeMark outcome={judgement.verdict} />}>
      <Consequences judgement={judgement} />
      <div className={classes.list}>
        {applying.map((rule) => (
          <JudgedRuleCard key={rule.ruleId} {...{ rule, analysis, judged }} />
        ))}
      </div>
      {others > 0 && (
        <p className={classes.others}>
          {count(others, 'rule')} {others === 1 ? 'is' : 'are'} not about this photo.
        </p>
      )}
    </Section>
  );
}

function Consequences({ judgement: { rejected, tags } }: { judgement: Judgement }) {
  if (!rejected && tags.length === 0) return null;
  return (
    <p className={classes.tags}>
      {rejected && (
        <span className={classes.rejected}>
          <IconBan size={14} aria-hidden /> Rejected
        </span>
      )}
      {tags.map((tag) => (
        <span key={tag} className={classes.tag}>
          <IconTag size={13} aria-hidden /> {tag}
        </span>
      ))}
    </p>
  );
}

interface JudgedRuleCardProps {
  rule: JudgedRule;
  analysis: Analysis;
  judged: Judged;
}

function JudgedRuleCard({ rule, analysis, judged }: JudgedRuleCardProps) {
  const { ruleId, name, verdict } = rule;
  const open = useView((view) => view.rule === ruleId);
  const Icon = outcomeIcons[verdict.outcome];
  const told = verdict.outcome === 'pass' ? null : whatIsTold(verdict);
  const id = `judged-${ruleId}`;
  return (
    <article className={classes.rule} data-open={open} data-outcome={verdict.outcome} aria-label={name}>
      <button
        type="button"
        className={classes.summary}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => selectRule(open ? null : ruleId)}
      >
        <span className={marks.mark} data-outcome={verdict.outcome}>
          <Icon size={18} stroke={1.8} aria-label={outcomeWords[verdict.outcome]} />
        </span>
        <span className={classes.name}>{name}</span>
        {told && !open && <span className={classes.advice}>{tight(told)}</span>}
      </button>
      {open && (
        <div id={id} className={classes.details}>
          <Words ruleId={ruleId} analysisId={analysis.id} />
          <VerdictView {...{ verdict, analysis, judged }} />
          <FeedbackForm judged={rule} analysisId={analysis.id} />
        </div>
      )}
    </article>
  );
}

/** What to do; of what is about no mug, why too: nothing on the photo shows it. */
function whatIsTold({ advice, reason, statements }: RuleVerdict): string {
  const isOfMugs = statements.some(({ findings }) =>
    findings.some(({ detections }) => detections.length > 0),
  );
  if (advice === null) return reason;
  return isOfMugs ? advice : `${reason} ${advice}`;
}

function Words({ ruleId, analysisId }: { ruleId: string; analysisId: string }) {
  const text = useRules(({ list }) => list.find(({ id }) => id === ruleId)?.text);
  if (text === undefined) return null;
  const edit = () => {
    openRule(ruleId);
    chooseSubject(analysisId);
    goTo('rules');
  };
  return (
    <p className={classes.text}>
      <RuleWords text={text} />{' '}
      <Anchor component="button" type="button" size="sm" onClick={edit}>
        Edit
      </Anchor>
    </p>
  );
}
