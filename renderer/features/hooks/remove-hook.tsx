import { create } from 'zustand';
import { Confirm } from '../../ui/confirm.tsx';
import { removeHook } from './hooks.ts';

const useAsked = create<{ name: string | null }>(() => ({ name: null }));

/** Asks whether a hook is really to go: its secret cannot be brought back. */
export const askToRemove = (name: string) => useAsked.setState({ name });

/** The question itself. */
export function RemoveHook() {
  const { name } = useAsked();
  return (
    <Confirm
      about={name}
      title={(hook) => `Remove ${hook}?`}
      text={() =>
        'Whoever calls it is refused from then on. Its secret and the list of its calls are deleted; what it brought in stays.'
      }
      does="Remove it"
      onDo={removeHook}
      onClose={() => useAsked.setState({ name: null })}
    />
  );
}
