import type { Cursor } from './cursor.ts';
import type { Consequence, Scope } from './rule.ts';
import type { Term } from './vocabulary.ts';

const severities = ['info', 'success', 'warning', 'error', 'critical'] as const;
const afterNames: readonly Term[] = [
  'and',
  'or',
  'thenDo',
  'otherwise',
  'unless',
  'if',
  'channel',
  'template',
  'for',
  'as',
  'notify',
  'alert',
  'use',
  'reject',
  'tag',
];

/** "alert critically, notify 'Slack' and tag it 'late'". */
export function consequences(c: Cursor): Consequence[] | null {
  const first = consequence(c);
  if (!first) return null;
  const all = [first];
  for (;;) {
    const next = c.first(() => {
      const comma = c.take('comma');
      const and = c.take('and');
      return comma || and ? consequence(c) : null;
    });
    if (!next) return all;
    all.push(next);
  }
}

/** One thing that follows. A new one is one more line here. */
function consequence(c: Cursor): Consequence | null {
  return c.first<Consequence>(
    () => notify(c),
    () => alert(c),
    () => template(c),
    () => tag(c),
    () => reject(c),
  );
}

/** "alert", "alert critically", "raise a critical alert", "warn the team". */
function alert(c: Cursor): Consequence | null {
  return c.first<Consequence>(
    () => {
      if (!c.take('warn')) return null;
      c.take('whom');
      return { do: 'alert', severity: 'warning' };
    },
    () => {
      if (!c.take('alert')) return null;
      c.take('whom');
      return { do: 'alert', severity: severity(c) };
    },
    () => {
      if (!c.take('raise')) return null;
      c.take('a');
      const found = c.take(...severities) as (typeof severities)[number] | null;
      const named = found && (c.take('severity') || found === 'error' || found === 'warning');
      return named ? { do: 'alert', severity: found } : null;
    },
    () => {
      // "critical alert"
      c.take('a');
      const found = c.take(...severities) as (typeof severities)[number] | null;
      return found && c.take('severity') ? { do: 'alert', severity: found } : null;
    },
  );
}

/** "Critical: …", "This is critical: …". */
export function severityFirst(c: Cursor): (typeof severities)[number] | null {
  c.first(() => (c.take('it') && c.take('be') ? true : null));
  const found = c.take(...severities) as (typeof severities)[number] | null;
  return found && c.take('colon') ? found : null;
}

function severity(c: Cursor): (typeof severities)[number] | null {
  return c.first(() => {
    c.take('as');
    c.take('severity');
    c.take('as');
    const found = c.take(...severities) as (typeof severities)[number] | null;
    if (found) c.first(() => c.take('severity'));
    return found;
  });
}

/** "notify 'Slack'", "tell #bar", "send it to n8n". */
function notify(c: Cursor): Consequence | null {
  if (!c.take('notify')) return null;
  c.first(() => {
    c.take('a');
    return c.take('channel');
  });
  const { channels } = c.surroundings;
  const start = c.at;
  const known = c.name(channels, 'channel');
  const channel = known ?? (c.sees('whom') ? null : c.looseName(afterNames));
  if (channel === null) return null;
  if (known === null && channels?.length)
    c.refuse(
      start,
      'There is no channel of this name.',
      channels.map((name) => `'${name}'`),
    );
  c.take('channel');
  return { do: 'notify', channel };
}

/** "use template 'Listing'", "use the Listing template". */
function template(c: Cursor): Consequence | null {
  if (!c.take('use')) return null;
  c.take('a');
  const before = c.take('template');
  c.take('called');
  const { templates } = c.surroundings;
  const start = c.at;
  const known = c.name(templates, 'template');
  const name = known ?? c.looseName(afterNames);
  const after = c.take('template');
  if (name === null || (!before && !after && known === null)) return null;
  if (known === null && templates?.length)
    c.refuse(
      start,
      'There is no template of this name.',
      templates.map((one) => `'${one}'`),
    );
  return { do: 'useTemplate', template: name };
}

/** "tag it 'late'", "add the tag 'late'", "mark the photo as 'late'". */
function tag(c: Cursor): Consequence | null {
  const start = c.at;
  if (!c.take('tag')) return null;
  what(c);
  c.take('tag');
  c.take('as', 'called');
  const name =
    c.name(undefined, 'tag') ?? (c.sees(...afterNames) ? null : c.looseName(afterNames)) ?? flagged(c, start);
  return name === null || name.length > 60 ? null : { do: 'tag', tag: name };
}

/** "flag photos where …": the tag is not said. */
function flagged(c: Cursor, start: number): string | null {
  if (c.words[start]?.word !== 'flag') return null;
  c.assume(start, 'Taken as: tag it “flagged”.');
  return 'flagged';
}

/** "reject", "reject the photo", "mark it as rejected". */
function reject(c: Cursor): Consequence | null {
  if (c.take('reject')) {
    what(c);
    return { do: 'reject' };
  }
  if (!c.take('tag')) return null;
  what(c);
  c.take('as');
  return c.take('rejected') ? { do: 'reject' } : null;
}

/** "it", "the photo". */
function what(c: Cursor) {
  c.first(() => {
    c.take('any', 'a', 'every');
    return c.take('photo', 'it');
  });
}

/** "in the photography context", "in the context 'photography'", "for batches named 'Café'". */
export function scope(c: Cursor): Scope | null {
  return c.first<Scope>(
    () => {
      if (!c.take('for')) return null;
      c.take('any', 'a', 'every');
      if (!c.take('context')) return null;
      c.take('called', 'by');
      const name = c.name(undefined, 'context') ?? c.looseName(scopeEnds);
      return name === null ? null : { in: 'context', name };
    },
    () => {
      if (!c.take('for')) return null;
      c.take('any', 'a', 'every');
      c.take('photo');
      c.take('for');
      c.take('any', 'a', 'every');
      if (!c.take('batch')) return null;
      c.take('called');
      const name = c.name(undefined, 'batch') ?? c.looseName(scopeEnds);
      return name === null ? null : { in: 'batch', name };
    },
    () => {
      if (!c.take('for')) return null;
      const name = c.name(undefined, 'context') ?? c.looseName(['context', 'batch', ...scopeEnds]);
      if (name === null) return null;
      const kind = c.take('context', 'batch');
      return kind && { in: kind as 'context' | 'batch', name };
    },
  );
}

const scopeEnds: readonly Term[] = [
  'mug',
  'must',
  'every',
  'no',
  'if',
  'unless',
  'otherwise',
  'thenDo',
  'photo',
  'handle',
  'there',
  'reject',
  'alert',
  'use',
];
