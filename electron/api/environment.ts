import type { Environment } from '../store/environment.ts';
import type { HandlersOf } from './dispatch.ts';

/** Answers `environment.*`. */
export function environmentHandlers(environment: Pick<Environment, 'list'>): HandlersOf<'environment'> {
  return { 'environment.list': () => ({ names: environment.list() }) };
}
