import { create } from 'zustand';

interface Viewing {
  /** The divider is shown between the photo and the picture. */
  compare: boolean;
  /** Where it stands: the share of the picture that shows the photo. */
  share: number;
  /** The photo is shown instead of the picture. */
  before: boolean;
}

/** How one picture is looked at; stays from one to the next. */
export const useViewing = create<Viewing>(() => ({ compare: false, share: 0.5, before: false }));

export const toggleCompare = () =>
  useViewing.setState(({ compare }) => ({ compare: !compare, before: false }));

export const toggleBefore = () => useViewing.setState(({ before }) => ({ before: !before, compare: false }));

/** Moves the divider, kept within the picture. */
export const moveDivider = (share: number) =>
  useViewing.setState({ share: Math.min(1, Math.max(0, share)), compare: true, before: false });

/** Which share of the picture shows the photo now. */
export const shownShare = ({ compare, share, before }: Viewing) => (compare ? share : before ? 1 : 0);
