import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import { createHttp } from '../http.ts';
import { createAssistant } from './assistant.ts';

const vocabulary = { areas: ['Tray'], templates: [], channels: ['Slack'], examples: ['A mug is centred.'] };

describe('the assistant', () => {
  let server: Server;
  let baseUrl: string;
  let asked: { path: string | undefined; authorization: string | undefined; body: string }[];
  let answer: { status: number; body: string };
  const kept = new Map<string, string>();
  const secrets = {
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, secret: string) => void kept.set(key, secret),
    delete: (key: string) => void kept.delete(key),
    keys: () => [...kept.keys()],
  };
  let assistantSettings = { enabled: true, baseUrl: '', model: 'tiny' };
  const http = createHttp({ version: '0.0.0', settings: () => defaultSettings.network, env: {} });
  const assistant = createAssistant({
    settings: () => ({ ...defaultSettings.rules, assistant: assistantSettings }),
    secrets,
    http,
  });

  beforeEach(async () => {
    asked = [];
    kept.clear();
    server = createServer(async (request, response) => {
      const { url: path, headers } = request;
      asked.push({ path, authorization: headers.authorization, body: await text(request) });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    assistantSettings = { enabled: true, baseUrl, model: 'tiny' };
    answer = { status: 200, body: says('1. Every mug is centred.\n\n```\n- At most three mugs.') };
  });
  afterEach(async () => {
    server.close();
    await http.close();
  });

  it('asks the chosen model and hands back its sentences one by one', async () => {
    assistant.setKey('sk-secret');
    const sentences = await assistant.suggest('neat, and not too many', vocabulary);
    expect(sentences).toEqual(['Every mug is centred.', 'At most three mugs.']);
    expect(asked).toMatchObject([{ path: '/v1/chat/completions', authorization: 'Bearer sk-secret' }]);
    const { model, messages } = JSON.parse(asked[0]?.body ?? '');
    expect(model).toBe('tiny');
    expect(messages[0].content).toContain('Areas: "Tray".');
    expect(messages[1]).toEqual({ role: 'user', content: 'neat, and not too many' });
  });

  it('gives a key to no other host than the one it was typed in for', async () => {
    assistant.setKey('sk-secret');
    assistantSettings = { ...assistantSettings, baseUrl: baseUrl.replace('127.0.0.1', 'localhost') };
    expect(assistant.hasKey()).toBe(false);
    await assistant.suggest('anything', vocabulary);
    expect(asked.at(-1)?.authorization).toBeUndefined();
  });

  it('takes no key while there is no host that it is for', () => {
    assistantSettings = { ...assistantSettings, baseUrl: '' };
    expect(() => assistant.setKey('sk-secret')).toThrow('address of the assistant');
    expect(kept.size).toBe(0);
  });

  it('says what to do when it is switched off, refused, or told nonsense', async () => {
    answer = { status: 401, body: '{"error":{"message":"sk-secret is wrong"}}' };
    const refusal = await assistant.suggest('x', vocabulary).catch((error: Error) => error);
    expect(refusal).toMatchObject({ code: 'assistant.failed' });
    expect(String(refusal)).not.toContain('sk-secret');
    for (const body of ['no json', '{"choices":[]}', says('   \n```')]) {
      answer = { status: 200, body };
      await expect(assistant.suggest('x', vocabulary)).rejects.toMatchObject({ code: 'assistant.failed' });
    }
    assistantSettings = { ...assistantSettings, enabled: false };
    const before = asked.length;
    await expect(assistant.suggest('x', vocabulary)).rejects.toMatchObject({
      code: 'assistant.notConfigured',
    });
    expect(asked).toHaveLength(before);
  });
});

const says = (content: string) => JSON.stringify({ choices: [{ message: { role: 'assistant', content } }] });
