import { createHash } from 'node:crypto';
import type { SendMailOptions } from 'nodemailer';
import { z } from 'zod';
import type { Notice } from '../../../shared/notice.ts';
import { severityLook } from '../../../shared/severity.ts';
import { defineChannel, type PictureOf, pictureOf, type SendContext } from './channel.ts';
import { cut } from './cut.ts';
import { htmlOf, pictureCid, textOf, withoutPicture } from './email-page.ts';
import { escapeHtml, picturePlaceholder } from './preview-page.ts';
import { createRecipients } from './recipients.ts';
import { createPools, maxConnections } from './smtp.ts';
import { putOffFor, receiptOfMail, smtpError } from './smtp-answer.ts';
import { appName, forPeople, severityOf, titleOf } from './wording.ts';

/** `mugs@example.com`, also `root@localhost`, which mail servers of one's own take. */
const addressSchema = z.email({
  pattern: z.regexes.html5Email,
  error: 'This is not an address like name@example.com.',
});

/** From a form a list, from the environment a text with commas. */
const recipientsSchema = z.preprocess(
  (value) => {
    const entries: unknown = typeof value === 'string' ? value.split(/[,;\n]/) : value;
    if (!Array.isArray(entries)) return entries;
    return entries
      .map((entry) => (typeof entry === 'string' ? entry.trim() : entry))
      .filter((entry) => entry !== '');
  },
  z
    .array(addressSchema)
    .min(1, 'Name at least one recipient.')
    .max(50, 'Use a mailing list for more than 50.'),
);

const configSchema = z
  .object({
    host: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9:.\-_[\]]{1,253}$/, 'This is not the name of a host.')
      .meta({ title: 'Mail server', placeholder: 'smtp.example.com', destination: true }),
    port: z.coerce
      .number('This is not the number of a port.')
      .int()
      .min(1)
      .max(65_535)
      .default(587)
      .meta({ title: 'Port', description: '587 with STARTTLS, 465 with TLS.' }),
    security: z
      .enum(['starttls', 'tls', 'none'])
      .default('starttls')
      .meta({
        title: 'Encryption',
        description: 'None only for this computer and for hosts allowed in the network settings.',
        options: { starttls: 'STARTTLS', tls: 'TLS from the start', none: 'None' },
      }),
    username: z.string().max(320).default('').meta({ title: 'User name', description: 'Empty: no login.' }),
    password: z.string().max(1_000).default('').meta({ title: 'Password', secret: true }),
    from: addressSchema.meta({ title: 'From', placeholder: 'mugs@example.com' }),
    to: recipientsSchema.meta({ title: 'To' }),
    replyTo: z
      .union([z.literal(''), addressSchema])
      .default('')
      .meta({
        title: 'Answers to',
        description: 'Empty: to the sender.',
        advanced: true,
      }),
  })
  .refine(({ username, password }) => username !== '' || password === '', {
    path: ['username'],
    message: 'A password needs a user name.',
  });
type Config = z.output<typeof configSchema>;

const maxSubject = 150;

export interface EmailMessage {
  subject: string;
  html: string;
  text: string;
  /** Mails of one matter belong together; a digest of its name, null for several matters. */
  thread: string | null;
  urgent: boolean;
  /** Whose picture is shown in the mail. */
  picture: PictureOf | null;
}

const pools = createPools();
const recipients = createRecipients();

export const email = defineChannel<Config, EmailMessage>({
  kind: 'email',
  label: 'E-mail',
  description: 'Sends mails through a mail server (SMTP).',
  docsUrl: 'https://nodemailer.com/smtp',
  config: configSchema,
  environment: {
    host: 'SMTP_HOST',
    port: 'SMTP_PORT',
    username: 'SMTP_USERNAME',
    password: 'SMTP_PASSWORD',
    from: 'EMAIL_FROM',
    to: 'EMAIL_TO',
  },
  initial: forPeople('info'),
  // Servers differ and tell nothing ahead: 14 a second at Amazon SES, 30 a minute at Exchange Online
  // (https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits).
  limits: { concurrency: maxConnections, rate: { perSecond: 0.5, burst: 10 }, maxBatch: 50 },
  target: ({ to, host }) => `${to[0]}${to.length > 1 ? ` and ${to.length - 1} more` : ''} through ${host}`,
  limitKey: ({ host, port, username }) => `${host}:${port} ${username}`,
  check: ({ host, port, security, username, password }) => ({
    kind: 'smtp',
    server: { host, port, security, username, password },
  }),
  format: (items) => messageOf(items.map(({ notice }) => notice)),
  preview: (message, config) => previewOf(message, config),
  request: (message, config) => requestOf(message, config),
  async send(message, config, context) {
    const { host, port, security, username, password } = config;
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(context.timeoutMs)]);
    try {
      const mail = await mailOf(message, config, context);
      const pool = pools.of({ host, port, security, username, password }, context.network);
      const to = recipients.left(context.messageId, config.to);
      const sent = await pool.sendMail({ ...mail, envelope: { from: config.from, to }, signal });
      const { refused, putOff } = recipients.tried(context.messageId, to, sent.rejectedErrors ?? []);
      if (putOff.length > 0) throw putOffFor(putOff, host);
      return receiptOfMail({ ...sent, rejectedErrors: refused });
    } catch (error) {
      throw smtpError(error, host, { timeoutMs: context.timeoutMs, signal });
    }
  },
  async close() {
    pools.close();
  },
});

