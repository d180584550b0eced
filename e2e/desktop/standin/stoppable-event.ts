/** Electron's first argument of listeners that may say no. */
export interface StoppableEvent {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

export function stoppableEvent<T extends object>(fields?: T): StoppableEvent & T {
  let defaultPrevented = false;
  const event = {
    ...fields,
    preventDefault() {
      defaultPrevented = true;
    },
  };
  return Object.defineProperty(event, 'defaultPrevented', { get: () => defaultPrevented }) as StoppableEvent &
    T;
}
