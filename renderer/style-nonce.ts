/** What lets this page make styles at run time; the hosts put a fresh one into every page. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
