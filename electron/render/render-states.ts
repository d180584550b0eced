import type { ChannelState } from '../../shared/channel.ts';
import { AppError } from '../../shared/errors.ts';
import { isRendererLane, type RendererState, rendererLanes } from '../../shared/render.ts';
import { type RenderProvider, renderProviders } from '../../shared/template.ts';
import type { EventBus } from '../events.ts';
import type { Environment } from '../store/environment.ts';
import type { SecretStore } from '../store/secret-store.ts';
import type { Quota } from './quota.ts';

/** Templated's key: that of the environment goes before the one typed in. */
export interface TemplatedKey {
  /** Null without one. Throws AppError secret.unreadable. */
  get(): string | null;
  /** True also for one that cannot be opened: what waits for it says so then. */
  isThere(): boolean;
  /** What gives it; null when it was typed in or there is none. */
  source(): string | null;
  /** Keeps a key; the empty text forgets it. Throws AppError call.invalid when the environment gives one. */
  set(key: string): void;
}

const environmentName = 'TEMPLATED_API_KEY';
const secretName = 'templated.apiKey';

/**
 * The key in the environment or among the secrets. Whether it is there is asked with every look at a delivery: that is
 * kept in memory, as it was at the start or when it was last read or set here.
 */
export function createTemplatedKey({
  environment,
  secrets,
}: {
  environment: Pick<Environment, 'get'>;
  secrets: Pick<SecretStore, 'get' | 'set' | 'delete' | 'keys'>;
}): TemplatedKey {
  const given = environment.get(environmentName);
  let isKept = given === null && hasSecret(secrets);
  return {
    get() {
      if (given !== null) return given.value;
      const kept = secrets.get(secretName);
      isKept = kept !== null;
      return kept;
    },
    isThere: () => given !== null || isKept,
    source: () => (given === null ? null : `${environmentName} (${given.source})`),
    set(key) {
      if (given !== null) {
        const message = `${environmentName} (${given.source}) gives the key. Change it there, or take it away there first.`;
        throw new AppError('call.invalid', message, { field: 'key' });
      }
      const trimmed = key.trim();
      if (trimmed === '') secrets.delete(secretName);
      else secrets.set(secretName, trimmed);
      isKept = trimmed !== '';
    },
  };
}

/** False when the file cannot be read: whoever sets a key is told why. */
function hasSecret(secrets: Pick<SecretStore, 'keys'>): boolean {
  try {
    return secrets.keys().includes(secretName);
  } catch {
    return false;
  }
}

/** How both renderers do, for screens. */
export interface RenderStates {
  list(): RendererState[];
  /** Tells of those that changed. */
  announce(): void;
  stop(): void;
}

export interface RenderStatesParts {
  key: Pick<TemplatedKey, 'isThere' | 'source'>;
  quota: Pick<Quota, 'last'>;
  courier: { state(channelId: string): ChannelState };
  events: Pick<EventBus, 'emit' | 'listen'>;
}

/** A renderer's state is that of its lane, with the key and the quota beside it. */
export function createRenderStates({ key, quota, courier, events }: RenderStatesParts): RenderStates {
  const told = new Map<RenderProvider, string>();

  function stateOf(provider: RenderProvider): RendererState {
    const { condition, reason } = courier.state(rendererLanes[provider].id);
    const isTemplated = provider === 'templated';
    return {
      provider,
      configured: !isTemplated || key.isThere(),
      condition,
      reason,
      quota: isTemplated ? quota.last() : null,
      keySource: isTemplated ? key.source() : null,
    };
  }

  function announce(): void {
    for (const provider of renderProviders) {
      const state = stateOf(provider);
      const text = JSON.stringify(state);
      if (told.get(provider) === text) continue;
      told.set(provider, text);
      events.emit('renderer.changed', state);
    }
  }

  const stop = events.listen('channel.stateChanged', ({ channelId }) => {
    if (isRendererLane(channelId)) announce();
  });
  return { list: () => renderProviders.map(stateOf), announce, stop };
}
