import { type Alert, type Matcher, matcherSchema } from '../../../shared/alert.ts';

/** The operators as people say them. */
export const opWords: Readonly<Record<Matcher['op'], string>> = {
  '=': 'is',
  '!=': 'is not',
  '=~': 'matches',
  '!~': 'does not match',
};

/** A matcher as a sentence reads it: `source is monitoring`. */
export const matcherText = ({ name, op, value }: Matcher) =>
  `${name} ${opWords[op]} ${value === '' ? 'empty' : value}`;

/** Matchers as they are written: none that is empty, each trimmed. */
export const given = (matchers: readonly Matcher[]) =>
  matchers
    .map(({ name, op, value }) => ({ name: name.trim(), op, value }))
    .filter(({ name, value }) => name !== '' || value !== '');

/** What is wrong with each matcher, in their order; null for one that will do. */
export const problemsOf = (matchers: readonly Matcher[]): (string | null)[] =>
  matchers.map((matcher) => {
    if (matcher.name.trim() === '' && matcher.value === '') return null;
    return (
      matcherSchema.safeParse({ ...matcher, name: matcher.name.trim() }).error?.issues[0]?.message ?? null
    );
  });

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Matchers that fit all these alerts and little else: what they have in common, else their names. */
export function matchersFor(alerts: readonly Pick<Alert, 'labels'>[]): Matcher[] {
  const [first, ...others] = alerts;
  if (first === undefined) return [];
  const common = Object.entries(first.labels).filter(([name, value]) =>
    others.every(({ labels }) => labels[name] === value),
  );
  const matchers: Matcher[] = common.map(([name, value]) => ({ name, op: '=', value }));
  if (matchers.some(({ name }) => name === 'alertname')) return matchers;
  const names = [...new Set(alerts.map(({ labels }) => labels.alertname ?? ''))];
  return [{ name: 'alertname', op: '=~', value: names.map(escaped).join('|') }, ...matchers];
}
