/** Every way a request can fail. Closed: screens, exit codes and tests switch over it. */
export const errorCodes = [
  'photo.empty',
  'photo.notFound',
  'photo.unreadable',
  'photo.notAnImage',
  'photo.unsupported',
  'photo.damaged',
  'photo.tooLarge',
  'photo.tooManyPixels',
  'folder.loop',
  'inference.timedOut',
  'inference.crashed',
  'inference.unavailable',
  'model.missing',
  'model.damaged',
  'model.notUnderstood',
  'model.inUse',
  'storage.full',
  'storage.locked',
  'storage.damaged',
  'host.portTaken',
  'host.unauthorized',
  'host.forbidden',
  'host.tooLarge',
  'host.tooMany',
  'host.tooSlow',
  'hook.conflict',
  'call.unknown',
  'call.invalid',
  'path.forbidden',
  'channel.invalid',
  'channel.locked',
  'secret.unreadable',
  'configuration.invalid',
  'event.tooLarge',
  'routes.invalid',
  'template.unknown',
  'template.invalid',
  'template.locked',
  'layer.unknown',
  'font.missing',
  'design.empty',
  'design.tooLarge',
  'design.notAnImage',
  'design.unsafe',
  'render.failed',
  'render.crashed',
  'render.timedOut',
  'templated.notConfigured',
  'templated.unauthorized',
  'templated.quota',
  'templated.refused',
  'templated.badAnswer',
  'network.blocked',
  'network.insecure',
  'network.unreachable',
  'network.timedOut',
  'network.tooLarge',
  'network.misconfigured',
  'delivery.failed',
  'rule.notUnderstood',
  'rules.invalid',
  'area.invalid',
  'assistant.notConfigured',
  'assistant.failed',
  'batch.notRunning',
  'cancelled',
  'notFound',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** An error as it crosses a process border: no stack, no cause, no secret. */
export interface WireError {
  code: ErrorCode;
  message: string;
  /** Dotted path of the input field that was wrong, when one was. */
  field?: string;
  /** Every field that was wrong, when there are several: its dotted path and a sentence. */
  fields?: Readonly<Record<string, string>>;
}

/** The only error a caller sees: a stable code, a sentence that says what to do, the cause kept for the log. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly fields: Readonly<Record<string, string>> | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      cause?: unknown;
      field?: string | undefined;
      fields?: Readonly<Record<string, string>> | undefined;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.field = options.field;
    this.fields = options.fields;
  }
}

/** Anything thrown, as an AppError: unknown errors become `internal` with a sentence that tells nothing secret. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('internal', 'Something went wrong inside the program. The log has the details.', {
    cause: error,
  });
}

/** The wire form of an error. */
export function toWireError(error: unknown): WireError {
  const { code, message, field, fields } = toAppError(error);
  return { code, message, ...(field !== undefined && { field }), ...(fields !== undefined && { fields }) };
}

/** The AppError a wire error stands for. */
export function fromWireError(error: WireError): AppError {
  return new AppError(error.code, error.message, { field: error.field, fields: error.fields });
}
