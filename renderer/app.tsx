import { useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import classes from './app.module.css';
import { useCore } from './core.ts';
import { DropTarget } from './features/analyse/drop-target.tsx';
import { InboxBell } from './features/inbox/inbox-bell.tsx';
import { goTo, useNavigation } from './navigation.ts';
import { screens } from './screens.ts';
import { ConnectionBanner } from './ui/connection-banner.tsx';
import { InferenceIndicator } from './ui/inference-indicator.tsx';
import { KeyHelp } from './ui/key-help.tsx';

const entries = screens.filter(({ within }) => within === undefined);

/** The frame: navigation, state of the core, and the screen in its place. */
export function App() {
  useAppearance();
  const wanted = useNavigation((navigation) => navigation.screen);
  const current = screens.find((screen) => screen.id === wanted) ?? screens[0];
  const screen = useRef<HTMLElement>(null);
  // The keys of a screen work at once: the focus does not stay on the button that opened it.
  useEffect(() => screen.current?.focus(), [current.id]);
  // Nobody is there to press toasts away.
  useEffect(() => {
    if (current.bare) notifications.clean();
  }, [current.bare]);
  const shown = (
    <main ref={screen} tabIndex={-1} className={classes.screen} aria-label={current.label}>
      <current.component key={current.id} />
    </main>
  );
  if (current.bare) return shown;
  return (
    <div className={classes.frame}>
      <nav className={classes.rail} aria-label="Screens">
        {entries.map(({ id, label, icon: Icon, badge: Badge }) => (
          <button
            key={id}
            type="button"
            className={classes.entry}
            aria-current={id === (current.within ?? current.id) ? 'page' : undefined}
            onClick={() => goTo(id)}
          >
            <Icon size={22} stroke={1.5} />
            <span className={classes.label}>{label}</span>
            {Badge && <Badge />}
          </button>
        ))}
        <span className={classes.spring} />
        <InboxBell className={classes.entry} />
        <KeyHelp screen={current.label} />
        <InferenceIndicator />
      </nav>
      <div className={classes.content}>
        <ConnectionBanner />
        {shown}
      </div>
      <DropTarget />
    </div>
  );
}

function useAppearance() {
  const theme = useCore((state) => state.settings.appearance.theme);
  const loaded = useCore((state) => state.settingsLoaded);
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (loaded) setColorScheme(theme === 'system' ? 'auto' : theme);
  }, [theme, loaded, setColorScheme]);
}
