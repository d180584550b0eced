import {
  IconBellRinging,
  IconBroadcast,
  IconCoffee,
  IconCube,
  IconHeartbeat,
  IconHistory,
  IconListCheck,
  IconPolaroid,
  IconSend,
  IconSettings,
  IconTemplate,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { AlertScreen } from './features/alert/alert-screen.tsx';
import { AlertsBadge } from './features/alerts/alerts-badge.tsx';
import { AlertsScreen } from './features/alerts/alerts-screen.tsx';
import { EscalationsScreen } from './features/alerts/escalations-screen.tsx';
import { RoutesScreen } from './features/alerts/routes-screen.tsx';
import { SilencesScreen } from './features/alerts/silences-screen.tsx';
import { AnalyseScreen } from './features/analyse/analyse-screen.tsx';
import { ChannelsScreen } from './features/channels/channels-screen.tsx';
import { DeliveriesScreen } from './features/deliveries/deliveries-screen.tsx';
import { HealthScreen } from './features/health/health-screen.tsx';
import { ThresholdsScreen } from './features/health/thresholds-screen.tsx';
import { WallScreen } from './features/health/wall-screen.tsx';
import { HistoryScreen } from './features/history/history-screen.tsx';
import { LogsScreen } from './features/logs/logs-screen.tsx';
import { ModelsScreen } from './features/models/models-screen.tsx';
import { RendersScreen } from './features/renders/renders-screen.tsx';
import { RulesScreen } from './features/rules/rules-screen.tsx';
import { SettingsScreen } from './features/settings/settings-screen.tsx';
import { TemplatesScreen } from './features/templates/templates-screen.tsx';

export interface Screen {
  id: string;
  label: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  component: ComponentType;
  /** Counts something, on the entry of the navigation. */
  badge?: ComponentType;
  /** It is reached within that screen and has no entry of its own. */
  within?: string;
  /** It stands alone: without the navigation around it. */
  bare?: boolean;
}

/** The screens in the order of the navigation: a new screen is one line here. */
export const screens: readonly [Screen, ...Screen[]] = [
  { id: 'analyse', label: 'Analyse', icon: IconCoffee, component: AnalyseScreen },
  { id: 'history', label: 'History', icon: IconHistory, component: HistoryScreen },
  { id: 'rules', label: 'Rules', icon: IconListCheck, component: RulesScreen },
  { id: 'templates', label: 'Templates', icon: IconTemplate, component: TemplatesScreen },
  { id: 'pictures', label: 'Pictures', icon: IconPolaroid, component: RendersScreen },
  { id: 'channels', label: 'Channels', icon: IconBroadcast, component: ChannelsScreen },
  { id: 'deliveries', label: 'Deliveries', icon: IconSend, component: DeliveriesScreen },
  { id: 'alerts', label: 'Alerts', icon: IconBellRinging, component: AlertsScreen, badge: AlertsBadge },
  { id: 'silences', label: 'Silences', icon: IconBellRinging, component: SilencesScreen, within: 'alerts' },
  { id: 'routes', label: 'Routing', icon: IconBellRinging, component: RoutesScreen, within: 'alerts' },
  {
    id: 'escalations',
    label: 'Escalation',
    icon: IconBellRinging,
    component: EscalationsScreen,
    within: 'alerts',
  },
  { id: 'alert', label: 'Write an alert', icon: IconBellRinging, component: AlertScreen, within: 'alerts' },
  { id: 'health', label: 'Health', icon: IconHeartbeat, component: HealthScreen },
  {
    id: 'thresholds',
    label: 'Thresholds',
    icon: IconHeartbeat,
    component: ThresholdsScreen,
    within: 'health',
  },
  { id: 'logs', label: 'Log', icon: IconHeartbeat, component: LogsScreen, within: 'health' },
  { id: 'wall', label: 'Wall', icon: IconHeartbeat, component: WallScreen, within: 'health', bare: true },
  { id: 'models', label: 'Models', icon: IconCube, component: ModelsScreen },
  { id: 'settings', label: 'Settings', icon: IconSettings, component: SettingsScreen },
];
