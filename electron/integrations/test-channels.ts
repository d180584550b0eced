import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Channel } from '../../shared/channel.ts';
import { eventTypes } from '../../shared/event.ts';
import { createEventBus } from '../events.ts';
import { readEnvironment } from '../store/environment.ts';
import { fileVault } from '../store/file-vault.ts';
import { openSecretStore, type Vault } from '../store/secret-store.ts';
import { openChannelRegistry } from './channel-registry.ts';
import { type AnyChannelKind, defineChannel } from './channels/channel.ts';

const secretText = z.string().min(3, 'Too short.').meta({ title: 'Key', secret: true });
const configSchema = z.object({
  webhookUrl: z.url('This is not a URL.').meta({ title: 'Webhook URL', secret: true, destination: true }),
  room: z.string().default('').meta({ title: 'Room' }),
  port: z.number('A port is a number.').int().default(443).meta({ title: 'Port' }),
  to: z.array(z.email('This is no address.')).default([]).meta({ title: 'To' }),
  keys: z.array(secretText).default([]).meta({ title: 'Keys' }),
  headers: z.record(z.string(), secretText).default({}).meta({ title: 'Headers' }),
  auth: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('none') }),
      z.object({ kind: z.literal('basic'), user: z.string(), password: secretText }),
      z.object({ kind: z.literal('token'), user: secretText }),
    ])
    .default({ kind: 'none' })
    .meta({ title: 'Login' }),
});
type Config = z.output<typeof configSchema>;

/** A kind with every shape of field: it posts the title of each notice. */
export const testKind = defineChannel<Config, { titles: string[] }>({
  kind: 'test',
  label: 'Test',
  description: 'Posts titles.',
  docsUrl: 'https://example.com/docs',
  config: configSchema,
  environment: { webhookUrl: 'SLACK_WEBHOOK_URL', port: 'SMTP_PORT', to: 'EMAIL_TO' },
  initial: { minSeverity: 'warning', eventTypes: [...eventTypes], ordered: false },
  limits: { concurrency: 4, rate: { perSecond: 10, burst: 10 }, maxBatch: 5 },
  target: ({ webhookUrl }) => new URL(webhookUrl).host,
  limitKey: ({ webhookUrl }) => webhookUrl,
  format: (items) => ({ titles: items.map(({ notice }) => notice.title) }),
  preview: ({ titles }) => `<p>${titles.join()}</p>`,
  request: ({ titles }, config) =>
    `POST ${config.webhookUrl}\nAuthorization: Basic ${loginOf(config)}\n${JSON.stringify(config)}\n${titles}`,
  async send({ titles }, config, { http, signal, timeoutMs, messageId }) {
    const { status, body } = await http({
      method: 'POST',
      url: config.webhookUrl,
      headers: { authorization: `Basic ${loginOf(config)}`, 'webhook-id': messageId },
      body: titles.join('\n'),
      signal,
      timeoutMs,
    });
    if (status >= 400) throw new Error(`${status}: ${body}`);
    return { status, receipt: body.slice(0, 80), detail: body };
  },
});

function loginOf({ auth }: Config): string {
  return auth.kind === 'basic' ? Buffer.from(`${auth.user}:${auth.password}`).toString('base64') : 'none';
}

/** A draft as a form sends it. */
export function draft(fields: Partial<Omit<Channel, 'config'>> & { config?: Record<string, unknown> } = {}) {
  return {
    kind: 'test',
    name: 'Ops room',
    eventTypes: [...eventTypes],
    ...fields,
    config: {
      webhookUrl: 'https://hooks.example.com/services/T0PSECRETPATH',
      ...fields.config,
    } as Channel['config'],
  };
}

/** A registry over real files, and ways to look at these. */
export function openTestRegistry(
  options: {
    dataDir?: string;
    kinds?: readonly AnyChannelKind[];
    env?: Record<string, string>;
    vault?: Vault;
  } = {},
) {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'h200-channels-'));
  const logged: string[] = [];
  const log = {
    warn: (...entry: unknown[]) => logged.push(JSON.stringify(entry)),
    error: (...entry: unknown[]) => logged.push(JSON.stringify(entry)),
  };
  const events = createEventBus(log);
  const announced: string[] = [];
  events.listenAll((name) => announced.push(name));
  const secrets = openSecretStore({ dataDir, vault: options.vault ?? fileVault(dataDir, {}), log });
  const environment = readEnvironment({ env: options.env ?? {}, workingDir: dataDir, dataDir });
  const kinds = options.kinds ?? [testKind];
  const registry = openChannelRegistry({ kinds, dataDir, secrets, environment, events, log });
  const read = (name: string) => readFileSync(join(dataDir, name), 'utf8');
  return { dataDir, registry, secrets, environment, announced, logged, log, read };
}
