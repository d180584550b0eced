import type { DeliveryState } from '../../../shared/delivery.ts';
import { FilterChips } from '../../ui/filter-bar.tsx';
import { StateChips } from '../../ui/state-chips.tsx';
import { narrow, useDeliveries } from './deliveries.ts';
import { DeliveryStateMark } from './delivery-state.tsx';

/** The states in the order of a delivery's life. */
const order: readonly DeliveryState[] = ['waiting', 'held', 'sending', 'delivered', 'failed', 'cancelled'];

/** The deliveries by state, with how many there are of each. */
export function DeliveryChips() {
  const counts = useDeliveries((deliveries) => deliveries.counts);
  const shown = useDeliveries((deliveries) => deliveries.filter.states);
  const total = counts === null ? null : order.reduce((sum, state) => sum + counts[state], 0);
  return (
    <FilterChips>
      <StateChips
        order={order}
        shown={shown}
        markOf={(state) => <DeliveryStateMark state={state} size={15} />}
        amountOf={(state) => (state === null ? total : (counts?.[state] ?? null))}
        onChange={(states) => narrow({ states: states && [...states] })}
      />
    </FilterChips>
  );
}
