import { create } from 'zustand';
import { type Alerting, alertingSchema, type Route } from '../../../shared/alert.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core } from '../../core.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';
import { errorsOf, type FieldErrors } from '../../ui/schema-errors.ts';
import { addRoute, changeRoute, type Move, moveRoute, removeRoute } from './route-tree.ts';

interface AlertingDraft {
  /** As it is kept; null until the core has told. */
  saved: Alerting | null;
  /** As it is edited; it outlives a look at another screen. */
  draft: Alerting | null;
  /** It differs from how the program comes. */
  edited: boolean;
  /** Why it could not be fetched. */
  reason: string | null;
  /** The part whose form is open: the id of a route, or of an inhibition or quiet hours. */
  openPart: string | null;
  /** What the core refused, by dotted path. */
  refused: FieldErrors;
  saving: boolean;
}

/** How alerts find their way, as it is being edited. */
export const useAlerting = create<AlertingDraft>(() => ({
  saved: null,
  draft: null,
  edited: false,
  reason: null,
  openPart: null,
  refused: {},
  saving: false,
}));

/** Whether there is something that is not saved. */
export const isUnsaved = ({ saved, draft }: Pick<AlertingDraft, 'saved' | 'draft'>) =>
  draft !== saved && JSON.stringify(draft) !== JSON.stringify(saved);

// A browser asks before it leaves the page; the window of the desktop program must close at once.
if (globalThis.window !== undefined && window.h200 === undefined)
  window.addEventListener('beforeunload', (event) => {
    if (isUnsaved(useAlerting.getState())) event.preventDefault();
  });

/** Keeps it in step with the core; what is being edited stays. Returns what ends that. */
export function followAlerting(): () => void {
  void loadAlerting();
  return core.listen('routes.changed', () => void loadAlerting());
}

export async function loadAlerting(): Promise<void> {
  try {
    const { alerting, edited } = await core.call('routes.get', {});
    useAlerting.setState((now) => ({
      saved: alerting,
      edited,
      reason: null,
      draft: isUnsaved(now) ? now.draft : alerting,
    }));
  } catch (error) {
    useAlerting.setState({ reason: toAppError(error).message });
  }
}

/** What is wrong with it as it is now, by dotted path. */
export const problemsIn = (draft: Alerting): FieldErrors => errorsOf(alertingSchema, draft, {});

export const changeAlerting = (part: Partial<Alerting>) =>
  useAlerting.setState(({ draft }) => ({ draft: draft && { ...draft, ...part }, refused: {} }));

const changeTree = (change: (root: Route) => Route | null) =>
  useAlerting.setState(({ draft }) => {
    const routes = draft && change(draft.routes);
    return routes === null ? {} : { draft: draft && { ...draft, routes }, refused: {} };
  });

export const editRoute = (id: string, part: Partial<Route>) =>
  changeTree((root) => changeRoute(root, id, (route) => ({ ...route, ...part })));
export const shiftRoute = (id: string, move: Move) => changeTree((root) => moveRoute(root, id, move));

/** Takes a route away; it can be put back. */
export function dropRoute(route: Route): void {
  const before = useAlerting.getState().draft;
  changeTree((root) => removeRoute(root, route.id));
  const undo = { label: 'Undo', run: () => useAlerting.setState({ draft: before }) };
  tell({ message: `“${route.name}” was taken out.`, action: undo });
}

/** Begins a route at the end of another's, and opens its form. */
export function beginRoute(parentId: string): void {
  const { draft } = useAlerting.getState();
  if (draft === null) return;
  const { root, id } = addRoute(draft.routes, parentId);
  useAlerting.setState({ draft: { ...draft, routes: root }, openPart: id });
}

export const togglePart = (id: string) =>
  useAlerting.setState(({ openPart }) => ({ openPart: openPart === id ? null : id }));

/** What was changed is gone. */
export const discard = () =>
  useAlerting.setState(({ saved }) => ({ draft: saved, refused: {}, openPart: null }));

/** Has the core keep it; what is wrong is said at its field. */
export async function saveAlerting(): Promise<void> {
  const { draft, saving } = useAlerting.getState();
  if (draft === null || saving) return;
  useAlerting.setState({ saving: true });
  try {
    const saved = await core.call('routes.save', draft);
    useAlerting.setState({ saved, draft: saved, edited: true, refused: {} });
    tell({ tone: 'good', message: 'Saved. Open alerts find their way anew.' });
  } catch (error) {
    const { field, fields, message } = toAppError(error);
    useAlerting.setState({ refused: fields ?? { [field ?? 'routes']: message } });
    tellFailure(error);
  } finally {
    useAlerting.setState({ saving: false });
  }
}

/** Back to how the program comes; it can be taken back. */
export async function resetAlerting(): Promise<void> {
  const before = useAlerting.getState().saved;
  try {
    const alerting = await core.call('routes.reset', {});
    useAlerting.setState({ saved: alerting, draft: alerting, edited: false, refused: {}, openPart: null });
    const undo = { label: 'Undo', run: () => void restore(before) };
    tell({ message: 'Alerts find their way as the program comes.', action: undo });
  } catch (error) {
    tellFailure(error);
  }
}

async function restore(before: Alerting | null): Promise<void> {
  useAlerting.setState({ draft: before });
  await saveAlerting();
}
