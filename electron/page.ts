/** The placeholder in renderer/index.html that both hosts replace, per response, by a fresh nonce. */
const noncePlaceholder = '__CSP_NONCE__';

/** Nothing from elsewhere, no inline script, no plug-in; styles made at run time carry the nonce. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    // Previews of notices, in a sandbox.
    "frame-src 'self'",
    "worker-src 'none'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The page with its nonce filled in. A nonce is base64 of at least 128 random bits, made by the host. */
export function fillNonce(html: string, nonce: string): string {
  return html.replaceAll(noncePlaceholder, nonce);
}

/** Headers of every answer of both hosts: the kind that was declared, shown nowhere else, told to nobody. */
export const protectiveHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * Headers of a preview, which shows what may have come from anybody: it is framed by our own page, runs nothing,
 * loads nothing and sends nothing; its styles are inline as in the mails it shows.
 */
export const previewHeaders: Readonly<Record<string, string>> = {
  ...protectiveHeaders,
  'x-frame-options': 'SAMEORIGIN',
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'img-src data:',
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    'sandbox',
  ].join('; '),
  'cache-control': 'no-store',
};

/** Content-Disposition (RFC 6266): a plain name for old readers, the whole name in UTF-8 for the others. */
export function attachment(name: string): string {
  const plain = name.replace(/[^\w .()-]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
