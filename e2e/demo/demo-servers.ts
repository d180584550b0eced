import { Webhook } from 'standardwebhooks';
import { startDiscordServer } from '../servers/discord.ts';
import { localCertificate } from '../servers/local-certificate.ts';
import {
  jsonAnswer,
  type LocalServer,
  type RecordedRequest,
  startLocalServer,
} from '../servers/local-server.ts';
import { startN8n } from '../servers/n8n.ts';
import { startSlackServer } from '../servers/slack.ts';
import { startSmtpServer } from '../servers/smtp.ts';
import { startWebhookReceiver } from '../servers/webhook.ts';
import { discordSays, n8nSays, slackSays, webhookSays } from './says.ts';
import { makeTrouble } from './trouble.ts';

/** Known to the servers and, through the channels, to the app. No secret: it opens nothing but the demo. */
export const signingSecret = `whsec_${Buffer.from('H200 Mug Positioning, demo').toString('base64')}`;

export interface DemoServers {
  /** The names that wire the app to the servers. */
  environment: Readonly<Record<string, string>>;
  /** The mail server's, in PEM form. */
  certificate: string;
  close(): Promise<void>;
}

/** Starts all servers on free ports; `tell` hears a line for each message. */
export async function startDemoServers(options: {
  tell(line: string): void;
  trouble: boolean;
}): Promise<DemoServers> {
  const n8n = await startN8n({ path: 'h200' });
  const webhook = await startWebhookReceiver({ secrets: [signingSecret] });
  const slack = await startSlackServer();
  const discord = await startDiscordServer();
  const ntfy = await startLocalServer(() => jsonAnswer(200, { id: 'demo' }));
  const smtp = await startSmtpServer({ encryption: 'starttls' });
  if (options.trouble) makeTrouble({ steady: [n8n, webhook, discord], slack, smtp });

  const line = (name: string, arrow: string, text: string) =>
    options.tell(`${name.padEnd(7)} ${arrow} ${text}`);
  const watch = (name: string, server: LocalServer, says: (request: RecordedRequest) => string) =>
    watchRequests(server, (request) => {
      if (isTaken(request)) line(name, '←', says(request));
      else line(name, '✗', request.status === null ? 'cut the connection' : `answered ${request.status}`);
    });
  watch('n8n', n8n, (request) => `${n8nSays(request.body)} (${isSigned(request) ? 'signed' : 'not signed'})`);
  watch('Webhook', webhook, ({ body }) => `${webhookSays(body)} (signed)`);
  watch('Slack', slack, ({ body }) => slackSays(body));
  watch('Discord', discord, ({ body }) => discordSays(body));
  watch('ntfy', ntfy, ({ body }) => webhookSays(body));
  watchMails();

  async function watchMails(): Promise<void> {
    for (let count = 1; ; count += 1) {
      const mail = (await smtp.received(count))[count - 1];
      const pictures = mail?.parsed.attachments.length ?? 0;
      line('E-mail', '←', `${mail?.parsed.subject}${pictures > 0 ? ' (with its picture)' : ''}`);
    }
  }

  return {
    environment: {
      N8N_WEBHOOK_URL: n8n.webhookUrl,
      WEBHOOK_URL: `${webhook.url}/h200`,
      SLACK_WEBHOOK_URL: slack.webhookUrl,
      DISCORD_WEBHOOK_URL: discord.webhookUrl(),
      NTFY_URL: `${ntfy.url}/mugs`,
      SMTP_HOST: smtp.host,
      SMTP_PORT: String(smtp.port),
      EMAIL_FROM: 'mugs@example.com',
      EMAIL_TO: 'operator@example.com',
    },
    certificate: localCertificate.cert,
    async close() {
      await Promise.all([n8n, webhook, slack, discord, ntfy, smtp].map((server) => server.close()));
    },
  };
}

/** Hears every request once it is answered, for as long as the server lives. */
async function watchRequests(server: LocalServer, hear: (request: RecordedRequest) => void): Promise<void> {
  const heard = new Set<RecordedRequest>();
  for (let count = 1; ; count += 1) {
    for (const request of await server.received(count)) {
      if (request.status === undefined || heard.has(request)) continue;
      heard.add(request);
      hear(request);
    }
  }
}

function isTaken({ status }: RecordedRequest): boolean {
  return typeof status === 'number' && status < 300;
}

function isSigned({ body, headers }: RecordedRequest): boolean {
  try {
    new Webhook(signingSecret).verify(body, headers, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}
