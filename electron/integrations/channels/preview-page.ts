/** Text as HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Text as HTML, its lines kept. */
export function linesToHtml(text: string): string {
  return escapeHtml(text).replace(/\n/g, '<br>');
}

/** A whole page without scripts that follows the light or dark of the screen. `body` is HTML. */
export function previewPage(title: string, style: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; }
* { box-sizing: border-box; }
body { margin: 0; overflow-wrap: anywhere; }
${style}
</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** Stands where the overlay picture will be: a preview sends nothing, so it also fetches nothing. */
export const picturePlaceholder = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="560" height="315" viewBox="0 0 560 315">' +
    '<rect width="560" height="315" fill="#8f8f8f"/>' +
    '<g fill="none" stroke="#fff" stroke-width="5" stroke-linejoin="round">' +
    '<path d="M230 105h86v92a18 18 0 0 1-18 18h-50a18 18 0 0 1-18-18z"/><path d="M316 125h16a24 24 0 0 1 0 56h-16"/></g>' +
    '<text x="280" y="262" fill="#fff" font-family="sans-serif" font-size="15" text-anchor="middle">The photo with its overlay</text></svg>',
)}`;
