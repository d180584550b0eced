import { Menu, type MenuItemConstructorOptions } from 'electron';

/** The smallest menu that keeps the system's own shortcuts: copy and paste, zoom, full screen, quit. */
export function setMenu({ isPackaged }: { isPackaged: boolean }): void {
  const developer: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    { role: 'toggleDevTools' },
    { type: 'separator' },
  ];
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    { label: 'File', submenu: [{ role: process.platform === 'darwin' ? 'close' : 'quit' }] },
    { role: 'editMenu' },
    { label: 'View', submenu: [...(isPackaged ? [] : developer), { role: 'togglefullscreen' }] },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
