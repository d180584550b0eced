import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { ensureBuilt } from '../../build/out.ts';
import type { Answer, Transport } from '../../shared/client.ts';
import { describeBinary, launchDesktop } from '../desktop/launch.ts';
import { describeContract } from './contract-suite.ts';

interface Bridge {
  call(name: string, input: unknown): Promise<Answer>;
  listen(hear: (name: string, payload: unknown) => void): () => void;
}
declare const window: { h200: Bridge; hearForTest(name: string, payload: unknown): void };

/** The bridge as the page has it: every call and event goes through preload, IPC and main. */
async function bridgeTransport(page: Page): Promise<Transport> {
  const listeners = new Set<(name: string, payload: unknown) => void>();
  await page.exposeFunction('hearForTest', (name: string, payload: unknown) => {
    for (const hear of [...listeners]) hear(name, payload);
  });
  await page.evaluate(() => {
    window.h200.listen((name, payload) => window.hearForTest(name, payload));
  });
  return {
    call: (name, input) => page.evaluate(({ name, input }) => window.h200.call(name, input), { name, input }),
    listen(name, hear) {
      const listener = (heard: string, payload: unknown) => {
        if (heard === name) hear(payload);
      };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watchConnection(hear) {
      hear(true);
      return () => {};
    },
  };
}

describeContract(`the desktop bridge (${describeBinary()})`, async () => {
  await ensureBuilt();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'h200-contract-'));
  const { app, page } = await launchDesktop(dataDir);
  return {
    transport: await bridgeTransport(page),
    fetchFile: (urlPath) =>
      page.evaluate(async (address) => {
        const response = await fetch(address);
        if (!response.ok) throw new Error(`${address}: ${response.status}`);
        return new Uint8Array(await response.arrayBuffer());
      }, urlPath),
    async close() {
      await app.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
});
