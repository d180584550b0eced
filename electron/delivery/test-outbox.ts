import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventName, EventPayload } from '../../shared/contract.ts';
import type { DeliveryReason } from '../../shared/delivery.ts';
import type { EventRecord, Severity } from '../../shared/event.ts';
import { type DeliverySettings, defaultSettings } from '../../shared/settings.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { createDeliveryList } from './delivery-list.ts';
import { createFakeClock } from './fake-clock.ts';
import { type Claim, type ClaimRequest, createOutbox, type Outcome } from './outbox.ts';

/** What tests change between opening an outbox and using it. */
export interface TestOptions {
  path?: string;
  settings?: Partial<DeliverySettings>;
  held?: Set<string>;
  /** Sees every statement that is prepared. */
  watch?: (sql: string) => void;
}

/** A real outbox with its list on a real database; events and time are the test's. */
export function openTestOutbox(options: TestOptions = {}) {
  const path = options.path ?? join(mkdtempSync(join(tmpdir(), 'h200-outbox-')), 'h200.sqlite');
  const opened = openDatabase(path);
  const database: Database = {
    ...opened,
    statement(sql) {
      options.watch?.(sql);
      return opened.statement(sql);
    },
  };
  const clock = createFakeClock();
  const settings: DeliverySettings = { ...defaultSettings.delivery, ...options.settings };
  const heard: { name: EventName; payload: EventPayload<EventName> }[] = [];
  const isHeld = (channelId: string) => options.held?.has(channelId) ?? false;
  const outbox = createOutbox({
    database,
    settings: () => settings,
    events: { emit: (name, payload) => heard.push({ name, payload }) },
    clock,
    isHeld,
  });
  const list = createDeliveryList({ database, outbox, clock, isHeld });

  const query = (sql: string, ...values: (string | number)[]) => database.statement(sql).all(...values);
  return { path, database, clock, settings, heard, outbox, list, query };
}

let made = 0;

/** An alert; its title is what tests tell it by. */
export function alert(title: string, severity: Severity = 'info', message = ''): EventRecord<'system_alert'> {
  made += 1;
  return {
    id: `evt_${made}`,
    type: 'system_alert',
    severity,
    occurredAt: '2026-11-01T00:00:00.000Z',
    data: { title, message, details: {} },
  };
}

/** A request as the courier makes it for a channel without batches. */
export function request(channelId: string, also: Partial<ClaimRequest> = {}): ClaimRequest {
  return { channelId, epoch: 1, atMost: 100, upTo: 1, ordered: false, ...also };
}

/** The titles in each claimed message. */
export function titlesOf(claims: readonly Claim[]): string[][] {
  return claims.map(({ parts }) =>
    parts.map(({ event }) => ('title' in event.data ? event.data.title : event.type)),
  );
}

const answer = {
  at: Date.parse('2026-11-01T00:00:00.000Z'),
  tookMs: 12.5,
  delivered: true,
  status: 200,
  reason: null,
  detail: 'ok',
  receipt: 'r1',
};

/** The claim went through. */
export function delivered(claim: Claim, epoch = 1): Outcome {
  return { claim, epoch, attempt: answer, failed: null };
}

/** The claim did not; `retryAt` null makes it a dead letter. */
export function failed(
  claim: Claim,
  retryAt: number | null,
  { reason = 'serverError', counted = true, epoch = 1 }: Partial<FailedOptions> = {},
): Outcome {
  const attempt = { ...answer, delivered: false, status: 500, reason, detail: 'It said no.', receipt: null };
  return { claim, epoch, attempt, failed: { reason, retryAt, counted } };
}

interface FailedOptions {
  reason: DeliveryReason;
  counted: boolean;
  epoch: number;
}
