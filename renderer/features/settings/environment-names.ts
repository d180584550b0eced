import { useEffect, useState } from 'react';
import type { CallOutput } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core, useCore } from '../../core.ts';

type Names = CallOutput<'environment.list'>['names'];

/** The names of the environment that are read, or why they cannot be told; null while they are on their way. */
export function useEnvironmentNames(): Names | { reason: string } | null {
  const connected = useCore((state) => state.connected && state.info !== null);
  const [names, setNames] = useState<Names | { reason: string } | null>(null);
  useEffect(() => {
    if (!connected) return;
    core.call('environment.list', {}).then(
      (answer) => setNames(answer.names),
      (error: unknown) => setNames({ reason: toAppError(error).message }),
    );
  }, [connected]);
  return names;
}
