import { SeverityMark } from '../../ui/severity.tsx';
import { useNow } from '../../ui/use-now.ts';
import { openFor } from '../alerts/alert-words.ts';
import { useOpenAlertList } from './wall.ts';
import classes from './wall-alerts.module.css';

/** More do not fit; how many there are is said. */
const mostShown = 8;
const tickMs = 5_000;

/** What is open, with its age. */
export function WallAlerts({ connected }: { connected: boolean }) {
  const alerts = useOpenAlertList(connected);
  const now = useNow(tickMs);
  return (
    <section className={classes.alerts} aria-label="Open alerts">
      <h2 className={classes.title}>
        {alerts.length === 0 ? 'No alert is open' : `Open alerts: ${alerts.length}`}
      </h2>
      <ul className={classes.list}>
        {alerts.slice(0, mostShown).map((alert) => (
          <li key={alert.id} className={classes.alert} data-calm={alert.state !== 'firing'}>
            <SeverityMark severity={alert.severity} size={22} />
            <span className={classes.what}>{alert.title}</span>
            <span className={classes.age}>
              {openFor(alert, now)}
              {alert.state === 'acknowledged' && ', taken on'}
            </span>
          </li>
        ))}
      </ul>
      {alerts.length > mostShown && <p className={classes.age}>and {alerts.length - mostShown} more</p>}
    </section>
  );
}
