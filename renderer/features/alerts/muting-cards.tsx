import { Switch, TagsInput } from '@mantine/core';
import { type Alerting, inhibitionSchema, quietHoursSchema } from '../../../shared/alert.ts';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { useChannels } from '../channels/channels.ts';
import { changeAlerting } from './alerting-draft.ts';
import { useKnownLabels } from './known-labels.ts';
import { matcherText } from './matchers.ts';
import { MatchersField } from './matchers-field.tsx';
import classes from './part-card.module.css';
import { PartCards } from './part-cards.tsx';
import { freeId } from './route-tree.ts';
import { targetsText, timesText } from './route-words.ts';
import { TargetsField } from './targets-field.tsx';
import { nights, WeekTimesField } from './week-times-field.tsx';

interface MutingCardsProps {
  alerting: Alerting;
  errors: FieldErrors;
}

const idsOf = (parts: readonly { id: string }[]) => parts.map(({ id }) => id);
const anyAlert = { name: 'alertname', value: '' };

/** Alerts that need not be told while another one is open. */
export function InhibitionCards({ alerting: { inhibitions }, errors }: MutingCardsProps) {
  const known = useKnownLabels();
  return (
    <PartCards
      parts={inhibitions}
      path="inhibitions"
      errors={errors}
      onChange={(next) => changeAlerting({ inhibitions: next })}
      words={({ name, source, target, equal }) => (
        <>
          <span className={classes.name}>{name}</span>
          <span className={classes.small}>
            While {source.map(matcherText).join(' and ')} is open, nobody is told of{' '}
            {target.map(matcherText).join(' and ')}
            {equal.length > 0 && ` with the same ${equal.join(', ')}`}.
          </span>
        </>
      )}
      fields={({ source, target, equal }, change, path) => (
        <>
          <MatchersField
            label="While an alert is open that"
            matchers={source}
            error={errors[`${path}.source`]}
            onChange={(next) => change({ source: next })}
          />
          <MatchersField
            label="Nobody is told of those that"
            matchers={target}
            error={errors[`${path}.target`]}
            onChange={(next) => change({ target: next })}
          />
          <TagsInput
            label="Only where both have the same"
            description="Label names. None: whatever their labels."
            data={known.names}
            value={equal}
            error={errors[`${path}.equal`]}
            onChange={(next) => change({ equal: next })}
          />
        </>
      )}
      adds="Add an inhibition"
      fresh={() =>
        inhibitionSchema.parse({
          id: freeId('inhibition', idsOf(inhibitions)),
          name: 'New inhibition',
          source: [anyAlert],
          target: [anyAlert],
        })
      }
    />
  );
}

/** When channels are left alone. */
export function QuietHoursCards({ alerting: { quietHours }, errors }: MutingCardsProps) {
  const channels = useChannels();
  return (
    <PartCards
      parts={quietHours}
      path="quietHours"
      errors={errors}
      onChange={(next) => changeAlerting({ quietHours: next })}
      words={({ name, enabled, channels: targets, times }) => (
        <>
          <span className={classes.name}>{name}</span>
          {!enabled && <span className={classes.quiet}> (off)</span>}: {targetsText(targets, channels)}
          <span className={classes.small}>{times.map(timesText).join('; ')}</span>
        </>
      )}
      aside={({ name, enabled }, change) => (
        <Switch
          size="xs"
          aria-label={`${name} is on`}
          checked={enabled}
          onChange={({ currentTarget }) => change({ enabled: currentTarget.checked })}
        />
      )}
      fields={({ channels: targets, times }, change, path) => (
        <>
          <TargetsField
            label="Channels"
            targets={targets}
            onChange={(next) => next !== null && change({ channels: next })}
          />
          <WeekTimesField
            label="Times"
            required
            times={times}
            errors={errors}
            path={`${path}.times`}
            onChange={(next) => change({ times: next })}
          />
        </>
      )}
      adds="Add quiet hours"
      fresh={() =>
        quietHoursSchema.parse({
          id: freeId('quiet', idsOf(quietHours)),
          name: 'Night',
          channels: { all: true },
          times: [nights],
        })
      }
    />
  );
}
