import { describe, expect, it } from 'vitest';
import { chooseHost, type Situation } from './choose-host.ts';

const atADesk: Situation = {
  forced: null,
  hasWebOptions: false,
  platform: 'linux',
  env: { DISPLAY: ':0' },
  isRoot: false,
};

describe('chooseHost', () => {
  it('opens the desktop window where one can be seen', () => {
    expect(chooseHost(atADesk).host).toBe('desktop');
    expect(chooseHost({ ...atADesk, env: { WAYLAND_DISPLAY: 'wayland-0' } }).host).toBe('desktop');
    expect(chooseHost({ ...atADesk, platform: 'darwin', env: {} }).host).toBe('desktop');
    expect(chooseHost({ ...atADesk, platform: 'win32', env: {} }).host).toBe('desktop');
  });

  it('serves the page where there is no display', () => {
    expect(chooseHost({ ...atADesk, env: {} })).toEqual({ host: 'web', reason: 'there is no display' });
  });

  it('never turns the sandbox off by itself', () => {
    const asRoot = { ...atADesk, isRoot: true };
    expect(chooseHost(asRoot)).toMatchObject({ host: 'web', reason: expect.stringContaining('sandbox') });
    expect(chooseHost({ ...asRoot, forced: 'desktop' }).host).toBe(null);
    const accepted = { ...asRoot, env: { DISPLAY: ':0', ELECTRON_DISABLE_SANDBOX: '1' } };
    expect(chooseHost(accepted).host).toBe('desktop');
  });

  it('obeys --web and --desktop', () => {
    expect(chooseHost({ ...atADesk, forced: 'web' }).host).toBe('web');
    expect(chooseHost({ ...atADesk, forced: 'desktop' }).host).toBe('desktop');
    expect(chooseHost({ ...atADesk, forced: 'desktop', env: {} })).toMatchObject({
      host: null,
      reason: expect.stringContaining('no display'),
    });
  });

  it('serves the page when a port or token is given, and refuses them beside --desktop', () => {
    expect(chooseHost({ ...atADesk, hasWebOptions: true }).host).toBe('web');
    expect(chooseHost({ ...atADesk, hasWebOptions: true, forced: 'desktop' }).host).toBe(null);
  });
});
