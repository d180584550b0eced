/** A fetch with what a browser sends after it opened this address: the cookie it got there, and where it comes from. */
export async function fetchAsPage(url: string): Promise<typeof fetch> {
  const { origin } = new URL(url);
  const response = await fetch(url, { redirect: 'manual' });
  const cookie = response.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  return (address, init) =>
    fetch(address, {
      ...init,
      headers: { ...Object.fromEntries(new Headers(init?.headers)), cookie, origin },
    });
}
