import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { severities } from '../../../shared/event.ts';
import { print } from '../../../shared/rules/print.ts';
import {
  type Condition,
  type Consequence,
  type Rule,
  ruleVersion,
  type Scope,
  type Statement,
} from '../../../shared/rules/rule.ts';
import { severityWords } from '../../ui/severity.tsx';
import { ConditionField } from './form-condition.tsx';
import { Choice, KnownName, Name } from './form-fields.tsx';
import { consequenceStarts, firstCondition, startOf } from './form-starts.ts';
import { changeDraft } from './rule-drafts.ts';
import classes from './rule-form.module.css';
import { useSurroundings } from './surroundings.ts';

const whatFollows = Object.keys(consequenceStarts) as Consequence['do'][];

const firstStatement: Statement = {
  ...{ scope: null, when: null, unless: null, must: firstCondition, else: null },
  ...{ onPass: [], onFail: [] },
};

/** The same rule as fields: what is changed here is written into the words, in canonical English. */
export function RuleForm({ rule }: { rule: Rule | null }) {
  const statements = rule?.statements ?? [];
  const change = (next: readonly Statement[]) =>
    changeDraft({ text: next.length === 0 ? '' : print({ version: ruleVersion, statements: [...next] }) });
  return (
    <section className={classes.form} aria-label="Form of the rule">
      {statements.map((statement, index) => (
        <StatementForm
          key={index}
          statement={statement}
          onChange={(next) => change(statements.with(index, next))}
          onRemove={() => change(statements.toSpliced(index, 1))}
        />
      ))}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          onClick={() => change([...statements, firstStatement])}
        >
          Add a sentence
        </Button>
      </div>
    </section>
  );
}

interface StatementFormProps {
  statement: Statement;
  onChange: (statement: Statement) => void;
  onRemove: () => void;
}

