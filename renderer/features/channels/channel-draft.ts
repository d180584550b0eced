import { create } from 'zustand';
import type { Channel, ChannelKindView, ChannelView } from '../../../shared/channel.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core } from '../../core.ts';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { takeIn } from './channels.ts';

export type Draft = Omit<Channel, 'id'>;

interface Editing {
  /** The channel as it is kept; null for a new one. */
  saved: ChannelView | null;
  draft: Draft;
  /** What it was when the form opened, or was saved last. */
  before: Draft;
  /** What the core refused of it, by dotted path. */
  refused: FieldErrors;
  /** Why it was not kept. */
  reason: string | null;
  saving: boolean;
}

interface ChannelDraft {
  /** Picking the kind of a new one, filling in a form, or neither. */
  step: 'closed' | 'kind' | 'form';
  editing: Editing | null;
}

/** The channel being added or edited. */
export const useChannelDraft = create<ChannelDraft>(() => ({ step: 'closed', editing: null }));

const start = (saved: ChannelView | null, draft: Draft) =>
  useChannelDraft.setState({
    step: 'form',
    editing: { saved, draft, before: draft, refused: {}, reason: null, saving: false },
  });

/** Asks which kind the new one is to be. */
export const addChannel = () => useChannelDraft.setState({ step: 'kind', editing: null });

/** Begins a new channel of a kind. */
export const beginChannel = ({ initial }: ChannelKindView) => start(null, initial);

/** Opens the form of a channel. */
export function editChannel(view: ChannelView): void {
  const { id: _, ...draft } = view.channel;
  start(view, draft);
}

/** Closes the form; what was not saved is gone. The form itself stays until it is out of sight. */
export const closeEditor = () => useChannelDraft.setState({ step: 'closed' });

const change = (part: Partial<Editing>) =>
  useChannelDraft.setState(({ editing }) => ({ editing: editing && { ...editing, ...part } }));

/** Takes up changed fields; what was refused of them before may do now. */
export function changeDraft(part: Partial<Draft>): void {
  const { editing } = useChannelDraft.getState();
  if (editing === null) return;
  const draft = { ...editing.draft, ...part };
  change({ draft, refused: stillRefused(editing, draft), reason: null });
}

const at = (value: unknown, path: string) =>
  path
    .split('.')
    .reduce<unknown>(
      (inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined),
      value,
    );

/** A refusal holds as long as its field is what it was. */
const stillRefused = ({ draft: before, refused }: Editing, draft: Draft) =>
  Object.fromEntries(
    Object.entries(refused).filter(
      ([path]) => JSON.stringify(at(before, path)) === JSON.stringify(at(draft, path)),
    ),
  );

/** Whether there is something that is not saved. A new channel counts once it differs from its start. */
export const isChanged = ({ draft, before }: Editing) => JSON.stringify(draft) !== JSON.stringify(before);

/** Fields that were emptied are left out; as undefined they would not do over every transport. */
const withoutGaps = (draft: Draft): Draft => JSON.parse(JSON.stringify(draft));

/** Has the core keep it; null when it refused, and then the form says why. */
export async function saveChannel(): Promise<ChannelView | null> {
  const { editing } = useChannelDraft.getState();
  if (editing === null || editing.saving) return null;
  change({ saving: true });
  try {
    const view = await core.call('channels.save', {
      ...withoutGaps(editing.draft),
      ...(editing.saved && { id: editing.saved.channel.id }),
    });
    takeIn(view);
    const { id: _, ...draft } = view.channel;
    change({ saved: view, draft, before: draft, refused: {}, reason: null, saving: false });
    return view;
  } catch (error) {
    const { message, field, fields } = toAppError(error);
    const refused = fields ?? (field === undefined ? {} : { [field]: message });
    change({ saving: false, refused, reason: message });
    return null;
  }
}
