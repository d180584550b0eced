import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { listSupportedBackends } from 'onnxruntime-node';
import { type ExecutionProvider, executionProviders } from '../../shared/analysis.ts';

/**
 * The providers worth trying on this system, the preferred first. The runtime lists what it was built for; of
 * that, what lacks its library is left out, because trying it prints errors and costs time at every start.
 */
export function availableProviders(): ExecutionProvider[] {
  const listed = listSupportedBackends();
  return executionProviders.filter((provider) => {
    const backend = listed.find(({ name }) => name === provider);
    if (backend === undefined) return false;
    return (backend.bundled || isInstalled(provider)) && (provider !== 'webgpu' || hasGraphicsLoader());
  });
}

/** CUDA and TensorRT are libraries of their own, fetched by onnxruntime-node's install script. */
function isInstalled(provider: ExecutionProvider): boolean {
  const { platform, arch } = process;
  const [prefix, suffix] = platform === 'win32' ? ['', '.dll'] : ['lib', '.so'];
  const main = createRequire(import.meta.url).resolve('onnxruntime-node');
  const folder = join(dirname(main), '..', 'bin', 'napi-v6', platform, arch);
  return existsSync(join(folder, `${prefix}onnxruntime_providers_${provider}${suffix}`));
}

/** WebGPU sits on Vulkan on Linux, on what the system has elsewhere. */
function hasGraphicsLoader(): boolean {
  if (process.platform !== 'linux') return true;
  const triplet = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
  const folders = [`/usr/lib/${triplet}`, '/usr/lib64', '/usr/lib', '/usr/local/lib'];
  return folders.some((folder) => existsSync(join(folder, 'libvulkan.so.1')));
}
