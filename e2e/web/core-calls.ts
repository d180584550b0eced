import type { Page } from '@playwright/test';
import type { ChannelView } from '../../shared/channel.ts';
import type { Answer } from '../../shared/client.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contract.ts';

/** Makes a call from within the page, with its cookie. */
export async function call<N extends CallName>(
  page: Page,
  name: N,
  input: CallInput<N>,
): Promise<CallOutput<N>> {
  const request = { name: String(name), body: JSON.stringify(input) };
  const answer = await page.evaluate<Answer, typeof request>(async ({ name, body }) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`/api/call/${name}`, { method: 'POST', headers, body });
    return response.json();
  }, request);
  if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
  return answer.value as CallOutput<N>;
}

/** Adds a channel of a kind that takes everything, with what its kind starts with where nothing else is said. */
export async function addChannel(
  page: Page,
  kind: string,
  name: string,
  config: ChannelView['channel']['config'],
  more: Partial<ChannelView['channel']> = {},
): Promise<ChannelView> {
  const { kinds } = await call(page, 'channels.kinds', {});
  const initial = kinds.find((candidate) => candidate.kind === kind)?.initial;
  if (initial === undefined) throw new Error(`There is no kind ${kind}.`);
  return call(page, 'channels.save', {
    ...initial,
    minSeverity: 'info',
    ...more,
    name,
    config: { ...initial.config, ...config },
  });
}

/** Hands in a design as the screens do; returns its id. */
export async function addDesign(page: Page, name: string, svg: string): Promise<string> {
  return page.evaluate(
    async ({ name, svg }) => {
      const headers = {
        'content-type': 'application/octet-stream',
        'x-call-input': encodeURIComponent(JSON.stringify({ name })),
      };
      const body = new TextEncoder().encode(svg);
      const response = await fetch('/api/call/designs.add', { method: 'POST', headers, body });
      return (await response.json()).value.design.id;
    },
    { name, svg },
  );
}
