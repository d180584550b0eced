import { type DeliveryState, deliveryStates } from '../../../shared/delivery.ts';
import { narrow, useDeliveries } from './deliveries.ts';
import { DeliveryStateMark } from './delivery-state.tsx';
import classes from './state-chips.module.css';

/** The states in the order of a delivery's life. */
const order: readonly DeliveryState[] = ['waiting', 'held', 'sending', 'delivered', 'failed', 'cancelled'];

/** One chip per state with how many there are; pressed ones are shown, none pressed means all. */
export function StateChips() {
  const counts = useDeliveries((deliveries) => deliveries.counts);
  const states = useDeliveries((deliveries) => deliveries.filter.states);
  const toggle = (state: DeliveryState) => {
    const next = order.filter((other) => (states ?? []).includes(other) !== (other === state));
    narrow({ states: next.length === 0 || next.length === deliveryStates.length ? undefined : next });
  };
  const total = counts === null ? null : order.reduce((sum, state) => sum + counts[state], 0);
  return (
    <fieldset className={classes.chips}>
      <legend className={classes.legend}>States shown</legend>
      <button
        type="button"
        className={classes.chip}
        aria-pressed={states === undefined}
        onClick={() => narrow({ states: undefined })}
      >
        All <Count amount={total} />
      </button>
      {order.map((state) => (
        <button
          key={state}
          type="button"
          className={classes.chip}
          aria-pressed={states?.includes(state) ?? false}
          onClick={() => toggle(state)}
        >
          <DeliveryStateMark state={state} size={15} /> <Count amount={counts?.[state] ?? null} />
        </button>
      ))}
    </fieldset>
  );
}

function Count({ amount }: { amount: number | null }) {
  return <span className={classes.count}>{amount === null ? '–' : amount.toLocaleString('en')}</span>;
}
