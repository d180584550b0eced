import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import type { Analysis } from '../../shared/analysis.ts';
import { calls } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { HookCall, HookView } from '../../shared/hook.ts';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import { createFakeClock, settled } from '../delivery/fake-clock.ts';
import { createEventBus } from '../events.ts';
import { createHookDoor, type HooksOptions } from '../hooks.ts';
import type { Lookup } from '../http/address-guard.ts';
import { createHttp } from '../http.ts';
import { openDatabase } from '../store/database.ts';
import { fileVault } from '../store/file-vault.ts';
import { createPhotoStore } from '../store/photo-store.ts';
import { openSecretStore } from '../store/secret-store.ts';
import { startWeb } from '../web.ts';
import { oneMetric } from './test-metrics.ts';

export interface Reply {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
  /** The answer, which is JSON always. */
  json: {
    ok: boolean;
    value?: Record<string, string>;
    error?: { code: string; message: string; field?: string };
  };
}

export interface TestHooksOptions {
  dataDir?: string;
  settings?: Partial<Settings>;
  lookup?: Lookup;
  parts?: Partial<Pick<HooksOptions, 'reportRender'>>;
  /** Ends the analysis of a photo; at once and with two mugs when left out. */
  analyze?: (photoId: string, signal: AbortSignal) => Promise<Analysis>;
}

/** Hooks behind a real host, over a real database; only the networks that look at photos are left out. */
export async function openTestHooks(options: TestHooksOptions = {}) {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'h200-hooks-'));
  const logged: string[] = [];
  const keep = (...entry: unknown[]) => logged.push(JSON.stringify(entry));
  const log = { warn: keep, error: keep, info: keep };
  let settings: Settings = {
    ...defaultSettings,
    photos: { maxMegapixels: 100, maxMegabytes: 2 },
    hooks: { enabled: true, port: 4_290 },
    ...options.settings,
  };
  const clock = createFakeClock();
  const events = createEventBus(log);
  const heard: HookCall[] = [];
  events.listen('hook.received', (call) => heard.push(call));
  const database = openDatabase(join(dataDir, 'h200.sqlite'));
  const photos = createPhotoStore(join(dataDir, 'photos'), database);
  const analyzed: string[] = [];
  const outgoing = createHttp({
    version: '1',
    settings: () => settings.network,
    env: {},
    ...(options.lookup && { lookup: options.lookup }),
  });
  const { door, handlers, resume, stop } = createHookDoor({
    ...{ database, photos, events, clock, log: log as never },
    secrets: openSecretStore({ dataDir, vault: fileVault(dataDir, {}), log }),
    http: outgoing,
    pipeline: {
      analyze(photoId, { signal } = {}) {
        analyzed.push(photoId);
        return options.analyze?.(photoId, signal as AbortSignal) ?? Promise.resolve(twoMugs(photoId));
      },
    },
    // Alerts are tried over the whole core, in hooks.test.ts.
    alertHandlers: {} as never,
    reportRender: () => Promise.reject(new AppError('notFound', 'This picture is not known.')),
    settings: () => settings,
    ...options.parts,
  });
  const app = {
    events,
    hooks: door,
    metrics: oneMetric,
    settings: () => settings,
    pages: { opened: () => () => undefined },
    dispatch: async () => ({ ok: true as const, value: {} }),
    files: { resolve: () => Promise.reject(new AppError('notFound', 'There are no files here.')) },
  };
  const host = await startWeb({ app, rendererDir: dataDir, port: 0, log });

  /** By hand: fetch would not let a test lie about its Host. */
  async function send(
    path: string,
    body: string | Uint8Array,
    headers: http.OutgoingHttpHeaders = {},
    method = 'POST',
  ): Promise<Reply> {
    const request = http.request({ host: '127.0.0.1', port: host.port, path, method, agent: false, headers });
    request.end(body);
    return replyTo(request);
  }

  async function add(draft: Partial<HookView> = {}): Promise<string> {
    const input = calls['hooks.save'].input.parse({
      name: 'line-4',
      allows: ['photo.analyze'],
      ...draft,
      create: true,
    });
    return (await handlers['hooks.save'](input)).secret ?? '';
  }

  /** As a sender that has the secret. */
  function sign(secret: string, body: string, also: { id?: string; at?: number } = {}) {
    const id = also.id ?? `msg_${randomUUID()}`;
    const at = new Date(also.at ?? clock.now());
    return {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    };
  }

  return {
    ...{ dataDir, host, clock, logged, heard, analyzed, handlers, resume, send, add, sign, database, photos },
    post: (secret: string, message: unknown, also: { id?: string; at?: number; hook?: string } = {}) => {
      const body = JSON.stringify(message);
      return send(`/hooks/${also.hook ?? 'line-4'}`, body, sign(secret, body, also));
    },
    /** What is remembered, once that is done. */
    async callsOf(name = 'line-4') {
      await settled();
      return (await handlers['hooks.calls']({ name, limit: 50 })).calls;
    },
    change(more: Partial<Settings>) {
      settings = { ...settings, ...more };
    },
    read: (name: string) => readFileSync(join(dataDir, name), 'utf8'),
    /** The program ends; what is under way is dropped. */
    async close() {
      await host.close();
      await stop();
      await outgoing.close();
      database.close();
    },
  };
}

export async function replyTo(request: http.ClientRequest): Promise<Reply> {
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const body = Buffer.concat(await response.toArray()).toString('utf8');
  return { status: response.statusCode ?? 0, headers: response.headers, body, json: JSON.parse(body) };
}

/** As much of an analysis as a hook looks at. */
function twoMugs(photoId: string): Analysis {
  const placements = [
    { standing: 'accepted', score: 0.9 },
    { standing: 'accepted', score: 0.8 },
  ];
  return { id: `of-${photoId.slice(0, 8)}`, photo: { id: photoId }, placements } as never;
}
