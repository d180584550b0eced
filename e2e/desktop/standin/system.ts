import { EventEmitter } from 'node:events';

/** Nobody can click here: every dialog is cancelled. A test replaces the function it needs. */
export const dialog = {
  showOpenDialog: async (..._options: unknown[]) => ({ canceled: true, filePaths: [] as string[] }),
  showSaveDialog: async (..._options: unknown[]): Promise<{ canceled: boolean; filePath?: string }> => ({
    canceled: true,
  }),
  showMessageBox: async (..._options: unknown[]) => ({ response: 0, checkboxChecked: false }),
  showErrorBox: (title: string, text: string) => process.stderr.write(`${title}\n${text}\n`),
};

export const shell = {
  openExternal: async (_url: string) => {},
  openPath: async (_path: string) => '',
  showItemInFolder(_path: string) {},
};

interface MenuLike {
  items: unknown[];
}
let applicationMenu: MenuLike | null = null;

export const Menu = {
  buildFromTemplate: (items: unknown[]): MenuLike => ({ items }),
  setApplicationMenu: (menu: MenuLike | null) => {
    applicationMenu = menu;
  },
  getApplicationMenu: () => applicationMenu,
};

class NativeImage {
  readonly representations: unknown[] = [];
  addRepresentation(representation: unknown) {
    this.representations.push(representation);
  }
}

export const nativeImage = {
  createEmpty: () => new NativeImage(),
  createFromBitmap: (buffer: Buffer, { width, height }: { width: number; height: number }) => {
    const image = new NativeImage();
    image.addRepresentation({ scaleFactor: 1, width, height, buffer });
    return image;
  },
};

/** Stands in no tray; what it was told is where a test may look for it. */
export class Tray extends EventEmitter {
  static readonly shown = new Set<Tray>();
  image: unknown;
  toolTip = '';
  menu: MenuLike | null = null;

  constructor(image: unknown) {
    super();
    this.image = image;
    Tray.shown.add(this);
  }

  setImage(image: unknown) {
    this.image = image;
  }
  setToolTip(text: string) {
    this.toolTip = text;
  }
  setContextMenu(menu: MenuLike | null) {
    this.menu = menu;
  }
  destroy() {
    Tray.shown.delete(this);
  }
  isDestroyed = () => !Tray.shown.has(this);
}

export const nativeTheme = Object.assign(new EventEmitter(), {
  shouldUseDarkColors: false,
  themeSource: 'system',
});

const bounds = { x: 0, y: 0, width: 1920, height: 1080 };
const display = { id: 1, bounds, workArea: { ...bounds, height: 1040 }, scaleFactor: 1 };

export const screen = Object.assign(new EventEmitter(), {
  getAllDisplays: () => [display],
  getPrimaryDisplay: () => display,
});

/** Shows nothing, and says that it did. The text goes where a test may look for it. */
export class Notification extends EventEmitter {
  static readonly shown: { title: string; body: string }[] = [];
  static isSupported = () => true;
  readonly options: { title: string; body: string };

  constructor(options: { title: string; body: string }) {
    super();
    this.options = options;
  }

  show() {
    Notification.shown.push(this.options);
    setImmediate(() => this.emit('show'));
  }
}

/** No keychain here: the program falls back to its key file. */
export const safeStorage = {
  isEncryptionAvailable: () => false,
  getSelectedStorageBackend: () => 'basic_text',
};
