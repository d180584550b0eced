import type { MetricsDoor } from '../monitoring.ts';

/** A door for tests of what is beside it: it says one thing, to whoever has this token. */
export const oneMetric: MetricsDoor = {
  servedAt() {},
  letsIn: (token) => token === 'collector',
  contentType: 'text/plain; version=0.0.4; charset=utf-8',
  text: async () => 'h200_build_info{version="1"} 1\n',
};
