import { createHash, randomBytes } from 'node:crypto';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Analysis } from '../../shared/analysis.ts';
import type { ChannelView } from '../../shared/channel.ts';
import { type Client, createClient, type Transport } from '../../shared/client.ts';
import {
  type Batch,
  type CallName,
  calls,
  type EventName,
  type EventPayload,
  events,
  exportFormats,
} from '../../shared/contract.ts';
import type { DeliveryState } from '../../shared/delivery.ts';
import { AppError } from '../../shared/errors.ts';
import { defaultSettings } from '../../shared/settings.ts';
import type { LocalServer } from '../servers/local-server.ts';
import { startWebhookReceiver } from '../servers/webhook.ts';
import { describeAlerts } from './alert-contract.ts';
import { describeHealth } from './health-contract.ts';
import { describeHooks } from './hook-contract.ts';
import { describeMetrics } from './metrics-contract.ts';
import { describeRenders } from './render-contract.ts';
import { describeRules } from './rule-contract.ts';

/** One mug, plainly seen. */
const sampleName = 'handle-right.jpg';

/** A transport to a core of its own with an empty data folder, and what its host serves beside it. */
export interface OpenTransport {
  transport: Transport;
  /** The bytes at a URL of the host, such as /photos/ID/original. */
  fetchFile(urlPath: string): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/** What every transport must do: the same calls with the same answers, the same errors, the same events. */
export function describeContract(name: string, open: () => Promise<OpenTransport>): void {
  describe(`the contract over ${name}`, () => {
    let opened: OpenTransport;
    let client: Client;
    let sample: Uint8Array<ArrayBuffer>;
    let photoId: string;
    let analysis: Analysis;

    const add = (photoName: string, bytes: Uint8Array<ArrayBuffer>) =>
      client.call('photos.add', { name: photoName, bytes });
    const analyze = (id: string, fresh = false) => client.call('photos.analyze', { photoId: id, fresh });

    beforeAll(async () => {
      opened = await open();
      client = createClient(opened.transport);
      await whenConnected(client);
      sample = await opened.fetchFile(`/samples/${sampleName}`);
      photoId = (await add('sample.jpg', sample)).photo.id;
      analysis = await analyze(photoId);
    });

    afterAll(() => opened?.close());

    describeHealth(() => ({ client, analysis }));
    describeRenders(() => ({ client, analysis, fetchFile: opened.fetchFile }));
    describeRules(() => ({ client, analysis, fetchFile: opened.fetchFile }));
    describeHooks(() => ({ client }));

    describeMetrics(() => ({ client, analysis }));
    describeAlerts(() => ({ client, fetchFile: opened.fetchFile }));

    it('answers every call with what the contract promises, and nothing of an error’s inside', async () => {
      for (const callName of Object.keys(calls) as CallName[]) {
        const answer = await opened.transport.call(callName, {});
        if (answer.ok) calls[callName].output.parse(answer.value);
        else {
          const { fields, ...error } = answer.error;
          // Ids or a filter: nobody can say which of the two is missing.
          const isEither = /^(deliveries\.(replay|cancel)|renders\.(cancel|retry|delete))$/.test(callName);
          const parts = isEither ? ['code', 'message'] : ['code', 'field', 'message'];
          expect(Object.keys(error).sort(), callName).toEqual(parts);
          if (!isEither) expect(Object.keys(fields ?? {}), callName).toContain(error.field);
        }
        expect(JSON.stringify(answer), callName).not.toMatch(/node_modules|\.ts:|"stack"|"cause"/);
      }
    });

    it('refuses an unknown call, even one named like a part of every object', async () => {
      for (const unknown of ['photos.explode', 'constructor', '__proto__', 'a/../b', '']) {
        const answer = await opened.transport.call(unknown, {}).catch(() => null);
        if (unknown !== '')
          expect(answer, unknown).toMatchObject({ ok: false, error: { code: 'call.unknown' } });
      }
    });

    it('names the field of an input that is wrong', async () => {
      await expect(analyze('not an id')).rejects.toMatchObject({ code: 'call.invalid', field: 'photoId' });
      const unordered = { ...defaultSettings, detection: { ignoreBelow: 0.9, reviewBelow: 0.1 } };
      await expect(client.call('settings.set', unordered)).rejects.toMatchObject({
        code: 'call.invalid',
        field: 'detection.reviewBelow',
      });
      await expect(client.call('photos.add', { name: '', bytes: sample })).rejects.toMatchObject({
        field: 'name',
      });
      for (const wrong of [null, 7, 'text', [], { bytes: 'text' }]) {
        const answer = await opened.transport.call('photos.add', wrong);
        expect(answer).toMatchObject({ ok: false, error: { code: 'call.invalid' } });
      }
    });

    it('says that what is not there is not there', async () => {
      await expect(analyze('0'.repeat(64))).rejects.toMatchObject({ code: 'photo.notFound' });
      await expect(client.call('analyses.get', { id: 'nobody' })).rejects.toMatchObject({ code: 'notFound' });
      await expect(client.call('models.use', { id: 'nobody' })).rejects.toMatchObject({ code: 'notFound' });
      await expect(client.call('models.remove', { id: 'nobody' })).rejects.toMatchObject({
        code: 'notFound',
      });
      await expect(client.call('batches.pause', { id: 'nobody' })).rejects.toBeInstanceOf(AppError);
    });

    it('keeps settings, tells everybody, and leaves the other sections alone', async () => {
      const before = await client.call('settings.get', {});
      const heard = nextEvent(client, 'settings.changed');
      const detection = { ignoreBelow: 0.25, reviewBelow: 0.55 };
      expect((await client.call('settings.set', { detection })).detection).toEqual(detection);
      expect(await heard).toEqual({ ...before, detection });
      expect(await client.call('settings.get', {})).toEqual({ ...before, detection });
      await client.call('settings.set', { detection: before.detection });
    });

    it('carries photos byte for byte and recognises one that it has', async () => {
      const again = await add('again.jpg', sample);
      expect(again).toMatchObject({
        known: true,
        photo: { id: sha256(sample), bytes: sample.length, format: 'jpeg' },
      });
      const stored = await opened.fetchFile(`/photos/${photoId}/original`);
      expect(sha256(stored)).toBe(photoId);
    });

    it('carries names in any script', async () => {
      const name = 'Tasse ☕ № 1 杯.jpg';
      expect((await add(name, sample)).photo.name).toBe(name);
    });

    it('carries many megabytes', async () => {
      const large = withTail(sample, 5_000_000);
      const { photo, known } = await add('large.jpg', large);
      expect({ ...photo, known }).toMatchObject({ id: sha256(large), bytes: large.length, known: false });
    });

    it('gives each bad photo its own reason', async () => {
      const refused = async (bytes: Uint8Array<ArrayBuffer>) =>
        (await add('bad.jpg', bytes).catch(codeOf)) as unknown;
      expect(await refused(new Uint8Array())).toBe('photo.empty');
      expect(await refused(new TextEncoder().encode('This is only text, whatever it is called.'))).toBe(
        'photo.notAnImage',
      );
      const { photos } = await client.call('settings.get', {});
      await client.call('settings.set', { photos: { ...photos, maxMegabytes: 1 } });
      expect(await refused(withTail(sample, 1_000_000))).toBe('photo.tooLarge');
      await client.call('settings.set', { photos });
      const cut = await add('cut.jpg', sample.subarray(0, 3_000));
      expect(await analyze(cut.photo.id).catch(codeOf)).toBe('photo.damaged');
    });

    it('finds the mug of a sample photo', () => {
      calls['photos.analyze'].output.parse(analysis);
      expect(analysis.photo.id).toBe(photoId);
      const [placement] = analysis.placements;
      expect(analysis.detections[placement?.detection ?? -1]?.label).toBe('mug');
      expect(analysis.timingsMs.total).toBeGreaterThan(0);
    });

    it('gives the stored analysis again until a fresh one is asked for', async () => {
      expect((await analyze(photoId)).id).toBe(analysis.id);
      const fresh = await analyze(photoId, true);
      expect(fresh.id).not.toBe(analysis.id);
      expect(fresh.detections).toEqual(analysis.detections);
    });

    it('announces an analysis', async () => {
      const completed = collect(client, 'analysis.completed');
      const { id } = await analyze(photoId, true);
      const event = await completed.until(({ summary }) => summary.id === id);
      expect(event).toMatchObject({ summary: { photo: { id: photoId }, mugCount: 1 }, batchId: null });
    });

    it('analyses a batch, tells its progress, and announces each photo', async () => {
      const photoIds = await addCopies(3);
      const progress = collect(client, 'batch.progressed');
      const completed = collect(client, 'analysis.completed');
      const { id } = await client.call('photos.analyzeBatch', { photoIds });
      const last = await progress.until((batch) => batch.id === id && batch.state === 'finished');
      expect(last).toMatchObject({ total: 3, done: 3, failed: 0 });
      await completed.until(() => completed.heard.filter((event) => event.batchId === id).length === 3);
      expect(completed.heard.map((event) => event.summary.photo.id).sort()).toEqual([...photoIds].sort());
    });

    it('goes on with a batch when a photo in it fails', async () => {
      const bad = (await add('cut.jpg', sample.subarray(0, 3_001))).photo.id;
      const progress = collect(client, 'batch.progressed');
      const failed = collect(client, 'analysis.failed');
      const { id } = await client.call('photos.analyzeBatch', { photoIds: [bad, photoId], fresh: true });
      const failure = await failed.until(({ batchId }) => batchId === id);
      expect(failure).toMatchObject({ photo: { id: bad }, error: { code: 'photo.damaged' } });
      const last = await progress.until((batch) => batch.id === id && batch.state === 'finished');
      expect(last).toMatchObject({ total: 2, failed: 1 });
    });

    it('takes a batch in several calls and ends it once, with what could not be added', async () => {
      const photoIds = await addCopies(3);
      const progress = collect(client, 'batch.progressed');
      const first = { photoIds: photoIds.slice(0, 1), more: true };
      const { id } = await client.call('photos.analyzeBatch', first);
      await progress.until((batch) => batch.id === id && batch.total === 1);
      const rest = { batchId: id, photoIds: photoIds.slice(1), unreadable: 1 };
      expect(await client.call('photos.analyzeBatch', rest)).toMatchObject({ id, total: 4 });
      const end = await progress.until((batch) => batch.id === id && batch.state === 'finished');
      expect(end).toMatchObject({ total: 4, done: 3, failed: 1 });
      await expect(client.call('photos.analyzeBatch', rest)).rejects.toMatchObject({
        code: 'batch.notRunning',
      });
    });

    it('pauses, resumes and cancels a batch', async () => {
      const photoIds = await addCopies(12);
      const progress = collect(client, 'batch.progressed');
      const { id } = await client.call('photos.analyzeBatch', { photoIds });
      expect(await client.call('batches.pause', { id })).toMatchObject({ id, state: 'paused' });
      expect(await listedBatch(id)).toMatchObject({ state: 'paused' });
      expect(await client.call('batches.resume', { id })).toMatchObject({ id, state: 'running' });
      await progress.until((batch) => batch.id === id && batch.done > 0);
      expect(await client.call('batches.cancel', { id })).toMatchObject({ id, state: 'cancelled' });
      await expect(client.call('batches.resume', { id })).rejects.toMatchObject({ code: 'batch.notRunning' });
    });

    it('lists the history page by page, and finds in it', async () => {
      const first = await client.call('analyses.list', { limit: 1 });
      expect(first.items).toHaveLength(1);
      expect(first.total).toBeGreaterThan(1);
      const second = await client.call('analyses.list', { limit: 1, cursor: first.nextCursor ?? '' });
      expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
      expect((await client.call('analyses.list', { text: 'no photo is called so' })).items).toEqual([]);
      const mugs = await client.call('analyses.list', { label: 'mug', minScore: 0.3 });
      expect(mugs.items.map((item) => item.id)).toContain(analysis.id);
    });

    it('deletes analyses and takes it back', async () => {
      const { id } = await analyze(photoId, true);
      expect(await client.call('analyses.delete', { ids: [id] })).toEqual({ deleted: 1 });
      await expect(client.call('analyses.get', { id })).rejects.toMatchObject({ code: 'notFound' });
      expect(await client.call('analyses.restore', { ids: [id] })).toEqual({ restored: 1 });
      expect((await client.call('analyses.get', { id })).id).toBe(id);
    });

    it.each(exportFormats)('exports as %s', async (format) => {
      const {
        id,
        name: fileName,
        bytes,
        mediaType,
      } = await client.call('analyses.export', { ids: [analysis.id], format });
      const file = await opened.fetchFile(`/exports/${id}`);
      expect(file.length).toBe(bytes);
      const isZip = fileName.endsWith('.zip');
      expect(isZip).toBe(mediaType === 'application/zip');
      if (isZip) expect(Object.keys(unzipSync(file)).length).toBeGreaterThan(0);
      else if (format === 'png') expect(file.subarray(1, 4)).toEqual(new Uint8Array(Buffer.from('PNG')));
      else expect(Buffer.from(file).toString('utf8')).toContain(format === 'yolo' ? ' ' : 'mug');
      if (format === 'json' || format === 'coco') JSON.parse(Buffer.from(file).toString('utf8'));
    });

    it('lists the models and takes the one in use again', async () => {
      const { models, activeId } = await client.call('models.list', {});
      expect(models.find((model) => model.id === activeId)?.source).toBe('builtIn');
      expect(await client.call('models.use', { id: activeId })).toEqual({ activeId });
      const notAModel = Buffer.from('This is not a model.');
      const added = client.call('models.add', { name: 'bad.onnx', bytes: new Uint8Array(notAModel) });
      await expect(added).rejects.toMatchObject({ code: expect.stringMatching(/^model\./) });
    });

    describe('channels and deliveries', () => {
      const secret = 'a-secret-part-of-the-address';
      let receiver: LocalServer;
      let channel: ChannelView;

      beforeAll(async () => {
        receiver = await startWebhookReceiver();
        const { kinds } = await client.call('channels.kinds', {});
        const initial = kinds.find(({ kind }) => kind === 'webhook')?.initial;
        if (initial === undefined) throw new Error('There are no webhooks.');
        channel = await client.call('channels.save', {
          ...initial,
          name: 'Line 3',
          minSeverity: 'warning',
          config: { ...initial.config, url: `${receiver.url}/${secret}` },
        });
      });
      afterAll(() => receiver?.close());

      it('keeps a channel, tells of it, and never gives its secrets back', async () => {
        calls['channels.save'].output.parse(channel);
        const heard = nextEvent(client, 'channels.changed');
        const renamed = await client.call('channels.save', { ...channel.channel, name: 'Line three' });
        await heard;
        expect(renamed.channel).toMatchObject({ id: channel.channel.id, name: 'Line three' });
        const { channels } = await client.call('channels.list', {});
        expect(channels.map((view) => view.channel)).toContainEqual(renamed.channel);
        expect(JSON.stringify([channel, renamed, channels])).not.toContain(secret);
      });

      it('names every field of a channel that is wrong', async () => {
        const { id: _, ...draft } = channel.channel;
        const wrong = client.call('channels.save', { ...draft, name: 'Other', config: { url: 'nonsense' } });
        await expect(wrong).rejects.toMatchObject({
          code: 'channel.invalid',
          fields: { 'config.url': expect.any(String) },
        });
      });

      it('sends a test the whole way and gives the answer', async () => {
        const { delivery, attempt } = await client.call('channels.test', { id: channel.channel.id });
        expect(delivery).toMatchObject({ channelId: channel.channel.id, state: 'delivered', test: true });
        expect(attempt).toMatchObject({ delivered: true, status: 200 });
        expect(receiver.requests.at(-1)?.headers['webhook-id']).toBe(delivery.id);
      });

      it('shows what a notice would look like, and the request without its secrets', async () => {
        const notice = { title: 'A <b>bold</b> title', severity: 'error' as const };
        const preview = await client.call('channels.preview', { id: channel.channel.id, notice });
        expect(preview.request).not.toContain(secret);
        const page = Buffer.from(await opened.fetchFile(preview.url)).toString('utf8');
        expect(page).toMatch(/^<!doctype html>/i);
        expect(page).toContain('title');
        expect(page).not.toContain('<b>bold');
      });

      it('sends a notice to who wants it, tells how it goes, and keeps it in the inbox', async () => {
        const changed = collect(client, 'delivery.changed');
        const published = collect(client, 'notice.published');
        const before = (await client.call('notices.list', {})).unread;
        const sent = await client.call('notices.send', { title: 'Belt torn', severity: 'critical' });
        expect(sent.deliveries).toMatchObject([{ title: 'Belt torn', severity: 'critical' }]);
        const [{ id } = { id: '' }] = sent.deliveries;
        await changed.until(({ deliveries }) =>
          deliveries.some((delivery) => delivery.id === id && delivery.state === 'delivered'),
        );
        const { notice, unread } = await published.until((one) => one.notice.id === sent.eventId);
        expect(notice).toMatchObject({ title: 'Belt torn', severity: 'critical' });
        expect(unread).toBe(before + 1);
        const { notices } = await client.call('notices.list', { limit: 1 });
        expect(notices).toMatchObject([{ id: sent.eventId, read: false }]);
        expect(await client.call('notices.markRead', { upTo: sent.eventId })).toEqual({ unread: 0 });
        const detail = await client.call('deliveries.get', { id });
        calls['deliveries.get'].output.parse(detail);
        expect(detail.attempts).toMatchObject([{ number: 1, delivered: true, status: 200 }]);
      });

      it('records an event once, however often it is published', async () => {
        const data = { title: 'Once', message: '' };
        const event = { id: 'once', type: 'system_alert', data, severity: 'warning' } as const;
        const changed = collect(client, 'delivery.changed');
        const first = await client.call('events.publish', event);
        const second = await client.call('events.publish', event);
        expect(first).toMatchObject({ eventId: 'once', known: false, deliveries: [{ title: 'Once' }] });
        const [{ id } = { id: '' }] = first.deliveries;
        expect(second).toMatchObject({ known: true, deliveries: [{ id }] });
        await changed.until(({ deliveries }) =>
          deliveries.some((delivery) => delivery.id === id && delivery.state === 'delivered'),
        );
        const incomplete = client.call('events.publish', { type: 'mug_detected', data: {} });
        await expect(incomplete).rejects.toMatchObject({
          code: 'call.invalid',
          fields: { 'data.mug_count': expect.any(String) },
        });
      });

      it('lists, replays, cancels and exports deliveries', async () => {
        const channelId = channel.channel.id;
        const changed = collect(client, 'delivery.changed');
        receiver.fail({ status: 400 });
        const { deliveries } = await client.call('notices.send', {
          title: 'Refused',
          channelIds: [channelId],
        });
        const id = deliveries[0]?.id ?? '';
        const until = (state: DeliveryState) =>
          changed.until((event) => event.deliveries.some((one) => one.id === id && one.state === state));
        await until('failed');
        const listed = await client.call('deliveries.list', { channelId, states: ['failed'], limit: 1 });
        expect(listed).toMatchObject({ items: [{ id, reason: 'refused' }], counts: { failed: 1 } });

        expect(await client.call('deliveries.cancel', { ids: [id] })).toEqual({ cancelled: 0 });
        const filter = { states: ['failed' as const], text: 'refused' };
        expect(await client.call('deliveries.replay', { filter })).toEqual({ replayed: 1 });
        await until('delivered');

        for (const format of ['json', 'csv'] as const) {
          const file = await client.call('deliveries.export', { filter: { eventId: 'once' }, format });
          expect(file.name).toMatch(new RegExp(`\\.${format}$`));
          expect(Buffer.from(await opened.fetchFile(`/exports/${file.id}`)).toString()).toContain('once');
        }
      });

      it('carries the configuration out and in, without secrets', async () => {
        const file = await client.call('configuration.export', {});
        const bytes = await opened.fetchFile(`/exports/${file.id}`);
        const text = Buffer.from(bytes).toString();
        expect(text).toContain('Line three');
        expect(text).not.toContain(secret);
        const preview = await client.call('configuration.preview', { name: file.name, bytes });
        const imported = await client.call('configuration.import', { name: file.name, bytes });
        expect(imported).toEqual(preview);
        expect(imported.changes).toContainEqual({
          ...{ section: 'channels', name: 'Line three', change: 'same', remark: null },
        });
        expect(imported.changes.every(({ change }) => change === 'same')).toBe(true);
        const nonsense = new Uint8Array(Buffer.from('[]'));
        const refused = client.call('configuration.import', { name: 'a.json', bytes: nonsense });
        await expect(refused).rejects.toMatchObject({ code: 'configuration.invalid' });
      });

      it('tells which names of the environment are set, never their values', async () => {
        const { names } = await client.call('environment.list', {});
        expect(names.map(({ name }) => name)).toContain('SLACK_WEBHOOK_URL');
        expect(names.every((entry) => Object.keys(entry).join() === 'name,source')).toBe(true);
      });

      it('removes a channel; what is not there is said so', async () => {
        const { id } = channel.channel;
        expect(await client.call('channels.remove', { id })).toEqual({ removed: true });
        for (const name of ['channels.remove', 'channels.test'] as const) {
          await expect(client.call(name, { id })).rejects.toMatchObject({ code: 'notFound' });
        }
        await expect(client.call('deliveries.get', { id: 'nobody' })).rejects.toMatchObject({
          code: 'notFound',
        });
        const unknown = client.call('notices.send', { title: 'Hello', channelIds: ['nobody'] });
        await expect(unknown).rejects.toMatchObject({ code: 'notFound' });
      });
    });

    it('sends events that the contract knows', async () => {
      const names = Object.keys(events) as EventName[];
      const heard = names.map((eventName) => ({ eventName, ...collect(client, eventName) }));
      await analyze(photoId, true);
      await client.call('settings.set', {});
      await heard.find(({ eventName }) => eventName === 'analysis.completed')?.until(() => true);
      for (const { eventName, heard: payloads } of heard) {
        for (const payload of payloads) events[eventName].parse(payload);
      }
    });

    /** Copies of the sample that differ in bytes that no decoder looks at: other photos with the same content. */
    async function addCopies(count: number): Promise<string[]> {
      const ids: string[] = [];
      for (let copy = 0; copy < count; copy++) {
        ids.push((await add(`copy ${copy}.jpg`, withTail(sample, 16))).photo.id);
      }
      return ids;
    }

    async function listedBatch(id: string): Promise<Batch | undefined> {
      return (await client.call('batches.list', {})).batches.find((batch) => batch.id === id);
    }
  });
}

function whenConnected(client: Client): Promise<void> {
  return new Promise((resolve) => {
    const stop = client.watchConnection((connected) => {
      if (!connected) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}

/** The next event of a name; listens from now on. */
function nextEvent<N extends EventName>(client: Client, name: N): Promise<EventPayload<N>> {
  return collect(client, name).until(() => true);
}

/** Hears events of a name from now on; `until` gives the first, heard already or not, that fits. */
function collect<N extends EventName>(client: Client, name: N) {
  const heard: EventPayload<N>[] = [];
  const waiting = new Set<() => void>();
  client.listen(name, (payload) => {
    heard.push(payload);
    for (const look of [...waiting]) look();
  });
  const until = (fits: (payload: EventPayload<N>) => boolean) =>
    new Promise<EventPayload<N>>((resolve) => {
      const look = () => {
        const found = heard.find(fits);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  return { heard, until };
}

function withTail(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat([bytes, randomBytes(length)]));
}

function sha256(bytes: Uint8Array<ArrayBuffer>): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : String(error);
}
