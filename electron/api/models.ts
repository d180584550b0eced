import { parse } from 'node:path';
import type { CallOutput, CallParsedInput } from '../../shared/contract.ts';
import type { EventBus } from '../events.ts';
import type { Inference } from '../pipeline/inference.ts';
import { proposeLayout } from '../pipeline/model-layout.ts';
import type { ModelRegistry } from '../store/model-registry.ts';
import type { PhotoStore } from '../store/photo-store.ts';
import type { HandlersOf } from './dispatch.ts';

export interface ModelParts {
  registry: ModelRegistry;
  inference: Pick<Inference, 'inspect' | 'tryModel' | 'use'>;
  photos: Pick<PhotoStore, 'get' | 'pathOf'>;
  /** A photo for trials when the operator names none. Throws AppError photo.notFound. */
  samplePath(): Promise<string>;
  events: Pick<EventBus, 'emit'>;
}

/** Answers `models.*`. */
export function modelHandlers(parts: ModelParts): HandlersOf<'models'> {
  const { registry, events } = parts;
  const announce = () => events.emit('models.changed', { activeId: registry.active().id });
  return {
    'models.list': () => ({ models: registry.list(), activeId: registry.active().id }),
    'models.add': async (input) => {
      const added = await addModel(parts, input);
      announce();
      return added;
    },
    'models.use': async ({ id }) => {
      await useModel(parts, id);
      announce();
      return { activeId: id };
    },
    'models.remove': ({ id }) => {
      registry.remove(id);
      announce();
      return { removed: true };
    },
  };
}

async function useModel({ registry, inference }: ModelParts, id: string): Promise<void> {
  const path = await registry.verifiedFile(id);
  const before = registry.active();
  // First here, then in the child: an analysis under way sees the change and runs again (pipeline/run.ts).
  const model = registry.use(id);
  try {
    await inference.use({ ...model, path });
  } catch (error) {
    registry.use(before.id);
    throw error;
  }
}

/** Reads how the model is built, proposes how to read its outputs, and tries that on a photo before keeping it. */
async function addModel(
  { registry, inference, photos, samplePath }: ModelParts,
  { name, bytes, layout, photoId }: CallParsedInput<'models.add'>,
): Promise<CallOutput<'models.add'>> {
  const photoPath = photoId === undefined ? await samplePath() : photos.pathOf(photos.get(photoId).id);
  const findings: Omit<CallOutput<'models.add'>, 'model'>[] = [];

  const model = await registry.add(bytes, async (path) => {
    const { inputs, outputs, metadata } = await inference.inspect(path);
    const { alternatives, ...plan } = proposeLayout({ inputs, outputs, metadata }, { layout });
    const facts = {
      name: parse(name).name,
      layout: plan.layout,
      input: { width: plan.input.width, height: plan.input.height },
      classes: plan.classes,
      mugClasses: plan.mugClasses,
    };
    const candidate = {
      ...facts,
      id: 'candidate',
      sha256: '',
      bytes: bytes.byteLength,
      source: 'added' as const,
    };
    const trial = await inference.tryModel({ ...candidate, licence: null, addedAt: null, path }, photoPath);
    findings.push({ inputs, outputs, alternatives, trial });
    return facts;
  });
  const [found] = findings;
  if (found === undefined) throw new Error('A model was kept without a trial.');
  return { model, ...found };
}
