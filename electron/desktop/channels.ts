/** The only two names under which the page's preload script and main talk. */
export const callChannel = 'h200:call';
export const eventChannel = 'h200:event';
