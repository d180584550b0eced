import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type HookMessageType, hookMessageTypes } from '../../shared/hook.ts';
import { exampleCall, exampleMessages } from '../../shared/hook-example.ts';
import { openTestHooks } from './test-hooks.ts';

const folder = join(import.meta.dirname, '../../docs/n8n');
/** For what a hook may do that needs no other part of the program. */
const message = exampleMessages['render.report'];

let hooks: Awaited<ReturnType<typeof openTestHooks>>;
beforeEach(async () => {
  hooks = await openTestHooks({ parts: { reportRender: async () => 'rnd_1' } });
});
afterEach(() => hooks.close());

describe('docs/n8n/README.md', () => {
  const text = readFileSync(join(folder, 'README.md'), 'utf8');

  it('shows a message of every type', () => {
    const shown = [...text.matchAll(/^```json\n(.*?)^```$/gms)].map(([, json = '']) => JSON.parse(json));
    expect(shown).toEqual(hookMessageTypes.map((type) => exampleMessages[type]));
  });
});

describe('docs/n8n/h200-hook.workflow.json', () => {
  const nodeSchema = z.object({
    name: z.string(),
    type: z.string(),
    typeVersion: z.number(),
    parameters: z.record(z.string(), z.json()),
  });
  const workflow = z
    .object({ nodes: z.array(nodeSchema), connections: z.record(z.string(), z.object({ main: z.json() })) })
    .parse(JSON.parse(readFileSync(join(folder, 'h200-hook.workflow.json'), 'utf8')));
  const nodeNamed = (name: string) => {
    const node = workflow.nodes.find((candidate) => candidate.name === name);
    if (!node) throw new Error(`There is no node ${name}.`);
    return node;
  };
  const code = z.string().parse(nodeNamed('Sign').parameters.jsCode);
  const signedSchema = z.array(
    z.object({
      json: z.object({ id: z.string(), timestamp: z.string(), signature: z.string(), body: z.string() }),
    }),
  );

  /** Runs the node's code as n8n does: as the body of an asynchronous function. */
  async function sign(items: unknown[], secret: string) {
    const jsCode = code.replace('whsec_REPLACE_ME', secret);
    const node = new Function(
      '$input',
      '$execution',
      'require',
      `return (async function () { ${jsCode} })()`,
    );
    const input = { all: () => items.map((json) => ({ json })) };
    return signedSchema.parse(await node(input, { id: '231' }, createRequire(import.meta.url)));
  }

  it('has nodes of known types and versions, in one line', () => {
    expect(Object.fromEntries(workflow.nodes.map(({ type, typeVersion }) => [type, typeVersion]))).toEqual({
      'n8n-nodes-base.manualTrigger': 1,
      'n8n-nodes-base.code': 2,
      'n8n-nodes-base.httpRequest': 4.2,
    });
    const names = workflow.nodes.map(({ name }) => name);
    const next = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
    expect(workflow.connections).toEqual(
      Object.fromEntries(names.slice(0, -1).map((name, index) => [name, next(names[index + 1] ?? '')])),
    );
  });

  it('sends what it signed, unchanged', () => {
    expect(nodeNamed('Call H200').parameters).toMatchObject({
      method: 'POST',
      headerParameters: {
        parameters: [
          { name: 'webhook-id', value: '={{ $json.id }}' },
          { name: 'webhook-timestamp', value: '={{ $json.timestamp }}' },
          { name: 'webhook-signature', value: '={{ $json.signature }}' },
        ],
      },
      contentType: 'raw',
      rawContentType: 'application/json',
      body: '={{ $json.body }}',
    });
  });

  it('signs so that the hook takes it, and takes a try once more for the same', async () => {
    const secret = await hooks.add({ allows: ['render.report'] });
    await hooks.clock.advance(Date.now() - hooks.clock.now());
    const signed = await sign([message, { ...message, note: 'Größe ≠ 🙂' }], secret);
    const ids: unknown[] = [];
    for (const { json } of [...signed, ...(await sign([message], secret))]) {
      const reply = await hooks.send('/hooks/line-4', json.body, {
        'content-type': 'application/json',
        'webhook-id': json.id,
        'webhook-timestamp': json.timestamp,
        'webhook-signature': json.signature,
      });
      expect(reply.json).toMatchObject({ ok: true, value: { type: 'render.report', renderId: 'rnd_1' } });
      ids.push(reply.json.value?.id);
    }
    expect(new Set(ids).size).toBe(2);
    expect(ids[2]).toBe(ids[0]);
  });

  it('signs nothing before it was given a secret', async () => {
    await expect(sign([message], 'whsec_REPLACE_ME')).rejects.toThrow(/Put the secret/);
  });
});

describe('the example for a shell', async () => {
  const run = promisify(execFile);
  const tools = await run('sh', ['-c', 'command -v curl && command -v openssl && command -v od']).then(
    () => true,
    () => false,
  );

  it.skipIf(!tools).each(['signature', 'token'] as const)('is taken, with a %s', async (auth) => {
    const allows: HookMessageType[] = ['render.report'];
    const secret = await hooks.add({ auth, allows });
    await hooks.clock.advance(Date.now() - hooks.clock.now());
    const example = exampleCall(
      { name: 'line-4', auth, allows },
      `http://127.0.0.1:${hooks.host.port}/hooks/`,
    );
    const script = example
      .replace('the secret of this hook', secret)
      .replace('curl ', 'curl --silent --noproxy "*" ');
    const { stdout } = await run('sh', ['-c', script]);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, value: { renderId: 'rnd_1' } });
  });
});
