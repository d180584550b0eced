import { IconCoffee, IconCube, IconHistory, IconSettings } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { AnalyseScreen } from './features/analyse/analyse-screen.tsx';
import { HistoryScreen } from './features/history/history-screen.tsx';
import { ModelsScreen } from './features/models/models-screen.tsx';
import { SettingsScreen } from './features/settings/settings-screen.tsx';

export interface Screen {
  id: string;
  label: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  component: ComponentType;
}

/** The screens in the order of the navigation: a new screen is one line here. */
export const screens: readonly [Screen, ...Screen[]] = [
  { id: 'analyse', label: 'Analyse', icon: IconCoffee, component: AnalyseScreen },
  { id: 'history', label: 'History', icon: IconHistory, component: HistoryScreen },
  { id: 'models', label: 'Models', icon: IconCube, component: ModelsScreen },
  { id: 'settings', label: 'Settings', icon: IconSettings, component: SettingsScreen },
];
