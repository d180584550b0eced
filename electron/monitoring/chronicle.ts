import type { EventBus } from '../events.ts';
import type { Log } from '../log.ts';
import type { Database } from '../store/database.ts';
import type { Activity, Attempt } from './activity.ts';

/** Under a flood so many attempts of a second are written down; of the others only how many they were. */
const mostAttempts = 100;

export interface ChronicleParts {
  events: Pick<EventBus, 'listen'>;
  activity: Pick<Activity, 'onAttempts'>;
  database: Pick<Database, 'statement' | 'read'>;
  log: Pick<Log, 'info' | 'warn'>;
}

/** Writes the way of every photo into the log, from its analysis to each attempt to tell of it. Returns what ends it. */
export function keepChronicle({ events, activity, database, log }: ChronicleParts): () => void {
  function attempted({ deliverySequence, channelId, delivered, tookMs, number, reason }: Attempt): void {
    const row = database.read(() => database.statement(selectIds).get(deliverySequence));
    const ids = { deliveryId: row?.delivery_id, eventId: row?.event_id, channelId };
    const entry = { ...ids, number, tookMs: Math.round(tookMs), ...(reason !== null && { reason }) };
    if (delivered) log.info(entry, 'Delivered');
    else log.warn(entry, 'An attempt failed');
  }

  const stops = [
    events.listen('analysis.completed', ({ summary, batchId }) => {
      const { id: analysisId, photo, mugCount } = summary;
      log.info({ photoId: photo.id, analysisId, ...(batchId && { batchId }), mugCount }, 'Photo analysed');
    }),
    events.listen('analysis.failed', ({ photo, error, batchId }) => {
      const ids = { ...(photo && { photoId: photo.id }), ...(batchId && { batchId }) };
      log.warn({ ...ids, code: error.code, reason: error.message }, 'A photo was not analysed');
    }),
    activity.onAttempts((attempts) => {
      for (const attempt of attempts.slice(0, mostAttempts)) attempted(attempt);
      const more = attempts.length - mostAttempts;
      if (more > 0) log.info({ attempts: more }, 'There were more attempts than are written down');
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

const selectIds = `
  SELECT deliveries.id AS delivery_id, events.id AS event_id
  FROM deliveries JOIN events ON events.sequence = event_sequence WHERE deliveries.sequence = ?`;
