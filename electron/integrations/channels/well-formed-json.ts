/** JSON whose texts hold no half of an emoji: that is valid JSON, but chokes parsers and databases behind it. */
export function wellFormedJson(value: unknown): string {
  const json = JSON.stringify(value);
  // JSON.stringify writes halves as escapes, and nothing else that begins so; most values hold none.
  return json.includes('\\ud') ? withoutHalves(value) : json;
}

function withoutHalves(value: unknown): string {
  return JSON.stringify(value, (_name, part) => {
    if (typeof part === 'string') return part.toWellFormed();
    const named = part !== null && typeof part === 'object' && !Array.isArray(part);
    if (!named || Object.keys(part).every((name) => name.isWellFormed())) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name.toWellFormed(), inner]));
  });
}