function messageOf(notices: readonly Notice[]): EmailMessage {
  const severity = severityOf(notices);
  const head = `[${severityLook[severity].word.toLowerCase()}] ${titleOf(notices)}`;
  const [first] = notices;
  const threads = new Set(notices.map((notice) => notice.thread));
  const picture = notices.length === 1 && first !== undefined ? pictureOf(first) : null;
  return {
    subject: cut(head, maxSubject),
    html: htmlOf(notices, picture !== null),
    text: textOf(notices),
    thread: threads.size === 1 && first ? digestOf(first.thread) : null,
    urgent: severity === 'critical',
    picture,
  };
}

/** The Message-ID is the same at every try, so that a mail that came twice is seen once. */
async function mailOf(message: EmailMessage, config: Config, context: SendContext): Promise<SendMailOptions> {
  const { from, to, replyTo } = config;
  const found = message.picture === null ? null : await context.picture(message.picture);
  const domain = from.split('@')[1];
  const root = message.thread === null ? null : `<thread-${message.thread}@${domain}>`;
  return {
    from: { name: appName, address: from },
    to,
    ...(replyTo !== '' && { replyTo }),
    subject: message.subject,
    text: message.text,
    html: found ? message.html : withoutPicture(message.html),
    messageId: `<${context.messageId}@${domain}>`,
    ...(root !== null && { references: root, inReplyTo: root }),
    // RFC 3834: no holiday notes in answer to a machine.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    ...(message.urgent && { priority: 'high' }),
    ...(found && {
      attachments: [
        {
          filename: found.name,
          content: Buffer.from(found.bytes),
          contentType: found.mediaType,
          contentDisposition: 'inline',
          cid: pictureCid,
        },
      ],
    }),
  };
}

function digestOf(thread: string): string {
  return createHash('sha256').update(thread).digest('hex').slice(0, 32);
}

/** The mail's own page below the head that a mail program shows. */
function previewOf(message: EmailMessage, { from, to, replyTo }: Config): string {
  const rows = [
    ['From', `${appName} <${from}>`],
    ['To', to.join(', ')],
    ...(replyTo === '' ? [] : [['Answers to', replyTo]]),
  ].map(([name, value]) => `<dt>${escapeHtml(name ?? '')}</dt><dd>${escapeHtml(value ?? '')}</dd>`);
  const head = `<header><p>${escapeHtml(message.subject)}</p><dl>${rows.join('')}</dl></header>`;
  return message.html
    .replace(`cid:${pictureCid}`, () => picturePlaceholder)
    .replace('</head>', () => `<style>${previewStyle}</style>\n</head>`)
    .replace(/<body[^>]*>/, (body) => `${body}\n${head}`);
}

function requestOf(message: EmailMessage, config: Config): string {
  const head = [
    `SMTP ${config.host}:${config.port} (${config.security})`,
    `From: ${appName} <${config.from}>`,
    `To: ${config.to.join(', ')}`,
    ...(config.replyTo === '' ? [] : [`Reply-To: ${config.replyTo}`]),
    `Subject: ${message.subject}`,
  ];
  return `${head.join('\n')}\n\n${message.text}`;
}

const previewStyle = `
header { padding: 14px 24px; border-bottom: 1px solid #dcdcdc; background: #fff; color: #1c1c1c; font: 13px/19px -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
header p { margin: 0 0 8px; font-size: 17px; line-height: 23px; font-weight: 600; overflow-wrap: anywhere; }
header dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 2px 12px; margin: 0; }
header dt { color: #565656; }
header dd { margin: 0; overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) { header { background: #1f1f1f; color: #ececec; border-color: #363636; } header dt { color: #b4b4b4; } }
`;
