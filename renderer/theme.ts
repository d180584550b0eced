import { type CSSVariablesResolver, createTheme } from '@mantine/core';

/** Mantine set to our tokens: small type, neutral greys, one radius, no scroll locking (the page never scrolls). */
export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.45', lg: '1.4', xl: '1.3' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  fontWeights: { regular: '400', medium: '600', bold: '600' },
  headings: { fontWeight: '600' },
  primaryColor: 'blue',
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: '6px',
  respectReducedMotion: true,
  cursorType: 'pointer',
  autoContrast: true,
  colors: {
    gray: [
      '#fafafa',
      '#f2f2f2',
      '#e6e6e6',
      '#dcdcdc',
      '#c8c8c8',
      '#a8a8a8',
      '#7d7d7d',
      '#565656',
      '#3a3a3a',
      '#1f1f1f',
    ],
    dark: [
      '#ececec',
      '#b4b4b4',
      '#9a9a9a',
      '#6a6a6a',
      '#363636',
      '#2f2f2f',
      '#292929',
      '#1f1f1f',
      '#161616',
      '#101010',
    ],
  },
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 32 } },
    Button: { defaultProps: { size: 'xs' } },
    Input: {
      // An example stays pale where something is missing: in the red of what is wrong it looks like a value.
      vars: () => ({
        wrapper: { '--input-fz': '13px', '--input-placeholder-color': 'var(--mantine-color-placeholder)' },
      }),
    },
    InputWrapper: {
      vars: () => ({
        label: { '--input-label-size': '13px' },
        description: { '--input-description-size': '12px' },
        error: { '--input-error-size': '12px' },
      }),
      styles: { label: { fontWeight: 400 }, description: { color: 'var(--text-second)' } },
    },
    Modal: {
      defaultProps: {
        lockScroll: false,
        centered: true,
        closeButtonProps: { 'aria-label': 'Close' },
        styles: { title: { fontSize: '15px', fontWeight: 600 } },
        transitionProps: { duration: 120 },
      },
    },
    // A field beside its pills takes no line of its own.
    MultiSelect: { defaultProps: { size: 'xs', styles: { inputField: { minWidth: 32 } } } },
    NumberInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    // Mantine's smallest is too small to read.
    Pill: { vars: () => ({ root: { '--pill-fz': '12px', '--pill-height': '20px' }, group: {} }) },
    Select: { defaultProps: { size: 'xs', allowDeselect: false, checkIconPosition: 'right' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    TagsInput: { defaultProps: { size: 'xs', styles: { inputField: { minWidth: 32 } } } },
    Textarea: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false, transitionProps: { duration: 80 } } },
  },
});

const tokens = {
  '--mantine-color-body': 'var(--panel)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-second)',
  '--mantine-color-placeholder': 'var(--text-third)',
  '--mantine-color-error': 'var(--fail)',
  '--mantine-color-default': 'var(--raised)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-default-color': 'var(--text)',
};

/** Points Mantine's own variables at the tokens, so that there is one palette. Mantine sets them by scheme. */
export const tokensAsVariables: CSSVariablesResolver = () => ({ variables: {}, light: tokens, dark: tokens });
