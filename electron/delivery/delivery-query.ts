import type { DeliveryFilter, DeliveryState } from '../../shared/delivery.ts';
import { AppError } from '../../shared/errors.ts';
import { severityRank } from '../../shared/event.ts';
import { type IsHeld, searchable } from './delivery-rows.ts';

type SqlValue = string | number;

/** Loosened for values that come from optional fields. */
export type LooseFilter = { [K in keyof DeliveryFilter]: DeliveryFilter[K] | undefined };

/** Conditions on `deliveries AS d` and `events AS e`, each beginning with AND, and their values. */
export interface Conditions {
  sql: string;
  values: SqlValue[];
}

const rowStates = ['waiting', 'sending', 'delivered', 'failed', 'cancelled'] as const;

/** SQL for a filter. `channelIds` are all that have deliveries: states are looked up in the index by channel. */
export function conditionsOf(filter: LooseFilter, channelIds: readonly string[], isHeld: IsHeld): Conditions {
  const { channelId, states, eventType, eventId, minSeverity, text, from, to } = filter;
  const clauses: string[] = [];
  const values: SqlValue[] = [];
  const also = (clause: string, ...clauseValues: SqlValue[]) => {
    clauses.push(` AND ${clause}`);
    values.push(...clauseValues);
  };
  if (channelId !== undefined || states !== undefined) {
    const pairs = pairsOf(channelId === undefined ? channelIds : [channelId], states, isHeld);
    also('(d.channel_id, d.state) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))', pairs);
  }
  if (eventId !== undefined) also('d.event_sequence = (SELECT sequence FROM events WHERE id = ?)', eventId);
  if (eventType !== undefined) also('e.type = ?', eventType);
  if (minSeverity !== undefined) also('e.rank >= ?', severityRank(minSeverity));
  if (from !== undefined) also('d.created_at >= ?', Date.parse(from));
  if (to !== undefined) also('d.created_at <= ?', Date.parse(to));
  if (text !== undefined && text !== '') {
    also(
      '(instr(e.search_title, ?) > 0 OR instr(d.id, ?) > 0 OR instr(e.id, ?) > 0)',
      searchable(text),
      text,
      text,
    );
  }
  return { sql: clauses.join(''), values };
}

/** Each channel with each state that its rows have for the states as shown, as JSON. */
function pairsOf(
  channelIds: readonly string[],
  states: readonly DeliveryState[] | undefined,
  isHeld: IsHeld,
): string {
  const pairs = channelIds.flatMap((channelId) =>
    rowStates
      .filter((state) => {
        const shown = state === 'waiting' && isHeld(channelId) ? 'held' : state;
        return states === undefined || states.includes(shown);
      })
      .map((state) => [channelId, state]),
  );
  return JSON.stringify(pairs);
}

/** The sequence after which a page begins. Throws AppError call.invalid for anything but a cursor of ours. */
export function readSequenceCursor(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) {
    throw new AppError('call.invalid', 'This place in the list is not known. Start from its beginning.', {
      field: 'cursor',
    });
  }
  return Number(cursor);
}
