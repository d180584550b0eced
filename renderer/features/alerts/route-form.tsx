import { Checkbox, MultiSelect, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import type { Route } from '../../../shared/alert.ts';
import { eventTypes } from '../../../shared/event.ts';
import { eventWords } from '../../ui/event-words.ts';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { useChannels } from '../channels/channels.ts';
import { editRoute } from './alerting-draft.ts';
import { useEscalations } from './escalations.ts';
import { useKnownLabels } from './known-labels.ts';
import { MatchersField } from './matchers-field.tsx';
import classes from './part-card.module.css';
import type { Inherited } from './route-tree.ts';
import { targetsText } from './route-words.ts';
import { SeverityChips } from './severity-chips.tsx';
import { SpanInput } from './span-input.tsx';
import { spanOf } from './spans.ts';
import { TargetsField } from './targets-field.tsx';
import { WeekTimesField } from './week-times-field.tsx';

interface RouteFormProps {
  route: Route;
  /** It takes what no other does: without conditions, and with everything said. */
  isRoot: boolean;
  inherited: Inherited;
  errors: FieldErrors;
  /** Of the route within the document. */
  path: string;
}

const typeChoices = eventTypes
  .filter((type) => type !== 'render_requested')
  .map((value) => ({ value, label: eventWords[value].label }));

/** Which alerts a route takes, where to, and how often. */
export function RouteForm({ route, isRoot, inherited, errors, path }: RouteFormProps) {
  const channels = useChannels();
  const change = (part: Partial<Route>) => editRoute(route.id, part);
  const at = (name: string) => errors[`${path}.${name}`];
  return (
    <>
      <TextInput
        label="Name"
        value={route.name}
        error={at('name')}
        onChange={({ currentTarget }) => change({ name: currentTarget.value })}
      />
      {!isRoot && <Conditions route={route} errors={errors} path={path} change={change} />}
      <TargetsField
        label="Goes to"
        targets={route.to}
        error={at('to')}
        {...(!isRoot && { placeholder: `As above: ${targetsText(inherited.to, channels)}` })}
        onChange={(to) => change({ to })}
      />
      <Timers route={route} isRoot={isRoot} inherited={inherited} at={at} change={change} />
      {!isRoot && (
        <Switch
          size="xs"
          label="Goes on to the next route after this one"
          description="Otherwise the first route that fits takes it for itself."
          checked={route.continue}
          onChange={({ currentTarget }) => change({ continue: currentTarget.checked })}
        />
      )}
    </>
  );
}

type Change = (part: Partial<Route>) => void;

function Conditions({
  route,
  errors,
  path,
  change,
}: Pick<RouteFormProps, 'route' | 'errors' | 'path'> & { change: Change }) {
  return (
    <>
      <div>
        <SeverityChips
          label="Severity"
          value={route.severities}
          onChange={(chosen) => change({ severities: chosen })}
        />
        <span className={classes.small}>None chosen: any.</span>
      </div>
      <MatchersField
        label="Labels"
        matchers={route.matchers}
        error={errors[`${path}.matchers`]}
        onChange={(matchers) => change({ matchers })}
      />
      <MultiSelect
        size="xs"
        label="Kind of event"
        description="Alerts, or what happens once: batches, rules, errors. None chosen: any."
        data={typeChoices}
        value={route.types}
        clearable
        onChange={(types) => change({ types })}
      />
      <WeekTimesField
        label="Time of the week"
        help="None: always."
        times={route.times}
        errors={errors}
        path={`${path}.times`}
        onChange={(times) => change({ times })}
      />
    </>
  );
}

const ends = { usual: 'Yes, but not in Slack', always: 'Yes', never: 'No' } as const;

function Timers({
  route,
  isRoot,
  inherited,
  at,
  change,
}: Pick<RouteFormProps, 'route' | 'isRoot' | 'inherited'> & {
  at: (name: string) => string | undefined;
  change: Change;
}) {
  const known = useKnownLabels();
  const policies = useEscalations(({ saved }) => saved ?? []);
  const above = (seconds: number | null) =>
    isRoot || seconds === null ? {} : { placeholder: `${spanOf(seconds)}, as above` };
  const inheritedPolicy = policies.find(({ id }) => id === inherited.escalationId)?.name;
  const own = route.groupBy !== null;
  return (
    <>
      <div>
        {!isRoot && (
          <Checkbox
            size="xs"
            mb={6}
            label="Groups of its own"
            checked={own}
            onChange={() => change({ groupBy: own ? null : (inherited.groupBy ?? []) })}
          />
        )}
        <TagsInput
          label="One message for alerts with the same"
          description="Label names; “...” makes each alert a message of its own."
          data={['...', ...known.names]}
          disabled={!own}
          value={route.groupBy ?? inherited.groupBy ?? []}
          error={at('groupBy')}
          onChange={(groupBy) => change({ groupBy })}
        />
      </div>
      <div className={classes.pair}>
        <SpanInput
          label="Waits for company"
          seconds={route.groupWaitSeconds}
          required={isRoot}
          error={at('groupWaitSeconds')}
          {...above(inherited.groupWaitSeconds)}
          onChange={(groupWaitSeconds) => change({ groupWaitSeconds })}
        />
        <SpanInput
          label="Tells news every"
          seconds={route.groupIntervalSeconds}
          required={isRoot}
          error={at('groupIntervalSeconds')}
          {...above(inherited.groupIntervalSeconds)}
          onChange={(groupIntervalSeconds) => change({ groupIntervalSeconds })}
        />
        <SpanInput
          label="Repeats itself every"
          seconds={route.repeatIntervalSeconds}
          required={isRoot}
          error={at('repeatIntervalSeconds')}
          {...above(inherited.repeatIntervalSeconds)}
          onChange={(repeatIntervalSeconds) => change({ repeatIntervalSeconds })}
        />
      </div>
      <div className={classes.pair}>
        <Select
          label="Tells when it is over"
          data={[
            ...(isRoot ? [] : [{ value: '', label: `As above: ${ends[inherited.sendResolved ?? 'usual']}` }]),
            ...Object.entries(ends).map(([value, label]) => ({ value, label })),
          ]}
          value={route.sendResolved ?? ''}
          onChange={(value) => change({ sendResolved: (value || null) as Route['sendResolved'] })}
        />
        <Select
          label="Escalates by"
          data={[
            {
              value: '',
              label:
                inheritedPolicy === undefined
                  ? 'The policy for its severity'
                  : `As above: ${inheritedPolicy}`,
            },
            ...policies.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={route.escalationId ?? ''}
          onChange={(value) => change({ escalationId: value || null })}
        />
      </div>
    </>
  );
}
