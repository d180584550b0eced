import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NewAlert } from '../shared/alert.ts';
import type { Analysis } from '../shared/analysis.ts';
import { boxAround, mug } from '../shared/positioning/test-scenes.ts';
import { defaultSettings } from '../shared/settings.ts';
import { createEventBus } from './events.ts';
import type { UncheckedEvent } from './integrations/publisher.ts';
import { createJudging, type Judging } from './judging.ts';
import { analysisOf } from './pipeline/export-test-analyses.ts';
import { type AnalysisStore, createAnalysisStore } from './store/analysis-store.ts';
import { type Database, openDatabase } from './store/database.ts';
import { createExportStore } from './store/export-store.ts';

let file: string;
let database: Database;
let analyses: AnalysisStore;
let judging: Judging;
let told: UncheckedEvent[];
let raised: NewAlert[];
let resolved: unknown[];
let now = Date.UTC(2026, 10, 1);

beforeEach(() => {
  const dir = mkdtempSync(join(tmpdir(), 'h200-judging-'));
  file = join(dir, 'h200.sqlite');
  database = openDatabase(file);
  analyses = createAnalysisStore(database);
  told = [];
  raised = [];
  resolved = [];
  judging = createJudging({
    database,
    analyses,
    settings: () => defaultSettings,
    labels: () => ['Laptop', 'Mug', 'Table'],
    channels: () => [{ id: 'ops', name: 'Ops room' }],
    exports: createExportStore(join(dir, 'exports')),
    secrets: { get: () => null, set() {}, delete() {}, change: () => () => {}, keys: () => [] },
    http: () => Promise.reject(new Error('Nobody is asked here.')),
    publisher: {
      record(events) {
        told.push(...events);
        return [];
      },
      recorded() {},
    },
    notifier: {
      async raise(alert) {
        raised.push(alert);
        return {} as never;
      },
      async resolve(labels) {
        resolved.push(labels);
      },
    },
    events: createEventBus({ error() {} }),
    now: () => (now += 1_000),
    log: { warn() {} },
  });
});
afterEach(() => database.close());

const save = async (name: string, text: string) =>
  (await judging.handlers['rules.save']({ id: undefined, name, text, enabled: true })).rule;

/** A photo of one mug, its centre so many pixels from the left of 900. */
async function analysed(centreX: number): Promise<Analysis> {
  const analysis = { ...analysisOf('cup.jpg', [mug(boxAround(centreX, 300))]), id: randomUUID() };
  const { id, name, format, bytes } = analysis.photo;
  await database.write(() =>
    database.statement('INSERT OR IGNORE INTO photos VALUES (?, ?, ?, ?, 0)').run(id, name, format, bytes),
  );
  const judged = judging.rulebook.judge(analysis);
  let after = () => {};
  await analyses.add(analysis, 'print', () => {
    after = judging.record(analysis, judged);
  });
  after();
  return analysis;
}

test('a photo that breaks a rule is told once, with what was measured and what to do', async () => {
  const rule = await save('Centred', 'Every mug must be centred horizontally within 5 % of the frame.');
  const analysis = await analysed(100);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({
    type: 'rule_triggered',
    forWorkflows: true,
    severity: 'warning',
    data: { rule_id: rule.id, rule_name: 'Centred', verdict: 'fail', analysis_id: analysis.id },
  });
  expect(told[0]?.data).toMatchObject({
    advice: expect.stringContaining('right'),
    measured: { measured: expect.stringMatching(/\d/) },
  });
  expect(judging.judgements.summaryOf(analysis.id)).toEqual({ verdict: 'fail', rejected: false, tags: [] });

  // The same rules again change nothing and tell nobody.
  await judging.recordAgain(analysis, judging.rulebook.judge(analysis));
  expect(told).toHaveLength(1);
});

test('a photo that keeps the rules is told nobody', async () => {
  await save('Centred', 'Every mug must be centred horizontally within 5 % of the frame.');
  const analysis = await analysed(450);
  expect(told).toEqual([]);
  expect(judging.judgements.of(analysis.id)?.verdict).toBe('pass');
});

test('an alert begins with the photo that asks for it and ends with the one that keeps the rule again', async () => {
  const rule = await save(
    'Centred',
    'Every mug must be centred horizontally within 5 % of the frame, otherwise alert critically.',
  );
  await analysed(100);
  expect(raised).toMatchObject([
    { severity: 'critical', labels: { alertname: 'RuleBroken', rule: rule.id } },
  ]);
  expect(told).toMatchObject([{ severity: 'critical' }]);
  expect(resolved).toEqual([]);
  await analysed(450);
  await judging.stop();
  expect(raised).toHaveLength(1);
  expect(resolved).toEqual([{ alertname: 'RuleBroken', source: 'rules', rule: rule.id }]);
});

test('a named channel is told besides those that the routes choose, and one that is not there is refused', async () => {
  await save('Lonely', 'There must be at least two mugs, otherwise notify "Ops room".');
  await analysed(450);
  expect(told).toMatchObject([{ forWorkflows: true }, { channelIds: ['ops'] }]);
  expect(told[1]?.forWorkflows).toBeUndefined();
  expect(new Set(told.map(({ id }) => id)).size).toBe(2);
  await expect(
    save('Nobody', 'There must be at least two mugs, otherwise notify "Nobody".'),
  ).rejects.toMatchObject({ code: 'rule.notUnderstood' });
});

test('the first rule in order chooses the template, and rejects and tags of all add up', async () => {
  const first = await save('First', 'If there is at least one mug, use template "Listing card".');
  await save('Second', 'If there is at least one mug, use template "Mock-up" and tag it "seen".');
  await save('Third', 'There must be at least nine mugs, otherwise reject the photo.');
  const analysis = await analysed(450);
  expect(judging.judgements.of(analysis.id)).toMatchObject({
    template: 'Listing card',
    rejected: true,
    tags: ['seen'],
    verdict: 'fail',
  });
  await judging.handlers['rules.setEnabled']({ ids: [first.id], enabled: false });
  expect(judging.rulebook.judge(analysis).judgement?.template).toBe('Mock-up');
});

test('rules of another context or batch say nothing', async () => {
  await save('Batch', 'For batches named "Line 3", there must be at least nine mugs.');
  const analysis = await analysed(450);
  expect(judging.judgements.of(analysis.id)).toBeNull();
  expect(judging.rulebook.judge(analysis, { batchName: 'Night, line 3' }).judgement?.verdict).toBe('fail');
});

test('a judgement by rules that are gone goes with them', async () => {
  const rule = await save('Crowd', 'There must be at least nine mugs.');
  const analysis = await analysed(450);
  await judging.handlers['rules.remove']({ ids: [rule.id] });
  await judging.recordAgain(analysis, judging.rulebook.judge(analysis));
  expect(judging.judgements.of(analysis.id)).toBeNull();
});

test('rules that another process saved hold at once', async () => {
  const analysis = await analysed(450);
  expect(judging.rulebook.judge(analysis).judgement).toBeNull();
  const other = openDatabase(file);
  await other.write(() => {
    other
      .statement(
        "INSERT INTO rules VALUES ('rule_x', 'X', 'There must be at least nine mugs.', 1, 1, 1, 0, NULL)",
      )
      .run();
  });
  other.close();
  expect(judging.rulebook.judge(analysis).judgement?.verdict).toBe('fail');
});
