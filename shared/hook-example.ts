import type { Hook, HookMessageType } from './hook.ts';

/** One message of each type, as a sender writes it. */
export const exampleMessages: Readonly<Record<HookMessageType, { type: HookMessageType; data: object }>> = {
  'photo.analyze': { type: 'photo.analyze', data: { url: 'https://example.com/shelf-4.jpg' } },
  'alert.raise': {
    type: 'alert.raise',
    data: {
      labels: { alertname: 'BeltStopped', line: '4' },
      severity: 'error',
      title: 'Line 4: the belt stopped',
      message: 'Since 14:02.',
    },
  },
  'alert.acknowledge': {
    type: 'alert.acknowledge',
    data: { labels: { alertname: 'BeltStopped', line: '4' }, note: 'Maintenance is on its way.' },
  },
  'alert.resolve': {
    type: 'alert.resolve',
    data: { labels: { alertname: 'BeltStopped', line: '4' }, note: 'It runs again.' },
  },
  'render.report': { type: 'render.report', data: { id: 'the id at Templated' } },
};

/** A call of a hook for a shell with curl (and openssl, where it is signed), to try it out. */
export function exampleCall(hook: Pick<Hook, 'name' | 'auth' | 'allows'>, address: string): string {
  const [type = 'photo.analyze'] = hook.allows;
  const body = JSON.stringify(exampleMessages[type]);
  const lines = [`url='${address}${hook.name}'`, `secret='the secret of this hook'`, `body='${body}'`];
  if (hook.auth === 'token')
    return [
      ...lines,
      'curl "$url" -H "x-hook-token: $secret" \\',
      `  -H 'content-type: application/json' -d "$body"`,
    ].join('\n');
  return [
    ...lines,
    'id="msg_$(openssl rand -hex 12)"; at="$(date +%s)"',
    `key="$(printf %s "\${secret#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')"`,
    'signature="$(printf %s "$id.$at.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)"',
    'curl "$url" -H "webhook-id: $id" -H "webhook-timestamp: $at" -H "webhook-signature: v1,$signature" \\',
    `  -H 'content-type: application/json' -d "$body"`,
  ].join('\n');
}
