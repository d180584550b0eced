import { printCondition } from '../../../shared/rules/print.ts';
import type { Condition, Consequence, Rule, Scope, Statement } from '../../../shared/rules/rule.ts';
import { ConsequenceChip } from './consequence-chip.tsx';
import classes from './reading-view.module.css';
import { RuleWords } from './rule-words.tsx';

interface ReadingViewProps {
  rule: Rule;
  canonical: string | null;
  text: string;
}

/** What the words were read as, part by part; in other words than the operator's where those were unusual. */
export function ReadingView({ rule, canonical, text }: ReadingViewProps) {
  return (
    <section className={classes.reading} aria-label="Read as">
      {canonical !== null && canonical !== text.trim() && (
        <p className={classes.canonical}>
          Read as: <RuleWords text={canonical} />
        </p>
      )}
      {isParted(rule) &&
        rule.statements.map((statement, index) => <StatementView key={index} statement={statement} />)}
    </section>
  );
}

/** A single demand is as plain in one line. */
function isParted({ statements: [first, ...others] }: Rule): boolean {
  if (first === undefined || others.length > 0) return true;
  const { scope, when, unless, must, onPass, onFail } = first;
  const isOne = must !== null && must.kind !== 'all' && must.kind !== 'any';
  return !isOne || scope !== null || when !== null || unless !== null || onPass.length + onFail.length > 0;
}

function StatementView({ statement }: { statement: Statement }) {
  const { scope, when, unless, must, else: other, onPass, onFail } = statement;
  return (
    <dl className={classes.statement}>
      {scope && (
        <>
          <dt>For</dt>
          <dd>{scopeWords(scope)}</dd>
        </>
      )}
      <Part name="If" condition={when} mood="looks" />
      <Part name="Asks" condition={must} mood="asks" />
      <Part name="Otherwise asks" condition={other} mood="asks" />
      <Part name="Unless" condition={unless} mood="looks" />
      <Following name={must ? 'When it passes' : 'Then'} consequences={onPass} />
      <Following name={must ? 'When it fails' : 'Otherwise'} consequences={onFail} />
    </dl>
  );
}

const scopeWords = (scope: Scope) =>
  scope.in === 'context' ? `The context ${scope.name}` : `Batches named ${scope.name}`;

type Mood = Parameters<typeof printCondition>[1];

function Part({ name, condition, mood }: { name: string; condition: Condition | null; mood: Mood }) {
  if (condition === null) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <ConditionView condition={condition} mood={mood} />
      </dd>
    </>
  );
}

function ConditionView({ condition, mood }: { condition: Condition; mood: Mood }) {
  if (condition.kind !== 'all' && condition.kind !== 'any')
    return <RuleWords text={sentence(condition, mood)} />;
  return (
    <>
      {condition.kind === 'all' ? 'All of' : 'One of'}
      <ul className={classes.nested}>
        {condition.of.map((part, index) => (
          <li key={index}>
            <ConditionView condition={part} mood={mood} />
          </li>
        ))}
      </ul>
    </>
  );
}

function sentence(condition: Condition, mood: Mood): string {
  const text = printCondition(condition, mood);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Following({ name, consequences }: { name: string; consequences: readonly Consequence[] }) {
  if (consequences.length === 0) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd className={classes.chips}>
        {consequences.map((consequence) => (
          <ConsequenceChip key={JSON.stringify(consequence)} consequence={consequence} />
        ))}
      </dd>
    </>
  );
}
