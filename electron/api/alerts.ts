import { exportAlerts } from '../alerts/alert-export.ts';
import type { AlertList } from '../alerts/alert-list.ts';
import type { AlertDesk } from '../alerts/notifier.ts';
import type { ExportStore } from '../store/export-store.ts';
import type { HandlersOf } from './dispatch.ts';

export interface AlertParts {
  alerts: AlertDesk;
  alertList: Pick<AlertList, 'list' | 'get'>;
  exports: Pick<ExportStore, 'add'>;
  now(): number;
}

const mediaTypes = { json: 'application/json', csv: 'text/csv' } as const;

/** Answers `alerts.*`. */
export function alertHandlers({ alerts, alertList, exports, now }: AlertParts): HandlersOf<'alerts'> {
  return {
    'alerts.list': ({ limit, cursor, ...filter }) => alertList.list(filter, { limit, cursor }),
    'alerts.get': ({ id }) => alertList.get(id),
    'alerts.raise': (alert) => alerts.raise(alert),
    'alerts.acknowledge': async ({ ids, ...by }) => ({ changed: await alerts.acknowledge(ids, by) }),
    'alerts.unacknowledge': async ({ ids, ...by }) => ({ changed: await alerts.unacknowledge(ids, by) }),
    'alerts.resolve': async ({ ids, ...by }) => ({ changed: await alerts.end(ids, by) }),
    'alerts.note': async ({ id, who, note }) => {
      await alerts.note(id, { who, note });
      return {
        at: new Date(now()).toISOString(),
        kind: 'note',
        who,
        text: note,
        eventId: null,
        channelIds: [],
      };
    },
    'alerts.export': ({ filter, format }) =>
      exports.add({
        name: `alerts-${new Date(now()).toISOString().slice(0, 10)}.${format}`,
        mediaType: mediaTypes[format],
        content: exportAlerts(alertList, filter, format),
      }),
  };
}
