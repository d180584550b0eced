import { IconBellOff } from '@tabler/icons-react';
import { alertStates } from '../../../shared/alert.ts';
import { FilterChips } from '../../ui/filter-bar.tsx';
import chip from '../../ui/state-chips.module.css';
import { StateChips } from '../../ui/state-chips.tsx';
import { AlertStateMark } from './alert-state.tsx';
import { narrow, narrowTo, useAlerts } from './alerts.ts';

/** The alerts by state, with how many there are of each, and those that are not told. */
export function AlertChips() {
  const counts = useAlerts((alerts) => alerts.counts);
  const shown = useAlerts((alerts) => alerts.filter.states);
  const filter = useAlerts((alerts) => alerts.filter);
  const mutedOnly = useAlerts((alerts) => alerts.mutedOnly);
  const total = counts === null ? null : alertStates.reduce((sum, state) => sum + counts[state], 0);
  return (
    <FilterChips>
      <StateChips
        order={alertStates}
        shown={shown}
        markOf={(state) => <AlertStateMark state={state} size={15} />}
        amountOf={(state) => (state === null ? total : (counts?.[state] ?? null))}
        onChange={(states) => narrow({ states: states && [...states] })}
      />
      <button
        type="button"
        className={chip.chip}
        aria-pressed={mutedOnly}
        title="Only those that no channel is told of at the moment: silenced, or inhibited by another alert"
        onClick={() => narrowTo(filter, !mutedOnly)}
      >
        <IconBellOff size={15} stroke={1.8} aria-hidden /> Not told
      </button>
    </FilterChips>
  );
}
