import { contextBridge, ipcRenderer } from 'electron';
import { callChannel, eventChannel } from './channels.ts';

/** `window.h200`: two functions, no Electron object behind them (checklist 20: no raw IPC for the page). */
contextBridge.exposeInMainWorld('h200', {
  call: (name: unknown, input: unknown) => ipcRenderer.invoke(callChannel, name, input),
  listen: (hear: (name: unknown, payload: unknown) => void) => {
    const listener = (_event: unknown, name: unknown, payload: unknown) => hear(name, payload);
    ipcRenderer.on(eventChannel, listener);
    return () => {
      ipcRenderer.removeListener(eventChannel, listener);
    };
  },
});
