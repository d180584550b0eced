/** JSON whose texts hold no half of an emoji: that is valid JSON, but chokes parsers and databases behind it. */
export function wellFormedJson(value: unknown): string {
  return JSON.stringify(value, (_name, part) => (typeof part === 'string' ? part.toWellFormed() : part));
}
