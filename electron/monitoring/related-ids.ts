import type { Database } from '../store/database.ts';

const most = 200;

/**
 * All ids on the way from a photo to the attempts to tell of it, whichever of them is given: photo → analyses →
 * events → deliveries. The id itself for any other.
 */
export function createRelatedIds({ statement, read }: Database): (id: string) => string[] {
  const column = (sql: string, ...values: (string | number)[]) =>
    statement(sql)
      .all(...values)
      .map((row) => String(row.id));

  function analysesOf(id: string): string[] {
    const byPhoto = column('SELECT id FROM analyses WHERE photo_id = ? LIMIT ?', id, most);
    return byPhoto.length > 0 ? byPhoto : column('SELECT id FROM analyses WHERE id = ?', id);
  }

  /** An event of an analysis is named after it. */
  function eventsOf(analysisId: string): string[] {
    return column(
      'SELECT id FROM events WHERE id >= ? AND id < ? LIMIT ?',
      `evt_${analysisId}_`,
      `evt_${analysisId}\``,
      most,
    );
  }

  return (id) =>
    read(() => {
      const event = column(selectEventOfDelivery, id)[0] ?? id;
      const analyses = analysesOf(/^evt_(.+)_[a-z0-9]+$/.exec(event)?.[1] ?? event);
      const photos = analyses.flatMap((one) =>
        column('SELECT photo_id AS id FROM analyses WHERE id = ?', one),
      );
      const events = [event, ...analyses.flatMap(eventsOf)];
      const deliveries = events.flatMap((one) => column(selectDeliveriesOfEvent, one, most));
      return [...new Set([id, ...photos, ...analyses, ...events, ...deliveries])];
    });
}

const selectEventOfDelivery = `
  SELECT events.id FROM deliveries JOIN events ON events.sequence = event_sequence WHERE deliveries.id = ?`;
const selectDeliveriesOfEvent = `
  SELECT deliveries.id FROM events JOIN deliveries ON event_sequence = events.sequence WHERE events.id = ?
  LIMIT ?`;
