import { IconChevronRight } from '@tabler/icons-react';
import { memo } from 'react';
import type { Alert } from '../../../shared/alert.ts';
import { ListRow } from '../../ui/list-row.tsx';
import { SeverityMark } from '../../ui/severity.tsx';
import { agoText, count, exactTime } from '../../ui/words.ts';
import classes from './alert-row.module.css';
import { worstOf } from './alert-rows.ts';
import { nameText } from './alert-words.ts';
import { toggleFold, toggleSelected, useAlerts } from './alerts.ts';

interface GroupRowProps {
  id: string;
  name: string;
  alerts: readonly Alert[];
  folded: boolean;
  /** More of them may follow. */
  open: boolean;
  /** How many of them are selected. */
  selected: number;
  focused: boolean;
  now: number;
}

/** Alerts of one name: a press folds or unfolds them, the box selects them all. */
export const GroupRow = memo(function GroupRow(props: GroupRowProps) {
  const { id, name, alerts, folded, open, selected, focused, now } = props;
  const [newest] = alerts;
  const firing = alerts.filter(({ state }) => state === 'firing').length;
  const words = nameText(name);
  const amount = open ? `${alerts.length.toLocaleString('en')}+ alerts` : count(alerts.length, 'alert');
  return (
    <ListRow
      kind="alert"
      id={id}
      label={`${words}, ${amount}, ${folded ? 'folded' : 'unfolded'}`}
      className={classes.group}
      selected={selected === alerts.length}
      focused={focused}
      onOpen={() => {
        useAlerts.setState({ focusId: id });
        toggleFold(name, !folded);
      }}
      select={{
        label: `Select all of ${words}`,
        some: selected > 0 && selected < alerts.length,
        toggle: (range) => toggleSelected(id, range),
      }}
    >
      <SeverityMark severity={worstOf(alerts)} />
      <span className={classes.fold} data-folded={folded}>
        <IconChevronRight size={14} stroke={2} aria-hidden />
        <span className={classes.title}>{words}</span>
        <span className={classes.amount}>{amount}</span>
        {folded && newest !== undefined && <span className={classes.latest}>· {newest.title}</span>}
      </span>
      <span className={classes.state}>{firing > 0 ? `${firing.toLocaleString('en')} firing` : ''}</span>
      <span className={classes.count} />
      {newest !== undefined && (
        <time
          className={classes.time}
          dateTime={newest.raisedAt}
          title={`The newest: ${exactTime(newest.raisedAt)}`}
        >
          {agoText(newest.raisedAt, now)}
        </time>
      )}
    </ListRow>
  );
});
