// First: schemas read it when they are made.
import './zod-without-eval.ts';
import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './tokens.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { followCore } from './core.ts';
import { styleNonce } from './style-nonce.ts';
import { theme, tokensAsVariables } from './theme.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');

followCore();
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={tokensAsVariables}
      defaultColorScheme="auto"
      {...(styleNonce === undefined ? {} : { getStyleNonce: () => styleNonce ?? '' })}
    >
      <Notifications position="bottom-right" limit={6} autoClose={6000} />
      <App />
    </MantineProvider>
  </StrictMode>,
);