function StatementForm({ statement, onChange, onRemove }: StatementFormProps) {
  const { scope, when, unless, must, else: other, onPass, onFail } = statement;
  const surroundings = useSurroundings();
  const set = (change: Partial<Statement>) => onChange({ ...statement, ...change });
  const removable = onPass.length + onFail.length > 0;
  return (
    <div className={classes.sentence}>
      <ScopeField scope={scope} onChange={(next) => set({ scope: next })} />
      <Part
        name="If"
        condition={when}
        onChange={(next) => set({ when: next, ...(!next && { else: null }) })}
      />
      <Part
        name="Asks"
        condition={must}
        onChange={(next) => (next !== null || removable) && set({ must: next })}
      />
      <Part name="Otherwise asks" condition={other} onChange={(next) => set({ else: next })} />
      <Part name="Unless" condition={unless} onChange={(next) => set({ unless: next })} />
      <Consequences
        name={must ? 'When it passes' : 'Then'}
        list={onPass}
        onChange={(next) => set({ onPass: next })}
      />
      <Consequences
        name={must ? 'When it fails' : 'Otherwise'}
        list={onFail}
        onChange={(next) => set({ onFail: next })}
      />
      <div className={classes.line}>
        <Menu position="bottom-start" shadow="md">
          <Menu.Target>
            <Button variant="subtle" size="compact-xs" leftSection={<IconPlus size={13} />}>
              Add to it
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {when === null && (
              <Menu.Item onClick={() => set({ when: firstCondition })}>A condition: if…</Menu.Item>
            )}
            {when !== null && must !== null && other === null && (
              <Menu.Item onClick={() => set({ else: firstCondition })}>What is asked otherwise</Menu.Item>
            )}
            {unless === null && (
              <Menu.Item onClick={() => set({ unless: firstCondition })}>An exception: unless…</Menu.Item>
            )}
            {scope === null && (
              <Menu.Item onClick={() => set({ scope: { in: 'context', name: 'photography' } })}>
                Only in a context
              </Menu.Item>
            )}
            {scope === null && (
              <Menu.Item onClick={() => set({ scope: { in: 'batch', name: 'Monday' } })}>
                Only for batches
              </Menu.Item>
            )}
            <Menu.Label>What follows when it fails</Menu.Label>
            {whatFollows.map((what) => (
              <Menu.Item key={what} onClick={() => set({ onFail: [...onFail, startOf(what, surroundings)] })}>
                {consequenceStarts[what].label}
              </Menu.Item>
            ))}
            <Menu.Label>What follows when it passes</Menu.Label>
            {whatFollows.map((what) => (
              <Menu.Item key={what} onClick={() => set({ onPass: [...onPass, startOf(what, surroundings)] })}>
                {consequenceStarts[what].label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Button variant="subtle" color="gray" size="compact-xs" onClick={onRemove}>
          Remove the sentence
        </Button>
      </div>
    </div>
  );
}

function Labelled({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.part}>
      <span className={classes.label}>{name}</span>
      {children}
    </div>
  );
}

interface PartProps {
  name: string;
  condition: Condition | null;
  onChange: (condition: Condition | null) => void;
}

function Part({ name, condition, onChange }: PartProps) {
  if (condition === null) return null;
  return (
    <Labelled name={name}>
      <ConditionField condition={condition} onChange={onChange} onRemove={() => onChange(null)} />
    </Labelled>
  );
}

function ScopeField({ scope, onChange }: { scope: Scope | null; onChange: (scope: Scope | null) => void }) {
  if (scope === null) return null;
  return (
    <Labelled name="For">
      <div className={classes.line}>
        <Choice
          label="For what"
          words={{ context: 'the context', batch: 'batches named' }}
          value={scope.in}
          onChange={(of) => onChange({ in: of, name: scope.name })}
        />
        <Name
          key={scope.name}
          label="Its name"
          value={scope.name}
          onChange={(name) => onChange({ ...scope, name })}
        />
        <Remove what="this limitation" onRemove={() => onChange(null)} />
      </div>
    </Labelled>
  );
}

interface ConsequencesProps {
  name: string;
  list: readonly Consequence[];
  onChange: (list: Consequence[]) => void;
}

function Consequences({ name, list, onChange }: ConsequencesProps) {
  if (list.length === 0) return null;
  return (
    <Labelled name={name}>
      <div className={classes.condition}>
        {list.map((consequence, index) => (
          <div key={index} className={classes.line}>
            <span>{consequenceStarts[consequence.do].label}</span>
            <ConsequenceField
              consequence={consequence}
              onChange={(next) => onChange(list.with(index, next))}
            />
            <Remove what="this consequence" onRemove={() => onChange(list.toSpliced(index, 1))} />
          </div>
        ))}
      </div>
    </Labelled>
  );
}

const alertWords = Object.fromEntries(
  severities.map((severity) => [severity, severityWords[severity]]),
) as Record<(typeof severities)[number], string>;

interface ConsequenceFieldProps {
  consequence: Consequence;
  onChange: (consequence: Consequence) => void;
}

function ConsequenceField({ consequence, onChange }: ConsequenceFieldProps) {
  const { channels, templates } = useSurroundings();
  switch (consequence.do) {
    case 'alert':
      return (
        <Choice
          label="Severity"
          words={alertWords}
          value={consequence.severity ?? 'warning'}
          onChange={(severity) => onChange({ do: 'alert', severity })}
        />
      );
    case 'notify':
      return (
        <KnownName
          label="Channel"
          known={channels}
          value={consequence.channel}
          onChange={(channel) => onChange({ do: 'notify', channel })}
        />
      );
    case 'useTemplate':
      return (
        <KnownName
          label="Template"
          known={templates}
          value={consequence.template}
          onChange={(template) => onChange({ do: 'useTemplate', template })}
        />
      );
    case 'tag':
      return (
        <Name
          key={consequence.tag}
          label="Tag"
          value={consequence.tag}
          onChange={(tag) => onChange({ do: 'tag', tag })}
        />
      );
    case 'reject':
      return null;
  }
}

function Remove({ what, onRemove }: { what: string; onRemove: () => void }) {
  return (
    <ActionIcon size={26} aria-label={`Remove ${what}`} onClick={onRemove}>
      <IconX size={14} />
    </ActionIcon>
  );
}
