import { type Browser, chromium, type Page } from '@playwright/test';
import { chromiumFlags, findChromium } from '../../build/chromium.ts';
import { ensureBuilt } from '../../build/out.ts';
import { startFastHost, startWebHost } from '../web/host.ts';

/** An hour of samples, one a second, passes in a minute. */
const [speed, hourMs] = [60, 60_000];

/**
 * The health screen in a browser while a pointer moves over its charts: how long the page works for a frame at one
 * sample a second, and what an hour of samples leaves in memory.
 */
export async function benchCharts(
  print: (line: string) => void,
  { seconds }: { seconds: number },
): Promise<void> {
  await ensureBuilt(print);
  const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags });
  try {
    await frames(browser, print, seconds);
    await anHour(browser, print);
  } finally {
    await browser.close();
  }
}

async function frames(browser: Browser, print: (line: string) => void, seconds: number): Promise<void> {
  const host = await startWebHost();
  try {
    const page = await openCharts(browser, host.url);
    await browser.startTracing(page, { categories: ['cc'] });
    const until = performance.now() + seconds * 1_000;
    for (let step = 0; performance.now() < until; step++) {
      await page.mouse.move(150 + ((step * 7) % 1_600), 420 + ((step * 3) % 500));
      if (step % 120 === 60) await page.mouse.wheel(0, step % 240 < 120 ? 300 : -300);
    }
    const taken = workOf(await browser.stopTracing());
    const at = (share: number) => taken[Math.floor((taken.length - 1) * share)]?.toFixed(1);
    const charts = await page.getByTestId('plot').count();
    print(`Charts, ${charts} of them, a sample a second, pointer and wheel at work, ${taken.length} frames`);
    print(
      `  work of a frame   p50 ${at(0.5)} ms   p95 ${at(0.95)} ms   p99 ${at(0.99)} ms   longest ${at(1)} ms`,
    );
    print('  (p95 of at most 16 ms wanted)');
  } finally {
    await host.stop();
  }
}

async function anHour(browser: Browser, print: (line: string) => void): Promise<void> {
  const host = await startFastHost(speed);
  try {
    const page = await openCharts(browser, host.url);
    await page.waitForTimeout(hourMs / 6);
    const before = await memoryOf(page);
    await page.waitForTimeout(hourMs);
    const after = await memoryOf(page);
    print('An hour of samples');
    print(`  memory            ${mega(before.heap)} before, ${mega(after.heap)} after`);
    print(`  elements          ${before.nodes} before, ${after.nodes} after\n`);
  } finally {
    await host.stop();
  }
}

async function openCharts(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1_920, height: 1_080 } });
  await page.goto(url);
  await page.goto(`${new URL(url).origin}/#/health`);
  await page.locator('svg.recharts-surface').nth(11).waitFor();
  return page;
}

/**
 * What the page's thread worked for each frame, milliseconds of processor time, least first: input, scripts, layout
 * and paint. Wall time would tell how busy the machine is otherwise.
 */
function workOf(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: { name: string; tdur?: number }[] };
  return traceEvents
    .flatMap(({ name, tdur }) =>
      name === 'ProxyMain::BeginMainFrame' && tdur !== undefined ? [tdur / 1_000] : [],
    )
    .sort((a, b) => a - b);
}

/** What is left once everything that can go has gone. */
export async function memoryOf(page: Page): Promise<{ heap: number; nodes: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  const figure = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  return { heap: figure('JSHeapUsedSize'), nodes };
}

const mega = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} MB`;
