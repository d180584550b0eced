/**
 * What the inference child finds in its environment. onnxruntime's own packages report to their vendor and keep an id
 * of the machine in its cache folder, unless told not to before the library loads: this program tells nobody but the
 * channels that its operator set up.
 */
export function childEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...env, ORT_DISABLE_TELEMETRY: '1' };
}
