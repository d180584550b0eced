import { create } from 'zustand';

const screenInAddress = () => location.hash.replace(/^#\/?/, '');

interface Navigation {
  /** Id of the screen shown; an unknown one means the first. */
  screen: string;
}

/** Which screen is shown, kept in the address so that back, forward and reload work. */
export const useNavigation = create<Navigation>(() => ({ screen: screenInAddress() }));

window.addEventListener('hashchange', () => useNavigation.setState({ screen: screenInAddress() }));

/** Shows a screen. */
export function goTo(screen: string): void {
  location.hash = `/${screen}`;
}
