import { IconPlugConnectedX } from '@tabler/icons-react';
import { useCore } from '../core.ts';
import { Banner } from './banner.tsx';

/** Says that the core is not reachable, for as long as that is so. */
export function ConnectionBanner() {
  const connected = useCore((state) => state.connected);
  if (connected) return null;
  return (
    <Banner tone="fail" icon={<IconPlugConnectedX size={18} />}>
      The connection to the program is lost; trying again. Photos already shown stay here, new ones wait.
    </Banner>
  );
}
