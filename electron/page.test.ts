import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attachment, contentSecurityPolicy, fillNonce } from './page.ts';

describe('contentSecurityPolicy', () => {
  it('lets nothing in by default, and no inline or evaluated script at all', () => {
    const policy = contentSecurityPolicy('bm9uY2U=');
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(policy).toContain("script-src 'self' 'nonce-bm9uY2U='");
    expect(policy).toContain("frame-src 'self'");
  });
});

describe('fillNonce', () => {
  it('fills every place', () => {
    const html = '<meta content="__CSP_NONCE__"><script nonce="__CSP_NONCE__"></script>';
    expect(fillNonce(html, 'abc=')).toBe('<meta content="abc="><script nonce="abc="></script>');
  });
});

describe('attachment', () => {
  it('keeps plain names and writes others twice', () => {
    expect(attachment('a b.csv')).toBe(`attachment; filename="a b.csv"; filename*=UTF-8''a%20b.csv`);
    expect(attachment('Tässe".csv')).toBe(
      `attachment; filename="T_sse_.csv"; filename*=UTF-8''T%C3%A4sse%22.csv`,
    );
  });

  it('gives the whole name back and never breaks out of the header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        const header = attachment(name);
        expect(header).toMatch(/^attachment; filename="[\w .()-]*"; filename\*=UTF-8''[\w.~!%-]*$/);
        expect(decodeURIComponent(header.slice(header.indexOf("''") + 2))).toBe(name);
      }),
    );
  });
});
