import { create } from 'zustand';
import type { Settings } from '../../../shared/settings.ts';
import type { FieldErrors } from '../../ui/schema-errors.ts';

interface SettingsDraft {
  /** What was changed and not saved; null when nothing was. */
  draft: Settings | null;
  /** What the core refused of it. */
  refused: FieldErrors;
}

/** The changes on the settings screen; they outlive a look at another screen. */
export const useSettingsDraft = create<SettingsDraft>(() => ({ draft: null, refused: {} }));

/** Takes up changed settings; what was refused before may do now. */
export const changeDraft = (draft: Settings) => useSettingsDraft.setState({ draft, refused: {} });

/** Back to what is saved. */
export const discardDraft = () => useSettingsDraft.setState({ draft: null, refused: {} });
