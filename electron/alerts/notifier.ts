import type { Alert, Labels, NewAlert } from '../../shared/alert.ts';
import type { RecordedEvent } from '../delivery/outbox.ts';
import type { NewEvent } from '../integrations/publisher.ts';

/** The one entrance for everything that is worth telling. */
export interface Notifier {
  /** Something happened that has no life (an activity, a batch, a model): recorded and routed outward. */
  tell(event: NewEvent): Promise<RecordedEvent>;
  /** Something is wrong until it is resolved. The same labels are the same alert. Durable once resolved. */
  raise(alert: NewAlert): Promise<Alert>;
  /** The cause is gone: resolves the open alert with exactly these labels, if there is one. */
  resolve(labels: Labels, note?: string): Promise<void>;
}
