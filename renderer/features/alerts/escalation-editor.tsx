import { ActionIcon, Button, Group, NumberInput, Select, TextInput } from '@mantine/core';
import {
  IconArrowUpCircle,
  IconBellRinging,
  IconPlus,
  IconRepeat,
  IconTrash,
  IconUserCheck,
  IconX,
} from '@tabler/icons-react';
import type { EscalationPolicy, EscalationStep } from '../../../shared/alert.ts';
import { type Severity, severities } from '../../../shared/event.ts';
import { Moment, Moments } from '../../ui/moment.tsx';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { severityWords } from '../../ui/severity.tsx';
import { addStep, changePolicy, changeStep, removePolicy, removeStep } from './escalation-draft.ts';
import classes from './escalation-editor.module.css';
import { SeverityChips } from './severity-chips.tsx';
import { SpanInput } from './span-input.tsx';
import { TargetsField } from './targets-field.tsx';

interface EscalationEditorProps {
  policy: EscalationPolicy;
  /** It is kept, and can be removed. */
  isSaved: boolean;
  errors: FieldErrors;
}

const inMinutes = (seconds: number) => seconds / 60;

/** A policy as a vertical time line: what is done when, until somebody acknowledges. */
export function EscalationEditor({ policy, isSaved, errors }: EscalationEditorProps) {
  const { name, severities: chosen, steps } = policy;
  return (
    <div className={classes.editor}>
      <Group align="flex-end" gap={12}>
        <TextInput
          className={classes.name ?? ''}
          label="Name"
          value={name}
          error={errors.name}
          onChange={({ currentTarget }) => changePolicy({ name: currentTarget.value })}
        />
        {isSaved && (
          <Button
            variant="default"
            leftSection={<IconTrash size={15} stroke={1.6} />}
            onClick={() => removePolicy(policy)}
          >
            Remove
          </Button>
        )}
      </Group>
      <div>
        <SeverityChips
          label="Holds for alerts that are"
          value={chosen}
          onChange={(next) => changePolicy({ severities: next })}
        />
        <p className={classes.help}>A route may name it for its own, whatever their severity.</p>
      </div>
      <Moments>
        <Moment tone="begin" icon={<IconBellRinging size={16} />}>
          <span className={classes.words}>The alert is raised and told by its route.</span>
        </Moment>
        {steps.map((step, index) => (
          <Moment key={index} tone="begin" icon={<IconArrowUpCircle size={16} />}>
            <Step step={step} index={index} errors={errors} only={steps.length === 1} />
          </Moment>
        ))}
        <Moment tone="begin" icon={<IconPlus size={16} />}>
          <Button variant="subtle" size="compact-xs" className={classes.add ?? ''} onClick={addStep}>
            Add a step
          </Button>
        </Moment>
        <Moment tone="begin" icon={<IconRepeat size={16} />}>
          <Repeat policy={policy} errors={errors} />
        </Moment>
        <Moment tone="begin" icon={<IconUserCheck size={16} />}>
          <Acknowledged policy={policy} errors={errors} />
        </Moment>
      </Moments>
    </div>
  );
}

interface StepProps {
  step: EscalationStep;
  index: number;
  errors: FieldErrors;
  /** The last one cannot be taken away. */
  only: boolean;
}

function Step({ step, index, errors, only }: StepProps) {
  const at = (name: string) => errors[`steps.${index}.${name}`];
  return (
    <section className={classes.step} aria-label={`Step ${index + 1}`}>
      <SpanInput
        label={index === 0 ? 'Nobody is on it after' : 'Nor after another'}
        seconds={step.afterMinutes * 60}
        required
        plainUnit="min"
        error={at('afterMinutes')}
        onChange={(seconds) => seconds !== null && changeStep(index, { afterMinutes: inMinutes(seconds) })}
      />
      <TargetsField
        label="Tell"
        targets={step.to}
        error={at('to')}
        onChange={(to) => to !== null && changeStep(index, { to })}
      />
      <Select
        label="It becomes"
        data={[
          { value: '', label: 'as it is' },
          ...severities.slice(1).map((value) => ({ value, label: severityWords[value] })),
        ]}
        value={step.raiseTo ?? ''}
        onChange={(value) => changeStep(index, { raiseTo: (value || null) as Severity | null })}
      />
      <ActionIcon
        size={28}
        className={classes.remove ?? ''}
        aria-label={`Remove step ${index + 1}`}
        disabled={only}
        onClick={() => removeStep(index)}
      >
        <IconX size={15} stroke={1.6} />
      </ActionIcon>
    </section>
  );
}

type PartProps = Pick<EscalationEditorProps, 'policy' | 'errors'>;

function Repeat({ policy, errors }: PartProps) {
  const { repeat } = policy;
  return (
    <div className={classes.fields}>
      <NumberInput
        label="All steps again"
        min={0}
        max={1_000}
        w={130}
        suffix={repeat.times === 1 ? ' time' : ' times'}
        value={repeat.times}
        error={errors['repeat.times']}
        onChange={(times) => typeof times === 'number' && changePolicy({ repeat: { ...repeat, times } })}
      />
      {repeat.times > 0 && (
        <SpanInput
          label="each so long after the last step"
          seconds={repeat.afterMinutes * 60}
          required
          plainUnit="min"
          error={errors['repeat.afterMinutes']}
          onChange={(seconds) =>
            seconds !== null && changePolicy({ repeat: { ...repeat, afterMinutes: inMinutes(seconds) } })
          }
        />
      )}
    </div>
  );
}

function Acknowledged({ policy, errors }: PartProps) {
  const { remindAfterMinutes, unacknowledgeAfterMinutes } = policy;
  return (
    <>
      <p className={classes.words}>
        <strong>Acknowledging stops it at any step.</strong> If the alert is not resolved after that:
      </p>
      <div className={classes.fields}>
        <SpanInput
          label="Remind those who were told, every"
          placeholder="Never"
          plainUnit="min"
          seconds={remindAfterMinutes === null ? null : remindAfterMinutes * 60}
          error={errors.remindAfterMinutes}
          onChange={(seconds) =>
            changePolicy({ remindAfterMinutes: seconds === null ? null : inMinutes(seconds) })
          }
        />
        <SpanInput
          label="It is firing again after"
          placeholder="Never"
          plainUnit="min"
          seconds={unacknowledgeAfterMinutes === null ? null : unacknowledgeAfterMinutes * 60}
          error={errors.unacknowledgeAfterMinutes}
          onChange={(seconds) =>
            changePolicy({ unacknowledgeAfterMinutes: seconds === null ? null : inMinutes(seconds) })
          }
        />
      </div>
    </>
  );
}
