import { createHash } from 'node:crypto';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { Hook, HookCall, HookMessageType } from '../../../shared/hook.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { Clock } from '../../delivery/clock.ts';
import { newId } from '../../delivery/new-id.ts';
import type { EventBus } from '../../events.ts';
import type { Log } from '../../log.ts';
import type { HookStore, MessageKey, StoredHook } from '../../store/hook-store.ts';
import type { Done, Perform } from './actions.ts';
import { type Credentials, credentialsIn, type Headers, prove } from './credentials.ts';
import type { HookAnalyses } from './hook-analyses.ts';
import { bodyKindOf, type HookMessage, mostBytesOf, readMessage } from './message.ts';
import { createPaces, TooMany } from './pace.ts';
import type { HookSecrets } from './secrets.ts';
import { statusOfHook } from './status.ts';

/** A call as the host hands it over: nothing of it is to be believed yet. */
export interface IncomingCall {
  name: string;
  headers: Headers;
  /** Reads the body. Throws AppError host.tooLarge or host.tooSlow. */
  read(maxBytes: number): Promise<Buffer<ArrayBuffer>>;
}

/** What the sender hears: ids to tell later events by. */
export interface LetIn {
  id: string;
  type: HookMessageType;
  photoId?: string;
  alertId?: string;
  renderId?: string;
}

/** Takes calls in. Throws AppError notFound, host.*, hook.conflict, call.invalid, and what the action throws. */
export interface Reception {
  receive(call: IncomingCall): Promise<LetIn>;
  /** Waits until every refusal is remembered. */
  settled(): Promise<void>;
}

export interface ReceptionParts {
  store: Pick<HookStore, 'find' | 'record' | 'letIn' | 'calls'>;
  secrets: Pick<HookSecrets, 'of'>;
  settings(): Settings;
  perform: Perform;
  analyses: Pick<HookAnalyses, 'add'>;
  events: Pick<EventBus, 'emit'>;
  clock: Clock;
  log: Pick<Log, 'error'>;
}

/** Not let in, for whatever reason: the sender hears the same, and the operator `why`. */
class NotLetIn extends AppError {
  readonly why: string;

  constructor(why: string) {
    const message = 'This call is not let in: its address, its secret or its time is wrong.';
    super('host.unauthorized', message);
    this.why = why;
  }
}

/** A call while it is looked at. */
interface Visit {
  name: string;
  stored: StoredHook | null;
  /** It proved to come from whom the hook is for. */
  isKnown: boolean;
  type: HookMessageType | null;
}

/** Bodies that are read at the same time may promise so much in all; a single one always may. */
const mostBytesInHand = 256_000_000;

