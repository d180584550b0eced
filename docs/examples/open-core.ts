import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApp } from '../../electron/app.ts';
import { inferenceEntry } from '../../electron/cli/inference-entry.ts';
import { renderEntry } from '../../electron/cli/render-entry.ts';
import type { AnyChannelKind } from '../../electron/integrations/channels/channel.ts';
import { createLog } from '../../electron/log.ts';
import { createMemoryTransport } from '../../electron/memory-transport.ts';
import { findResources, programVersion } from '../../electron/paths.ts';
import { forkNode } from '../../electron/pipeline/fork-node.ts';
import { readEnvironment } from '../../electron/store/environment.ts';
import { type Client, createClient } from '../../shared/client.ts';
import type { EventName, EventPayload } from '../../shared/contract.ts';
import type { Delivery } from '../../shared/delivery.ts';

export interface Core {
  /** Every call of shared/contract.ts, typed. */
  client: Client;
  /** Waits for an event of the core for which `holds` is true. */
  until<N extends EventName>(name: N, holds: (payload: EventPayload<N>) => boolean): Promise<EventPayload<N>>;
  /** Waits until each has ended, and says meanwhile what it waits for. */
  untilDelivered(deliveries: readonly Delivery[]): Promise<Delivery[]>;
  /** The file that a screen shows at an address of the core's: `/renders/ID`. */
  fileAt(address: string): Promise<string>;
  stop(): Promise<void>;
}

export interface CoreOptions {
  /** Names of the environment without which there is nothing to show. */
  needs?: readonly string[];
  /** Kinds of channels of your own. */
  channelKinds?: readonly AnyChannelKind[];
}

/**
 * Opens the whole program without a window. Its data folder is H200_DATA; without that a fresh one, which goes
 * when the core stops. A program of yours would name a folder that stays: what could not be delivered waits there,
 * and goes out at the next start.
 */
export async function openCore({ needs = [], channelKinds = [] }: CoreOptions = {}): Promise<Core> {
  const environment = { env: process.env, workingDir: process.cwd() };
  const given = process.env.H200_DATA;
  const { get } = readEnvironment({ ...environment, dataDir: given ?? environment.workingDir });
  const missing = needs.filter((name) => get(name) === null);
  if (missing.length > 0) sayWhatToSet(missing.join(', '));

  const dataDir = given ?? (await mkdtemp(path.join(tmpdir(), 'h200-example-')));
  const app = createApp({
    dataDir,
    host: 'command line',
    version: programVersion(),
    forkInference: forkNode(inferenceEntry),
    forkRender: forkNode(renderEntry),
    inference: false, // It starts when the first photo is analysed.
    resources: findResources(),
    environment,
    channelKinds,
    log: createLog({ level: 'warn' }),
  });
  await app.start();
  const client = createClient(createMemoryTransport(app));
  // The core's own timers let a program end; this one wants to see its deliveries arrive.
  const alive = setInterval(() => {}, 60_000);

  const until: Core['until'] = (name, holds) =>
    new Promise((resolve) => {
      const stop = client.listen(name, (payload) => {
        if (!holds(payload)) return;
        stop();
        resolve(payload);
      });
    });

  async function untilDelivered(deliveries: readonly Delivery[]): Promise<Delivery[]> {
    const said = new Set<string>();
    for (;;) {
      const change = until('delivery.changed', () => true); // Listens before it looks: nothing is missed between.
      const details = await Promise.all(deliveries.map(({ id }) => client.call('deliveries.get', { id })));
      const now = details.map(({ delivery }) => delivery);
      for (const { channelId, state, explanation } of now) {
        const sentence = `${channelId}: ${state}. ${explanation}`;
        if (explanation !== null && !said.has(sentence)) console.log(sentence);
        said.add(sentence);
      }
      if (now.every(({ endedAt }) => endedAt !== null)) return now;
      await change;
    }
  }

  return {
    client,
    until,
    untilDelivered,
    async fileAt(address) {
      const served = await app.files.resolve(address);
      if ('path' in served) return served.path;
      throw new Error(`There is no file at ${address}.`);
    },
    async stop() {
      clearInterval(alive);
      await app.stop();
      if (given === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Ends the program with a sentence on what it lacks. */
export function sayWhatToSet(names: string): never {
  console.error(`Set ${names} first, or run "npm run demo", whose servers take what the examples send.`);
  process.exit(2);
}
