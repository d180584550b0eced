import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { secretMask } from '../../../shared/channel.ts';
import { type EventRecord, eventTypes } from '../../../shared/event.ts';
import type { AnyChannelKind } from './channel.ts';
import { describeHttp, expectNoSecret, type HttpWay, itemOf } from './channel-contract-http.ts';
import { sampleEvent } from './sample-events.ts';

export { itemOf, refusalOf, sendContext } from './channel-contract-http.ts';

/** A text that a channel cuts: where it comes from, where it ends up, how long it may be there. */
export interface Cut {
  name: string;
  /** Most, in `unit`s. */
  limit: number;
  unit: 'utf16' | 'codePoints' | 'bytes';
  /** An event whose words hold the text where it counts. */
  event(text: string): EventRecord;
  /** The cut text in the message for that event, with all that the channel puts around it. */
  read(message: unknown): string;
}

/** What one kind of channel tells the suite of itself. */
export interface ContractSubject {
  kind: AnyChannelKind;
  /** A complete config with every secret set, as a form gives it. `baseUrl` is the server's, without a slash. */
  config(baseUrl: string): Record<string, unknown>;
  /** Every secret in that config that must never be seen, in plain text. */
  secrets: readonly string[];
  cuts: readonly Cut[];
  /** What no text of a message may hold after `hostileText` went in, besides lone surrogates. */
  forbidden: readonly RegExp[];
  /** Left out by channels that go another way than HTTP. */
  http?: HttpWay;
}

/** Everything that texts are known to break: mentions, markup, control characters, half an emoji. */
export const hostileText =
  '@everyone <!channel> <@U1> [x](https://evil.example) *b* _i_ `c` <script>alert(1)</script>' +
  ' "}{" \\ {{data}} \u0000\u0007\u001b[31m\u202e \ud83d end';

/** The one suite that every kind of channel passes. */
export function channelContract(subject: ContractSubject): void {
  const { kind } = subject;
  const parse = (baseUrl = 'https://example.com') => kind.config.parse(subject.config(baseUrl));
  const format = (...events: EventRecord[]) => kind.format(events.map(itemOf), parse());

  describe(`the contract of channels, for ${kind.kind}`, () => {
    it('has a config that comes to plain JSON Schema with a title on every field', () => {
      const schema = z.toJSONSchema(kind.config, { io: 'input' });
      const fields = fieldsOf(schema);
      expect(fields.length).toBeGreaterThan(0);
      expect(fields.filter(({ field }) => !field.title).map(({ path }) => path)).toEqual([]);
      for (const name of Object.keys(kind.environment))
        expect(fields.map(({ path }) => path)).toContain(name);
      expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
    });

    it('keeps what it takes from its form as it is', () => {
      expect(kind.config.parse(JSON.parse(JSON.stringify(parse())))).toEqual(parse());
    });

    it.each(eventTypes)('tells of %s', (type) => {
      const message = format(sampleEvent(type));
      expect(kind.preview(message, parse())).toMatch(/<html|<!doctype html/i);
      expect(kind.request(message, parse())).not.toBe('');
    });

    it('formats the same events the same way every time', () => {
      expect(format(sampleEvent('rule_triggered'))).toEqual(format(sampleEvent('rule_triggered')));
    });

    it.runIf(kind.limits.maxBatch > 1)('puts as many events as it batches into one message', () => {
      const events = Array.from({ length: kind.limits.maxBatch }, (_, index) =>
        sampleEvent('system_alert', { title: `Number ${index + 1}.` }, { id: `evt_${index}` }),
      );
      const message = format(...events);
      expect(kind.preview(message, parse())).toMatch(/<html/i);
      expect(textsOf(message).join('\n')).toContain('Number 1.');
      expect(message).not.toEqual(format(...events.slice(1)));
    });

    it('escapes hostile texts, and no half of an emoji leaves it', () => {
      const events = [
        sampleEvent('system_alert', {
          title: hostileText,
          message: hostileText,
          details: { [hostileText.slice(0, 90)]: hostileText },
        }),
        sampleEvent('rule_triggered', {
          rule_name: hostileText,
          advice: hostileText,
          image_name: hostileText,
        }),
        sampleEvent('error_occurred', { message: hostileText, component: 'x', image_name: hostileText }),
      ];
      for (const event of events) {
        const message = format(event);
        for (const text of textsOf(message)) {
          expect(text.isWellFormed(), text).toBe(true);
          for (const pattern of subject.forbidden) expect(text).not.toMatch(pattern);
        }
        const page = kind.preview(message, parse());
        expect(page.isWellFormed()).toBe(true);
        expect(page).not.toMatch(/<script/i);
      }
    });

    it('shows no secret in its target, its preview or its masked request', () => {
      const message = format(sampleEvent('mug_detected'));
      const config = parse();
      const request = subject.secrets.reduce(
        (text, secret) =>
          text.replaceAll(secret, secretMask).replaceAll(encodeURIComponent(secret), secretMask),
        kind.request(message, config),
      );
      expect(subject.secrets.filter((secret) => secret.length < 6)).toEqual([]);
      for (const text of [kind.target(config), kind.preview(message, config), request, ...textsOf(message)])
        expectNoSecret(text, subject.secrets);
    });

    for (const cut of subject.cuts) describeCut(cut, format);
    if (subject.http) describeHttp(subject, subject.http, parse);
  });
}

function describeCut(cut: Cut, format: (event: EventRecord) => unknown): void {
  const read = (text: string) => cut.read(format(cut.event(text)));
  const room = () => cut.limit - measure(read('x'), cut.unit) + 1;

  it(`keeps ${cut.name} of ${cut.limit} ${cut.unit} and one less whole`, () => {
    for (const length of [room() - 1, room()]) {
      const text = 'x'.repeat(length);
      expect(read(text)).toContain(text);
      expect(measure(read(text), cut.unit)).toBe(cut.limit - room() + length);
    }
  });

  it.each(['x', 'é', '🙂', '👩‍🔬'])(
    `cuts ${cut.name} visibly beyond ${cut.limit} ${cut.unit} of %s`,
    (character) => {
      const text = character.repeat(Math.floor(room() / measure(character, cut.unit)) + 1);
      const shown = read(text);
      expect(measure(shown, cut.unit)).toBeLessThanOrEqual(cut.limit);
      expect(shown.isWellFormed()).toBe(true);
      expect(shown).toContain('…');
      // Only whole characters stay, also of those that are made of several.
      expect(shown).toMatch(new RegExp(`${character}…`, 'u'));
    },
  );
}

function measure(text: string, unit: Cut['unit']): number {
  if (unit === 'bytes') return Buffer.byteLength(text);
  return unit === 'utf16' ? text.length : [...text].length;
}

/** Every text in a message, wherever it is. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, part]) => [name, ...textsOf(part)]);
}

type Schema = z.core.JSONSchema.BaseSchema;

/** Every field of a JSON Schema with its dotted path; the `kind` that tells a union's parts apart is none. */
function fieldsOf(schema: Schema, prefix = ''): { path: string; field: Schema }[] {
  const parts = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].filter((part) => typeof part === 'object');
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    if (typeof field === 'boolean' || (name === 'kind' && field.const !== undefined)) return [];
    const path = prefix === '' ? name : `${prefix}.${name}`;
    return [{ path, field }, ...fieldsOf(field, path)];
  });
  return [...own, ...parts.flatMap((part) => fieldsOf(part, prefix))];
}
