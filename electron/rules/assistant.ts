import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { RuleSettings } from '../../shared/settings.ts';
import type { Http } from '../http.ts';
import type { SecretStore } from '../store/secret-store.ts';

/** Turns free words into sentences of our rules, with a service that the operator chose. Its word is never trusted. */
export interface Assistant {
  /** Whether it can be asked: switched on, with an address and a model. A local service may need no key. */
  isReady(): boolean;
  hasKey(): boolean;
  /**
   * Keeps the key for the host of the settings, and for no other; the empty text forgets it. Throws AppError
   * assistant.notConfigured when there is no host.
   */
  setKey(key: string): void;
  /** What it proposes, unread: each sentence is for the parser and then for the operator to judge. Throws AppError. */
  suggest(wish: string, known: Vocabulary): Promise<string[]>;
}

/** Names that sentences may speak of. */
export interface Vocabulary {
  areas: readonly string[];
  templates: readonly string[];
  channels: readonly string[];
  /** Sentences that our parser reads, to show the way. */
  examples: readonly string[];
}

export interface AssistantParts {
  settings(): RuleSettings;
  secrets: Pick<SecretStore, 'get' | 'set' | 'delete' | 'keys'>;
  http: Http;
}

const timeoutMs = 30_000;
const [mostSentences, longestSentence] = [20, 1_000];

/** https://platform.openai.com/docs/api-reference/chat: the part of it that every compatible service speaks. */
const answerSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
});

export function createAssistant({ settings, secrets, http }: AssistantParts): Assistant {
  /** A key stays with its host: another address does not get it. */
  const keyName = () => `rules.assistant.${URL.parse(settings().assistant.baseUrl)?.host ?? ''}`;
  const hasKey = () => secrets.keys().includes(keyName());

  function isReady(): boolean {
    const { enabled, baseUrl, model } = settings().assistant;
    return enabled && baseUrl !== '' && model !== '';
  }

  return {
    isReady,
    hasKey,
    setKey(key) {
      if (settings().assistant.baseUrl === '')
        throw new AppError(
          'assistant.notConfigured',
          'Write the address of the assistant first, then its key.',
        );
      if (key === '') secrets.delete(keyName());
      else secrets.set(keyName(), key);
    },
    async suggest(wish, known) {
      if (!isReady()) {
        const message = 'The assistant is switched off. Settings → Rules has its address and model.';
        throw new AppError('assistant.notConfigured', message);
      }
      const { baseUrl, model } = settings().assistant;
      const key = hasKey() ? secrets.get(keyName()) : null;
      const answer = await http({
        method: 'POST',
        url: `${baseUrl.replace(/\/+$/, '')}/chat/completions`,
        headers: {
          'content-type': 'application/json',
          ...(key !== null && { authorization: `Bearer ${key}` }),
        },
        body: JSON.stringify({ model, temperature: 0, messages: messagesFor(wish, known) }),
        timeoutMs,
      });
      if (answer.status !== 200) throw refused(answer.status);
      return sentencesIn(answer.body);
    },
  };
}

function messagesFor(wish: string, { areas, templates, channels, examples }: Vocabulary) {
  const named = (what: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${what}: ${names.map((name) => `"${name}"`).join(', ')}.`];
  const instructions = [
    'You turn what a person wants of photos of mugs into short English sentences of a fixed language.',
    'Answer with the sentences alone, one a line, no numbering, no explanation, in the form of these examples:',
    ...examples,
    ...named('Areas', areas),
    ...named('Templates', templates),
    ...named('Channels', channels),
  ];
  return [
    { role: 'system', content: instructions.join('\n') },
    { role: 'user', content: wish },
  ];
}

function sentencesIn(body: string): string[] {
  const parsed = z.string().transform(jsonOrNull).pipe(answerSchema).safeParse(body);
  const text = parsed.data?.choices[0]?.message.content ?? '';
  const lines = text
    .split('\n')
    // Lists and code fences are habits that no instruction cures.
    .map((line) => line.replace(/^\s*(?:[-*•]|\d+[.)]|```\w*)\s*/, '').trim())
    .filter((line) => line !== '' && line.length <= longestSentence);
  if (lines.length > 0) return lines.slice(0, mostSentences);
  throw new AppError(
    'assistant.failed',
    'The assistant gave no sentence. Say it in other words, or write the rule.',
  );
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function refused(status: number): AppError {
  const why: Readonly<Record<number, string>> = {
    401: 'It does not know the key. Settings → Rules has it.',
    403: 'The key may not do that. Settings → Rules has it.',
    404: 'There is nothing at this address, or no such model. Look at Settings → Rules.',
    429: 'It is asked too often at the moment. Wait a little.',
  };
  return new AppError(
    'assistant.failed',
    `The assistant answered ${status}. ${why[status] ?? 'Try again later.'}`,
  );
}
