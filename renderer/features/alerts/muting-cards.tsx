import { Button, Menu, Switch, TagsInput, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import {
  type Alerting,
  type Inhibition,
  inhibitionSchema,
  type QuietHours,
  quietHoursSchema,
} from '../../../shared/alert.ts';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { useChannels } from '../channels/channels.ts';
import { changeAlerting, togglePart, useAlerting } from './alerting-draft.ts';
import { useKnownLabels } from './known-labels.ts';
import { matcherText } from './matchers.ts';
import { MatchersField } from './matchers-field.tsx';
import classes from './part-card.module.css';
import { PartCard } from './part-card.tsx';
import tree from './route-cards.module.css';
import { freeId } from './route-tree.ts';
import { targetsText, timesText } from './route-words.ts';
import { TargetsField } from './targets-field.tsx';
import { nights, WeekTimesField } from './week-times-field.tsx';

interface MutingCardsProps {
  alerting: Alerting;
  errors: FieldErrors;
}

const hasProblem = (errors: FieldErrors, path: string) =>
  Object.keys(errors).some((name) => name.startsWith(`${path}.`));

/** Alerts that need not be told while another one is open. */
export function InhibitionCards({ alerting, errors }: MutingCardsProps) {
  const { inhibitions } = alerting;
  const openPart = useAlerting((state) => state.openPart);
  const known = useKnownLabels();
  const put = (next: Inhibition[]) => changeAlerting({ inhibitions: next });
  const add = () => {
    const id = freeId(
      'inhibition',
      inhibitions.map((one) => one.id),
    );
    const matcher = { name: 'alertname', value: '' };
    put([
      ...inhibitions,
      inhibitionSchema.parse({ id, name: 'New inhibition', source: [matcher], target: [matcher] }),
    ]);
    useAlerting.setState({ openPart: id });
  };
  return (
    <div className={tree.tree}>
      {inhibitions.map((one, index) => {
        const path = `inhibitions.${index}`;
        const change = (part: Partial<Inhibition>) =>
          put(inhibitions.map((other) => (other.id === one.id ? { ...other, ...part } : other)));
        return (
          <PartCard
            key={one.id}
            label={one.name}
            wrong={hasProblem(errors, path)}
            menu={
              <Menu.Item onClick={() => put(inhibitions.filter(({ id }) => id !== one.id))}>Remove</Menu.Item>
            }
            onToggle={() => togglePart(one.id)}
            form={
              openPart !== one.id ? null : (
                <>
                  <TextInput
                    label="Name"
                    value={one.name}
                    error={errors[`${path}.name`]}
                    onChange={({ currentTarget }) => change({ name: currentTarget.value })}
                  />
                  <MatchersField
                    label="While an alert is open that"
                    matchers={one.source}
                    error={errors[`${path}.source`]}
                    onChange={(source) => change({ source })}
                  />
                  <MatchersField
                    label="Nobody is told of those that"
                    matchers={one.target}
                    error={errors[`${path}.target`]}
                    onChange={(target) => change({ target })}
                  />
                  <TagsInput
                    label="Only where both have the same"
                    description="Label names. None: whatever their labels."
                    data={known.names}
                    value={one.equal}
                    error={errors[`${path}.equal`]}
                    onChange={(equal) => change({ equal })}
                  />
                </>
              )
            }
          >
            <span className={classes.name}>{one.name}</span>
            <span className={classes.small}>
              While {one.source.map(matcherText).join(' and ')} is open, nobody is told of{' '}
              {one.target.map(matcherText).join(' and ')}
              {one.equal.length > 0 && ` with the same ${one.equal.join(', ')}`}.
            </span>
          </PartCard>
        );
      })}
      <Add onPress={add}>Add an inhibition</Add>
    </div>
  );
}

/** When channels are left alone. */
export function QuietHoursCards({ alerting, errors }: MutingCardsProps) {
  const { quietHours } = alerting;
  const openPart = useAlerting((state) => state.openPart);
  const channels = useChannels();
  const put = (next: QuietHours[]) => changeAlerting({ quietHours: next });
  const add = () => {
    const id = freeId(
      'quiet',
      quietHours.map((one) => one.id),
    );
    put([
      ...quietHours,
      quietHoursSchema.parse({ id, name: 'Night', channels: { all: true }, times: [nights] }),
    ]);
    useAlerting.setState({ openPart: id });
  };
  return (
    <div className={tree.tree}>
      {quietHours.map((one, index) => {
        const path = `quietHours.${index}`;
        const change = (part: Partial<QuietHours>) =>
          put(quietHours.map((other) => (other.id === one.id ? { ...other, ...part } : other)));
        return (
          <PartCard
            key={one.id}
            label={one.name}
            wrong={hasProblem(errors, path)}
            aside={
              <Switch
                size="xs"
                aria-label={`${one.name} is on`}
                checked={one.enabled}
                onChange={({ currentTarget }) => change({ enabled: currentTarget.checked })}
              />
            }
            menu={
              <Menu.Item onClick={() => put(quietHours.filter(({ id }) => id !== one.id))}>Remove</Menu.Item>
            }
            onToggle={() => togglePart(one.id)}
            form={
              openPart !== one.id ? null : (
                <>
                  <TextInput
                    label="Name"
                    value={one.name}
                    error={errors[`${path}.name`]}
                    onChange={({ currentTarget }) => change({ name: currentTarget.value })}
                  />
                  <TargetsField
                    label="Channels"
                    targets={one.channels}
                    onChange={(targets) => targets !== null && change({ channels: targets })}
                  />
                  <WeekTimesField
                    label="Times"
                    required
                    times={one.times}
                    errors={errors}
                    path={`${path}.times`}
                    onChange={(times) => change({ times })}
                  />
                </>
              )
            }
          >
            <span className={classes.name}>{one.name}</span>
            {!one.enabled && <span className={classes.quiet}> (off)</span>}:{' '}
            {targetsText(one.channels, channels)}
            <span className={classes.small}>{one.times.map(timesText).join('; ')}</span>
          </PartCard>
        );
      })}
      <Add onPress={add}>Add quiet hours</Add>
    </div>
  );
}

function Add({ onPress, children }: { onPress: () => void; children: string }) {
  return (
    <Button
      variant="subtle"
      size="compact-xs"
      className={tree.add ?? ''}
      leftSection={<IconPlus size={14} stroke={1.6} />}
      onClick={onPress}
    >
      {children}
    </Button>
  );
}