/** The way of a call: headers → body → secret → pace → what it wants → done once → remembered → answer. */
export function createReception(parts: ReceptionParts): Reception {
  const { store, secrets, settings, perform, analyses, events, clock, log } = parts;
  const paces = createPaces(clock);
  const inHand = new Map<string, { bodySha256: string; letIn: Promise<LetIn> }>();
  let bytesInHand = 0;
  let remembering = Promise.resolve();

  async function read(call: IncomingCall, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
    if (bytesInHand > 0 && bytesInHand + maxBytes > mostBytesInHand) throw new TooMany(1_000);
    bytesInHand += maxBytes;
    try {
      return await call.read(maxBytes);
    } finally {
      bytesInHand -= maxBytes;
    }
  }

  /** Throws the same for a name without a hook as for a wrong secret, after the same work. */
  function authenticate({ name, stored }: Visit, credentials: Credentials, body: Buffer): Hook {
    const auth = stored?.hook.auth ?? 'signature';
    const proved = prove(credentials, body, { auth, secrets: secretsOf(name, stored) });
    if (stored === null || !proved) throw new NotLetIn(`The ${auth} was wrong.`);
    if (!stored.hook.enabled) throw new NotLetIn('The hook is switched off.');
    return stored.hook;
  }

  function secretsOf(name: string, stored: StoredHook | null): string[] {
    try {
      return secrets.of(name, stored?.previousUntil ?? null);
    } catch (error) {
      if (error instanceof AppError && error.code === 'secret.unreadable') throw new NotLetIn(error.message);
      throw error;
    }
  }

  async function letIn(call: IncomingCall, visit: Visit): Promise<LetIn> {
    const contentType = textOf(call.headers['content-type']);
    const kind = bodyKindOf(contentType);
    if (kind === null) throw notRead();
    const credentials = credentialsIn(call.headers, clock.now());
    if (credentials.kind === 'none') throw new NotLetIn(credentials.why);
    const body = await read(call, mostBytesOf(kind, settings().photos.maxMegabytes));
    const hook = authenticate(visit, credentials, body);
    visit.isKnown = true;
    paces.letIn(hook);

    const message = await readMessage(kind, contentType, body, hook.allows);
    visit.type = message.type;
    if (!hook.allows.includes(message.type)) throw notAllowed(message.type);
    if (credentials.messageId === null) return act(hook.name, message, null);
    const bodySha256 = createHash('sha256').update(body).digest('hex');
    return once(hook.name, message, { messageId: credentials.messageId, bodySha256 });
  }

  /** The same message again gets the same answer, also while the first is still being worked on. */
  async function once(hook: string, message: HookMessage, key: MessageKey): Promise<LetIn> {
    const place = `${hook} ${key.messageId}`;
    const now = inHand.get(place);
    if (now !== undefined) return now.bodySha256 === key.bodySha256 ? now.letIn : conflict();
    const before = store.letIn(hook, key.messageId);
    if (before !== null) return before.bodySha256 === key.bodySha256 ? answerOf(before.call) : conflict();
    const done = act(hook, message, key);
    inHand.set(place, { bodySha256: key.bodySha256, letIn: done });
    try {
      return await done;
    } finally {
      inHand.delete(place);
    }
  }

  async function act(hook: string, message: HookMessage, key: MessageKey | null): Promise<LetIn> {
    const done = await perform(message, hook);
    const call = toCall(hook, message.type, 202, done);
    await store.record(call, key);
    events.emit('hook.received', call);
    if (call.state === 'working') analyses.add(call);
    return answerOf(call);
  }

  /** Only after the answer: the time that it takes must not tell that there is such a hook. */
  function rememberLater(visit: Visit, error: AppError): void {
    remembering = remembering
      .then(() => new Promise<void>((resolve) => setImmediate(resolve)))
      .then(() => rememberRefusal(visit, error, statusOfHook(error)))
      .catch((problem: unknown) => log.error({ err: problem }, 'A refusal could not be recorded'));
  }

  async function rememberRefusal({ name, type }: Visit, error: AppError, status: number): Promise<void> {
    // Of a flood the first is enough.
    if (error instanceof TooMany && store.calls(name, 1)[0]?.status === status) return;
    const outcome = error instanceof NotLetIn ? error.why : error.message;
    const call = toCall(name, type, status, { state: 'refused', outcome });
    await store.record(call, null);
    events.emit('hook.received', call);
  }

  function toCall(hook: string, type: HookCall['type'], status: number, done: Done): HookCall {
    const none = { photoId: null, analysisId: null, alertId: null, renderId: null };
    const receivedAt = new Date(clock.now()).toISOString();
    return { id: `hcl_${newId(clock.now())}`, hook, receivedAt, type, status, ...none, ...done };
  }

  return {
    async receive(call) {
      if (!settings().hooks.enabled) throw new AppError('notFound', 'There is nothing at this address.');
      const stored = store.find(call.name);
      const visit: Visit = { name: call.name, stored, isKnown: false, type: null };
      try {
        return await letIn(call, visit);
      } catch (thrown) {
        const error = visit.isKnown ? toAppError(thrown) : paces.failed(call.name, toAppError(thrown));
        if (stored !== null) rememberLater(visit, error);
        throw error;
      }
    },
    settled: () => remembering,
  };
}

/** Only what was known when the sender got its answer, so that it stays the same. */
function answerOf({ id, type, photoId, alertId, renderId }: HookCall): LetIn {
  return {
    id,
    type: type ?? 'photo.analyze',
    ...(photoId !== null && { photoId }),
    ...(alertId !== null && { alertId }),
    ...(renderId !== null && { renderId }),
  };
}

function conflict(): never {
  const message = 'Another message came under this webhook-id before. Give each message its own.';
  throw new AppError('hook.conflict', message);
}

function notAllowed(type: HookMessageType): AppError {
  return new AppError('host.forbidden', `This hook may not do "${type}". Allow it in the settings.`);
}

function notRead(): AppError {
  const message = 'Send application/json, multipart/form-data with a photo, or the photo itself as image/*.';
  return new AppError('call.invalid', message);
}

const textOf = (header: string | string[] | undefined) => (typeof header === 'string' ? header : '');
