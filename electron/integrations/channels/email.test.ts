import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { localCertificate } from '../../../e2e/servers/local-certificate.ts';
import { type SmtpFault, type SmtpServerOptions, startSmtpServer } from '../../../e2e/servers/smtp.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import type { Receipt } from '../../delivery/sender.ts';
import { createHttp } from '../../http.ts';
import { channelContract, hostileText } from './channel-contract.ts';
import { itemOf, refusalOf, sendContext } from './channel-contract-http.ts';
import { type EmailMessage, email } from './email.ts';
import { maxHtmlBytes } from './email-page.ts';
import { sampleEvent } from './sample-events.ts';

const password = 's3cret-Passw0rd';
const login = { username: 'mugs', password };
const http = createHttp({ version: '1', settings: () => defaultSettings.network, env: {} });
const caFile = path.join(mkdtempSync(path.join(tmpdir(), 'ca-')), 'ca.pem');
writeFileSync(caFile, localCertificate.cert);
const trusting = () => ({ ...defaultSettings.network, caFile });

const form = (patch: Record<string, unknown> = {}) => ({
  host: '127.0.0.1',
  from: 'mugs@example.com',
  to: ['anna@example.com', 'ben@example.com'],
  security: 'none',
  ...patch,
});
const configOf = (patch: Record<string, unknown> = {}) => email.config.parse(form(patch));
const messageOf = (...events: ReturnType<typeof sampleEvent>[]) =>
  email.format(events.map(itemOf), configOf()) as EmailMessage;
const alert = (title: string, message = '', details = {}) =>
  sampleEvent('system_alert', { title, message, details });

afterAll(async () => {
  await email.close?.();
  await http.close();
});

channelContract({
  kind: email,
  config: () => form({ security: 'starttls', username: 'mugs', password }),
  secrets: [password],
  cuts: [
    {
      name: 'the subject',
      limit: 150,
      unit: 'utf16',
      event: (text) => alert(text),
      read: (message) => (message as EmailMessage).subject,
    },
  ],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through
  forbidden: [/[\0-\x08\x0b-\x1f\u202e]/],
});

it('takes what the environment gives: a port as text, recipients with commas', () => {
  expect(configOf({ port: '465', to: ' anna@example.com, ben@example.com,' })).toMatchObject({
    port: 465,
    to: ['anna@example.com', 'ben@example.com'],
  });
  for (const to of ['', 'anna', 'anna@example.com, ben', []]) {
    expect(email.config.safeParse(form({ to })).success, String(to)).toBe(false);
  }
  expect(email.config.safeParse(form({ password: 'x' })).error?.issues[0]?.path).toEqual(['username']);
  expect(email.target(configOf())).toBe('anna@example.com and 1 more through 127.0.0.1');
});

it('writes a subject and a text that say it all', () => {
  const { subject, text, thread, picture } = messageOf(
    sampleEvent('rule_triggered', {}, { severity: 'critical' }),
  );
  expect(subject).toBe('[critical] Rule "Centred": failed');
  expect(text).toMatch(
    /^CRITICAL: Rule "Centred": failed\n\nMove the mug 80 px to the right\.\n\nPhoto: desk\.jpg\noffset_x: -80\nzone: middle-left\n\n20 Nov 2026, .*\n\n-- \nH200 Mug Positioning\n$/,
  );
  expect([thread, picture]).toEqual([
    expect.stringMatching(/^[0-9a-f]{32}$/),
    { analysisId: 'ana_1', renderId: null },
  ]);
});

it('keeps every page below the size at which Gmail clips it', () => {
  const hostile = '&<>"\'/`=漢'.repeat(500);
  const facts = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`Fact ${index}`, hostile]));
  const large = alert(hostile.slice(0, 300), hostile, facts);
  for (const count of [1, 2, 10, 50]) {
    const { html } = messageOf(...Array.from({ length: count }, () => large));
    expect(Buffer.byteLength(html), `${count} notices`).toBeLessThan(maxHtmlBytes);
    expect(html).toContain('…');
  }
  expect(messageOf(large).html).toMatch(/… and \d+ more/);
});

