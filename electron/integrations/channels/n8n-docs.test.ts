import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type N8nServer, startN8n } from '../../../e2e/servers/n8n.ts';
import { type EventRecord, eventDataSchemas, eventTypes, mugPositionSchema } from '../../../shared/event.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import { createHttp } from '../../http.ts';
import { itemOf, sendContext } from './channel-contract.ts';
import { n8n } from './n8n.ts';
import { sampleEvent } from './sample-events.ts';

const folder = path.join(import.meta.dirname, '../../../docs/n8n');
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const http = createHttp({ version: '1.2.3', settings: () => defaultSettings.network, env: {} });
let server: N8nServer;
beforeAll(async () => {
  server = await startN8n({ path: 'h200-events' });
});
afterAll(() => Promise.all([server.close(), http.close()]));

/** A request as n8n really gets it. */
async function requestFor(...events: EventRecord[]) {
  const config = n8n.config.parse({ webhookUrl: server.webhookUrl, signingSecret: secret });
  await n8n.send(n8n.format(events.map(itemOf), config), config, sendContext(http, { messageId: 'bat_1' }));
  const request = server.requests.at(-1);
  if (!request) throw new Error('Nothing came.');
  return request;
}

describe('docs/n8n/README.md', () => {
  const text = readFileSync(path.join(folder, 'README.md'), 'utf8');

  /** Field → its second column, of the table under a heading. */
  const tableOf = (heading: string) => {
    const section = text.split(/^### /m).find((part) => part.startsWith(`${heading}\n`));
    const rows = section?.matchAll(/^\| `(\w+)`\s*\| (.*?)\s*\|/gm) ?? [];
    return Object.fromEntries([...rows].map(([, field, second]) => [field, second]));
  };
  /** Field → whether it is always there, of a schema. */
  const fieldsOf = (schema: z.ZodType) => {
    const { properties = {}, required = [] } = z.toJSONSchema(schema);
    return Object.fromEntries(
      Object.keys(properties).map((field) => [field, required.includes(field) ? 'yes' : 'no']),
    );
  };

  it.each(eventTypes)('documents every field of %s, and no other', (type) => {
    expect(tableOf(`\`${type}\``)).toEqual(fieldsOf(eventDataSchemas[type]));
  });

  it('documents every field of a mug and of a box, and no other', () => {
    expect(tableOf('A mug')).toEqual(fieldsOf(mugPositionSchema));
    expect(tableOf('A box')).toEqual(fieldsOf(eventDataSchemas.mug_detected.shape.positions.element));
  });

  it('documents every field of the envelope and of a batch, and no other', async () => {
    const envelope = JSON.parse((await requestFor(sampleEvent('mug_detected'))).body);
    expect(Object.keys(tableOf('Envelope'))).toEqual(Object.keys(envelope));
    const batch = JSON.parse(
      (await requestFor(sampleEvent('mug_detected'), sampleEvent('rule_triggered'))).body,
    );
    expect(Object.keys(tableOf('Batch'))).toEqual(Object.keys(batch));
  });
});

describe('docs/n8n/h200-events.workflow.json', () => {
  const workflowSchema = z.object({
    nodes: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        typeVersion: z.number(),
        position: z.tuple([z.number(), z.number()]),
        parameters: z.record(z.string(), z.json()),
      }),
    ),
    connections: z.record(
      z.string(),
      z.object({
        main: z.array(z.array(z.object({ node: z.string(), type: z.literal('main'), index: z.literal(0) }))),
      }),
    ),
  });
  const workflow = workflowSchema.parse(
    JSON.parse(readFileSync(path.join(folder, 'h200-events.workflow.json'), 'utf8')),
  );
  const nodeNamed = (name: string) => {
    const node = workflow.nodes.find((candidate) => candidate.name === name);
    if (!node) throw new Error(`There is no node ${name}.`);
    return node;
  };
  const targetsOf = (name: string) =>
    workflow.connections[name]?.main.map((output) => output.map(({ node }) => node)) ?? [];

  it('has nodes of known types and versions, and connects every one of them', () => {
    expect(Object.fromEntries(workflow.nodes.map(({ type, typeVersion }) => [type, typeVersion]))).toEqual({
      'n8n-nodes-base.webhook': 2,
      'n8n-nodes-base.code': 2,
      'n8n-nodes-base.respondToWebhook': 1.1,
      'n8n-nodes-base.removeDuplicates': 2,
      'n8n-nodes-base.switch': 3.2,
      'n8n-nodes-base.noOp': 1,
    });
    const names = workflow.nodes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const reached = Object.keys(workflow.connections).flatMap((name) => targetsOf(name).flat());
    expect(['H200 events', ...reached].sort()).toEqual([...names].sort());
    expect(names).toEqual(expect.arrayContaining(Object.keys(workflow.connections)));
  });

  it('listens to POST, keeps the raw body, and answers by its own nodes', () => {
    expect(nodeNamed('H200 events').parameters).toMatchObject({
      httpMethod: 'POST',
      responseMode: 'responseNode',
      options: { rawBody: true },
    });
    expect(targetsOf('Verify signature')).toEqual([
      ['Answer: taken', 'Remove duplicates'],
      ['Answer: refused'],
    ]);
    expect(nodeNamed('Answer: taken').parameters.options).toEqual({ responseCode: 200 });
    expect(nodeNamed('Answer: refused').parameters.options).toEqual({ responseCode: 401 });
  });

  it('drops what came before by the id of the event', () => {
    expect(nodeNamed('Remove duplicates').parameters).toMatchObject({
      operation: 'removeItemsSeenInPreviousExecutions',
      dedupeValue: '={{ $json.id }}',
    });
  });

  it('has a branch for every event type, in the same order', () => {
    const ruleSchema = z.object({
      outputKey: z.string(),
      conditions: z.object({
        conditions: z.tuple([
          z.object({ leftValue: z.literal('={{ $json.event_type }}'), rightValue: z.string() }),
        ]),
      }),
    });
    const rules = z
      .object({ values: z.array(ruleSchema) })
      .parse(nodeNamed('By event type').parameters.rules).values;
    expect(rules.map(({ outputKey }) => outputKey)).toEqual(eventTypes);
    expect(rules.map(({ conditions }) => conditions.conditions[0].rightValue)).toEqual(eventTypes);
    const branches = targetsOf('By event type').map(([name = '']) => name.toLowerCase().replace(' ', '_'));
    expect(branches).toEqual(eventTypes);
  });

  describe('the node that verifies', () => {
    const code = z.string().parse(nodeNamed('Verify signature').parameters.jsCode);

    /** Runs the node's code as n8n does: as the body of an asynchronous function. */
    async function run(
      request: { headers: Readonly<Record<string, string>>; body: string },
      jsCode = code.replace('whsec_REPLACE_ME', secret),
    ): Promise<{ json: unknown }[]> {
      const node = new Function('$input', 'require', `return (async function () { ${jsCode} }).call(this)`);
      const helpers = { getBinaryDataBuffer: async () => Buffer.from(request.body) };
      const input = { first: () => ({ json: { headers: request.headers } }) };
      return node.call({ helpers }, input, createRequire(import.meta.url));
    }

    it('passes on the event of a signed request', async () => {
      const event = sampleEvent('system_alert', { message: 'Größe ≠ 🙂' });
      const request = await requestFor(event);
      expect(await run(request)).toEqual([{ json: JSON.parse(request.body) }]);
      expect(JSON.parse(request.body).id).toBe(event.id);
    });

    it('takes a batch apart', async () => {
      const request = await requestFor(sampleEvent('mug_detected'), sampleEvent('batch_completed'));
      expect(await run(request)).toEqual([
        { json: expect.objectContaining({ event_type: 'mug_detected' }) },
        { json: expect.objectContaining({ event_type: 'batch_completed' }) },
      ]);
    });

    it('knows the signature by either secret while they change', async () => {
      const request = await requestFor(sampleEvent('mug_detected'));
      const both = code.replace(
        "'whsec_REPLACE_ME'",
        `'whsec_${Buffer.alloc(32).toString('base64')}', '${secret}'`,
      );
      expect(await run(request, both)).toHaveLength(1);
    });

    it('refuses a request that was tampered with', async () => {
      const { headers, body } = await requestFor(sampleEvent('mug_detected'));
      await expect(run({ headers, body: body.replace('"mug_count":1', '"mug_count":2') })).rejects.toThrow(
        /signature/,
      );
      await expect(run({ body, headers: { ...headers, 'webhook-id': 'dlv_2' } })).rejects.toThrow(
        /signature/,
      );
      await expect(run({ body, headers: { ...headers, 'webhook-signature': 'v1,AAAA' } })).rejects.toThrow(
        /signature/,
      );
      const { 'webhook-signature': _, ...unsigned } = headers;
      await expect(run({ body, headers: unsigned })).rejects.toThrow(/signature/);
    });

    it('refuses a request of long ago, or of nowhen', async () => {
      const { headers, body } = await requestFor(sampleEvent('mug_detected'));
      for (const timestamp of [String(Math.floor(Date.now() / 1_000) - 301), '', 'soon'])
        await expect(run({ body, headers: { ...headers, 'webhook-timestamp': timestamp } })).rejects.toThrow(
          /too old/,
        );
    });

    it('takes nothing before it was given a secret', async () => {
      await expect(run(await requestFor(sampleEvent('mug_detected')), code)).rejects.toThrow(
        /Put the signing secret/,
      );
    });
  });
});
