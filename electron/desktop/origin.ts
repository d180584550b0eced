/** The page's own scheme, and the one address it lives at. */
export const appScheme = 'app';
const appOrigin = 'app://h200';
export const pageUrl = `${appOrigin}/`;

/** Whether an address is the program's own. Compared by parts: `app://h200.evil/` only looks alike. */
export function isOwnUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === `${appScheme}:` && host === 'h200' && username === '' && password === '';
}
