import type { z } from 'zod';
import type { Answer } from '../../shared/client.ts';
import { type CallName, type CallOutput, type CallParsedInput, calls } from '../../shared/contract.ts';
import { AppError, toWireError } from '../../shared/errors.ts';
import type { Log } from '../log.ts';

/** What answers one call; throws AppError. */
export type Handler<N extends CallName> = (
  input: CallParsedInput<N>,
) => CallOutput<N> | Promise<CallOutput<N>>;

/** One handler for every call of the contract. */
export type Handlers = { [N in CallName]: Handler<N> };

/** The handlers of one noun, as one file of this folder gives them. */
export type HandlersOf<Noun extends string> = Pick<Handlers, Extract<CallName, `${Noun}.${string}`>>;

/** Answers a call by its name. Never throws and never rejects: what goes wrong is part of the answer. */
export type Dispatch = (name: string, input: unknown) => Promise<Answer>;

/** The one door of the core: checks name and input against the contract, runs the handler, words the errors. */
export function createDispatch(handlers: Handlers, log: Pick<Log, 'error' | 'debug'>): Dispatch {
  return async (name, input) => {
    try {
      if (!isCallName(name)) throw new AppError('call.unknown', `There is no call named "${name}".`);
      return { ok: true, value: await answer(name, input, handlers) };
    } catch (error) {
      const wire = toWireError(error);
      const entry = { err: error, call: name, code: wire.code };
      if (wire.code === 'internal') log.error(entry, 'A call failed');
      else log.debug(entry, 'A call was refused');
      return { ok: false, error: wire };
    }
  };
}

function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

function answer<N extends CallName>(name: N, input: unknown, handlers: Handlers) {
  const parsed = calls[name].input.safeParse(input ?? {});
  if (!parsed.success) throw invalidInput(parsed.error);
  return handlers[name](parsed.data as CallParsedInput<N>);
}

function invalidInput(error: z.ZodError): AppError {
  const issue = error.issues[0];
  const field = issue?.path.join('.') ?? '';
  const message = (issue?.message ?? 'nobody knows why').replace(/\.$/, '');
  if (field === '') return new AppError('call.invalid', `The input of the call is not valid: ${message}.`);
  // Our own rules are worded as sentences already; zod's speak of types and need the field's name.
  const sentence =
    issue?.code === 'custom' ? `${message}.` : `The value of "${field}" is not valid: ${message}.`;
  return new AppError('call.invalid', sentence, { field, fields: fieldsOf(error) });
}

/** What is wrong with each field, for a form to show beside it; of several complaints the first. */
function fieldsOf(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const { path, message } of error.issues) fields[path.join('.')] ??= message;
  return fields;
}