it('shows a page that holds no script, with the head of the mail above it', () => {
  const page = email.preview(
    messageOf(alert(hostileText, hostileText, { [hostileText.slice(0, 50)]: 1 })),
    configOf(),
  );
  expect(page).not.toMatch(/<script|<a |cid:/);
  expect(page).toContain('<dt>To</dt><dd>anna@example.com, ben@example.com</dd>');
  expect(page).toContain('<p>[info] @everyone');
});

describe('over SMTP', () => {
  it('sends HTML and text to all recipients, under one Message-ID at every try, in the thread of its matter', async () => {
    const { server, send, close } = await open();
    const receipt = await send(messageOf(sampleEvent('rule_triggered')), { messageId: 'dlv_1' });
    await send(messageOf(sampleEvent('rule_triggered')), { messageId: 'dlv_1', attempt: 2 });
    await send(messageOf(sampleEvent('rule_triggered')), { messageId: 'dlv_2' });
    expect(receipt).toMatchObject({ status: 250, receipt: 'MAIL1' });
    const [first, again, other] = server.mails;
    expect(first?.to).toEqual(['anna@example.com', 'ben@example.com']);
    expect(first?.parsed).toMatchObject({
      subject: '[warning] Rule "Centred": failed',
      messageId: '<dlv_1@example.com>',
      from: { text: '"H200 Mug Positioning" <mugs@example.com>' },
      text: expect.stringContaining('Move the mug 80 px'),
      html: expect.stringContaining('Move the mug 80 px'),
    });
    expect(again?.parsed.messageId).toBe('<dlv_1@example.com>');
    expect(other?.parsed.messageId).toBe('<dlv_2@example.com>');
    const threads = server.mails.map(({ parsed }) => parsed.inReplyTo);
    expect(new Set(threads).size).toBe(1);
    expect(threads[0]).toMatch(/^<thread-[0-9a-f]{32}@example\.com>$/);
    await close();
  });

  it('shows the overlay picture inside the mail, and no gap where there is none', async () => {
    const { server, send, close } = await open();
    const picture = async () => ({
      bytes: Buffer.from('a picture'),
      mediaType: 'image/png',
      name: 'desk.png',
    });
    await send(messageOf(sampleEvent('rule_triggered')), { picture });
    await send(messageOf(sampleEvent('rule_triggered')));
    const [withPicture, without] = server.mails.map(({ parsed }) => parsed);
    expect(withPicture?.attachments.map(({ content, related }) => [content.toString(), related])).toEqual([
      ['a picture', true],
    ]);
    // The parser puts the attachment in place of its cid.
    expect(withPicture?.html).toContain(
      `src="data:image/png;base64,${Buffer.from('a picture').toString('base64')}"`,
    );
    expect(without?.attachments).toEqual([]);
    expect(without?.html).not.toContain('<img');
    await close();
  });

  it('lets no text add a header or a recipient', async () => {
    const { server, send, close } = await open();
    await send(messageOf(alert('x\r\nBcc: eve@example.com\r\n\r\nbody', 'y')));
    expect(server.mails[0]?.to).toEqual(['anna@example.com', 'ben@example.com']);
    expect(server.mails[0]?.parsed.subject).toBe('[info] x Bcc: eve@example.com body');
    expect(server.mails[0]?.parsed.headers.has('bcc')).toBe(false);
    await close();
  });

  it('keeps its connection for the next mail', async () => {
    const { server, send, close } = await open();
    for (let count = 0; count < 5; count += 1) await send();
    expect(server.connections()).toEqual({ open: 1, total: 1 });
    await close();
  });

  it.each(['starttls', 'tls'] as const)(
    'logs in over %s with a certificate that it was told to trust',
    async (encryption) => {
      const { server, send, close } = await open({ encryption, login }, { security: encryption, ...login });
      await send(messageOf(alert('x')), { network: trusting });
      expect(server.mails[0]).toMatchObject({ encrypted: true, user: 'mugs' });
      await close();
    },
  );

  it.each(['starttls', 'tls'] as const)(
    'trusts no certificate that nobody vouches for, over %s',
    async (encryption) => {
      const { server, send, close } = await open({ encryption, login }, { security: encryption, ...login });
      await expect(send()).rejects.toMatchObject({
        reason: 'tls',
        message: expect.stringContaining('certificate'),
      });
      expect(server.mails).toHaveLength(0);
      await close();
    },
  );

  it('sends nothing in the clear when encryption is asked for', async () => {
    const { server, send, close } = await open({}, { security: 'starttls' });
    await expect(send()).rejects.toMatchObject({ reason: 'tls' });
    expect(server.mails).toHaveLength(0);
    await close();
  });

  it('goes without encryption only to this computer and to hosts that are allowed, and to no private host unasked', async () => {
    const { send, close } = await open({}, { host: 'mail.example.com' });
    await expect(send()).rejects.toMatchObject({ code: 'network.insecure' });
    await close();
    const lan = await open({}, { host: '10.1.2.3', security: 'starttls' });
    await expect(lan.send()).rejects.toMatchObject({ code: 'network.blocked' });
    await lan.close();
  });

  it('says which recipients were refused when others got the mail', async () => {
    const { server, send, close } = await open();
    server.fail({ at: 'rcpt', recipient: 'ben@example.com', code: 550, text: '5.1.1 Unknown user' });
    expect(await send()).toMatchObject({
      status: 250,
      detail: expect.stringMatching(/^Sent, but not to ben@example\.com \(550 5\.1\.1 Unknown user\)\./),
    });
    expect(server.mails[0]?.to).toEqual(['anna@example.com']);
    await close();
  });

  it('tries again for a recipient that was put off, and bothers those who got the mail no more', async () => {
    const { server, send, close } = await open(
      {},
      { to: ['anna@example.com', 'ben@example.com', 'eve@example.com'] },
    );
    server.fail({ at: 'rcpt', recipient: 'eve@example.com', code: 550, text: '5.1.1 Unknown user' });
    server.fail({ at: 'rcpt', recipient: 'ben@example.com', code: 451, text: '4.7.1 Greylisted', times: 2 });
    for (const attempt of [1, 2]) {
      expect(await refusalOf(send(undefined, { attempt }))).toMatchObject({
        reason: 'serverError',
        retryable: true,
        message: expect.stringContaining('for ben@example.com (451 4.7.1 Greylisted)'),
      });
    }
    expect(await send(undefined, { attempt: 3 })).toMatchObject({
      detail: expect.stringMatching(/^Sent, but not to eve@example\.com \(550 /),
    });
    expect(server.mails.map(({ to }) => to)).toEqual([['anna@example.com'], ['ben@example.com']]);
    expect(server.mails[1]?.parsed.to).toMatchObject({ text: expect.stringContaining('anna@example.com') });
    // Sent again by hand, it goes to all.
    await send(undefined, { attempt: 4 });
    expect(server.mails[2]?.to).toEqual(['anna@example.com', 'ben@example.com']);
    await close();
  });

  it.each<[string, SmtpFault, object]>([
    ['an unknown recipient', { at: 'rcpt', code: 550 }, { reason: 'refused', retryable: false, status: 550 }],
    ['a grey list', { at: 'rcpt', code: 451 }, { reason: 'serverError', retryable: true, status: 451 }],
    ['a refused sender', { at: 'mail', code: 553 }, { reason: 'refused', retryable: false, status: 553 }],
    ['a full disk', { at: 'data', code: 452 }, { reason: 'serverError', retryable: true, status: 452 }],
    ['a refused text', { at: 'data', code: 554 }, { reason: 'refused', retryable: false, status: 554 }],
    [
      'too many mails',
      { at: 'mail', code: 421, text: '4.7.0 Too many messages' },
      { reason: 'rateLimited', retryable: true, limit: { waitMs: 60_000, scope: 'target' } },
    ],
    [
      'the quota of a day, which Gmail refuses as if for good',
      { at: 'data', code: 550, text: '5.4.5 Daily user sending limit exceeded' },
      { reason: 'rateLimited', retryable: true, limit: { waitMs: 3_600_000, scope: 'target' } },
    ],
    [
      'the quota of a day at Exchange Online',
      { at: 'data', code: 554, text: '5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException' },
      { reason: 'rateLimited', retryable: true },
    ],
    [
      'a quota that is told of the recipients',
      { at: 'rcpt', code: 550, text: '5.4.5 Recipient address rejected: Domain Sending Quota Exceeded' },
      { reason: 'rateLimited', retryable: true },
    ],
    [
      'a mailbox that is full',
      { at: 'rcpt', code: 552, text: '5.2.2 Mailbox quota exceeded' },
      { reason: 'refused', retryable: false },
    ],
    ['a server going down', { at: 'connect', code: 421 }, { reason: 'serverError', retryable: true }],
  ])('understands %s', async (_name, fault, expected) => {
    const { server, send, close } = await open();
    server.fail(fault);
    const error = await refusalOf(send());
    expect(error).toMatchObject(expected);
    expect(error.message).toContain('127.0.0.1');
    await close();
  });

  it('tells a wrong password, and a login that cannot be checked, without telling the password', async () => {
    const { server, send, close } = await open(
      { login },
      { username: 'mugs', password: `${password}-wrong` },
    );
    const error = await refusalOf(send());
    expect(error).toMatchObject({ reason: 'unauthorized', retryable: false, status: 535 });
    expect(error.message).not.toContain(password);
    server.fail({ at: 'auth', code: 454, times: 1 });
    expect(await refusalOf(send())).toMatchObject({ reason: 'serverError', retryable: true });
    await close();
  });

  it('says when the mail is too large for the server', async () => {
    const { send, close } = await open({ maxBytes: 2_000 });
    expect(await refusalOf(send())).toMatchObject({ reason: 'tooLarge', retryable: false });
    await close();
  });

  it('tries again when nobody listens, and when the connection is cut', async () => {
    const { server, send, close } = await open();
    server.fail({ at: 'data' });
    await expect(send()).rejects.toMatchObject({ reason: 'connection' });
    await close();
    await expect(send()).rejects.toMatchObject({ code: 'network.unreachable', reason: 'connection' });
  });

  it('ends when it takes too long', async () => {
    const { server, send, close } = await open();
    server.fail({ at: 'data', hang: true });
    await expect(send(messageOf(alert('x')), { timeoutMs: 200 })).rejects.toMatchObject({
      reason: 'timeout',
    });
    await close();
  });

  it('ends at once when it is given up', async () => {
    const { server, send, close } = await open();
    server.fail({ at: 'data', hang: true });
    const controller = new AbortController();
    const sending = send(messageOf(alert('x')), { signal: controller.signal, timeoutMs: 30_000 });
    sending.catch(() => undefined);
    await server.hanging();
    controller.abort();
    await expect(sending).rejects.toMatchObject({ code: 'cancelled' });
    await close();
  });

  it('waits for a connection of its pool when the server takes no more', async () => {
    const { server, send, close } = await open({ maxConnections: 2 });
    await Promise.all(
      Array.from({ length: 12 }, (_, index) => send(undefined, { messageId: `dlv_${index}` })),
    );
    expect(new Set(server.mails.map(({ parsed }) => parsed.messageId)).size).toBe(12);
    expect(server.connections().total).toBeLessThanOrEqual(2);
    await close();
  });
});

async function open(options: SmtpServerOptions = {}, patch: Record<string, unknown> = {}) {
  const server = await startSmtpServer(options);
  const config = configOf({ port: server.port, ...patch });
  return {
    server,
    send: (
      message = messageOf(alert('x')),
      context: Parameters<typeof sendContext>[1] = {},
    ): Promise<Receipt> => email.send(message, config, sendContext(http, context)),
    close: async () => {
      await email.close?.();
      await server.close();
    },
  };
}
