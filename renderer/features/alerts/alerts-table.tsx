import { useNow } from '../../ui/use-now.ts';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { AlertRow } from './alert-row.tsx';
import type { AlertLine } from './alert-rows.ts';
import { focusAny, linesShown, loadMore, setAtTop, showArrived, useAlerts } from './alerts.ts';
import classes from './alerts-table.module.css';
import { GroupRow } from './group-row.tsx';

const rowHeight = 52;
const groupHeight = 36;
const clockTickMs = 10_000;
const idOf = ({ id }: AlertLine) => id;
const heightOf = ({ kind }: AlertLine) => (kind === 'group' ? groupHeight : rowHeight);

/** The alerts and the heads of their groups. */
export function AlertsTable() {
  const alerts = useAlerts();
  const { nextCursor, state, selected, focusId, arrived } = alerts;
  const now = useNow(clockTickMs);
  return (
    <div className={classes.table}>
      <VirtualList
        label="Alerts"
        kind="alert"
        items={linesShown(alerts)}
        idOf={idOf}
        rowHeight={rowHeight}
        heightOf={heightOf}
        ready={state === 'ready'}
        more={nextCursor !== null}
        onNearEnd={loadMore}
        arrived={arrived.size}
        onShowArrived={showArrived}
        onAtTop={setAtTop}
        focusId={focusId}
        onFocus={focusAny}
        selected={selected.size}
      >
        {(line) => <Line line={line} now={now} />}
      </VirtualList>
    </div>
  );
}

function Line({ line, now }: { line: AlertLine; now: number }) {
  const { selected, focusId, openId, nextCursor } = useAlerts();
  const focused = line.id === focusId;
  if (line.kind === 'alert') {
    const { id, alert, grouped } = line;
    const marks = { selected: selected.has(id), focused, open: id === openId };
    return <AlertRow alert={alert} grouped={grouped} {...marks} now={now} />;
  }
  const { id, name, alerts, folded } = line;
  const amount = selected.size === 0 ? 0 : alerts.filter((alert) => selected.has(alert.id)).length;
  return (
    <GroupRow {...{ id, name, alerts, folded, focused, now }} open={nextCursor !== null} selected={amount} />
  );
}
