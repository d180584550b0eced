import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Labels, NewAlert } from '../shared/alert.ts';
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
let resolved: Labels[];
let channels: { id: string; name: string }[];
let templates: string[];
/** Statements that the rules prepared. */
let asked: Set<string>;
let now = Date.UTC(2026, 10, 1);

beforeEach(() => {
  const dir = mkdtempSync(join(tmpdir(), 'h200-judging-'));
  file = join(dir, 'h200.sqlite');
  database = openDatabase(file);
  analyses = createAnalysisStore(database);
  told = [];
  raised = [];
  resolved = [];
  channels = [{ id: 'ops', name: 'Ops room' }];
  templates = ['Listing card', 'Mock-up'];
  asked = new Set();
  judging = createJudging({
    database: {
      ...database,
      statement(sql) {
        asked.add(sql);
        return database.statement(sql);
      },
    },
    analyses,
    settings: () => defaultSettings,
    labels: () => ['Laptop', 'Mug', 'Samovar', 'Table'],
    channels: () => channels,
    templates: { names: () => templates, mayHave: (name) => templates.includes(name) },
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
      record(changes) {
        for (const change of changes) {
          if ('raise' in change) raised.push(change.raise);
          else resolved.push(change.resolve);
        }
        return () => {};
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

type Listed = Awaited<ReturnType<Judging['handlers']['rules.list']>>;

const save = async (name: string, text: string) =>
  (await judging.handlers['rules.save']({ id: undefined, name, text, enabled: true })).rule;

/** Alerts of broken rules that have ended. */
const ended = () => resolved.filter(({ alertname }) => alertname === 'RuleBroken');

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
  expect(judging.judgements.summaryOf(analysis.id)).toEqual({
    verdict: 'fail',
    rejected: false,
    tags: [],
    reason: 'Centred: The mug is horizontally 39 % off the centre of the frame; asked: at most 5 %.',
  });

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
  expect(ended()).toEqual([]);
  await analysed(450);
  await judging.stop();
  expect(raised).toHaveLength(1);
  expect(ended()).toEqual([{ alertname: 'RuleBroken', source: 'rules', rule: rule.id }]);
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

test('a template that is not there is refused with those that are, and told when a photo would get it', async () => {
  await expect(save('Typo', 'If there is a mug, use template "Lsiting card".')).rejects.toMatchObject({
    code: 'rule.notUnderstood',
    message: `There is no template of this name. Did you mean "'Listing card'"?`,
  });
  const rule = await save('Cards', 'If there is a mug, use template "Listing card" and notify "Ops room".');
  await analysed(450);
  expect(raised).toEqual([]);

  templates = ['Mock-up'];
  channels = [];
  const analysis = await analysed(450);
  const labels = { alertname: 'RuleIncomplete', source: 'rules', rule: rule.id };
  expect(raised).toMatchObject([
    {
      labels,
      severity: 'warning',
      title: 'Cards: there is no channel “Ops room” and no template “Listing card”',
      analysisId: analysis.id,
    },
  ]);
  templates = ['Listing card'];
  channels = [{ id: 'ops', name: 'ops ROOM' }];
  resolved = [];
  await analysed(450);
  expect(raised).toHaveLength(1);
  expect(resolved).toContainEqual(labels);
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

test('a rule is judged with the names that it was kept with: areas and labels of the detector', async () => {
  await judging.handlers['areas.save']({ id: undefined, name: 'Tray', x: 0, y: 0, width: 0.3, height: 1 });
  await save('Tray', 'Every mug must be inside the tray.');
  await save('Samovar', 'Every mug must be at least 10 px from the samovar.');
  const analysis = await analysed(800);
  expect(
    judging.judgements.of(analysis.id)?.rules.map(({ name, verdict }) => [name, verdict.outcome]),
  ).toEqual([
    ['Tray', 'fail'],
    ['Samovar', 'pass'],
  ]);
});

test('the alert of a rule that is switched off, removed or asks for none any more ends', async () => {
  const text = 'Every mug must be centred horizontally within 5 % of the frame';
  const [off, gone, calm, kept] = [
    await save('Off', `${text}, otherwise alert.`),
    await save('Gone', `${text}, otherwise alert.`),
    await save('Calm', `${text}, otherwise alert.`),
    await save('Kept', `${text}, otherwise alert.`),
  ];
  await analysed(100);
  await judging.handlers['rules.setEnabled']({ ids: [off.id], enabled: false });
  await judging.handlers['rules.remove']({ ids: [gone.id] });
  await judging.handlers['rules.save']({ id: calm.id, name: 'Calm', text: `${text}.` });
  await judging.handlers['rules.save']({
    id: kept.id,
    name: 'Kept',
    text: `${text}, otherwise alert critically.`,
  });
  await judging.stop();
  expect(ended()).toEqual(
    [off, gone, calm].map(({ id }) => ({ alertname: 'RuleBroken', source: 'rules', rule: id })),
  );
});

test('an alert that a change of rules left open, as the program died, ends at the next start', async () => {
  const text = 'Every mug must be centred horizontally within 5 % of the frame, otherwise alert.';
  const [off, gone, kept] = [await save('Off', text), await save('Gone', text), await save('Kept', text)];
  await analysed(100);
  const other = openDatabase(file);
  await other.write(() => {
    other.statement('UPDATE rules SET enabled = 0 WHERE id = ?').run(off.id);
    other.statement('UPDATE rules SET removed_at = 1 WHERE id = ?').run(gone.id);
  });
  other.close();
  judging.start();
  await judging.stop();
  expect(ended().map(({ rule }) => rule)).toEqual(expect.arrayContaining([off.id, gone.id]));
  expect(ended().map(({ rule }) => rule)).not.toContain(kept.id);
});

test('a photo that a rule is not about neither counts for it nor ends its alert', async () => {
  const rule = await save(
    'With a laptop',
    'If there is a laptop, there must be at least nine mugs, otherwise alert critically.',
  );
  const analysis = await analysed(450);
  await judging.stop();
  expect(judging.judgements.of(analysis.id)?.rules).toMatchObject([{ verdict: { applies: false } }]);
  expect(judging.findingsOf(analysis.id)).toEqual([]);
  const { rules } = judging.handlers['rules.list']({}) as Listed;
  expect(rules.find(({ id }) => id === rule.id)?.figures).toMatchObject({ passed: 0, failed: 0, last: [] });
  expect(ended()).toEqual([]);
});

test('a rule stays switched on or off when it is saved without a word of that', async () => {
  const rule = await save('Crowd', 'There must be at least nine mugs.');
  const renamed = await judging.handlers['rules.save']({ id: rule.id, name: 'Many', text: rule.text });
  expect(renamed.rule.enabled).toBe(true);
  await judging.handlers['rules.setEnabled']({ ids: [rule.id], enabled: false });
  const saved = await judging.handlers['rules.save']({ id: rule.id, name: 'Crowd', text: rule.text });
  expect(saved.rule.enabled).toBe(false);
});

test('a file brings rules with the areas they speak of, and rules of one name each take one place', async () => {
  await judging.handlers['areas.save']({ id: undefined, name: 'Shelf', x: 0, y: 0, width: 0.3, height: 1 });
  const first = await save('Twin', 'There must be at least two mugs.');
  const second = await save('Twin', 'There must be at least three mugs.');
  const tray = { name: 'Tray', x: 0, y: 0, width: 0.5, height: 0.5 };
  const bring = (areas: unknown[], rules: { name: string; text: string }[]) =>
    judging.handlers['rules.import']({
      name: 'rules.json',
      bytes: new TextEncoder().encode(JSON.stringify({ format: 'h200-rules', version: 1, areas, rules })),
    });
  const twins = [
    { name: 'Twin', text: 'Every mug must be inside the area "Tray".' },
    { name: 'Twin', text: 'There must be at least five mugs.' },
  ];
  expect(await bring([tray], twins)).toEqual({ added: 0, replaced: 2, areas: 1 });
  const { rules } = judging.handlers['rules.list']({}) as Listed;
  expect(rules.map(({ id, text }) => [id, text])).toEqual([
    [first.id, twins[0]?.text],
    [second.id, twins[1]?.text],
  ]);
  const rugs = [
    { ...tray, name: 'Rug' },
    { ...tray, name: 'rug' },
  ];
  await expect(bring(rugs, twins)).rejects.toMatchObject({ code: 'rules.invalid' });
  expect(judging.handlers['areas.list']({})).toMatchObject({ areas: [{ name: 'Shelf' }, { name: 'Tray' }] });
});

test('judging many photos anew lets others have their turn between two of them', async () => {
  for (let photo = 0; photo < 3; photo += 1) await analysed(450);
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const { photos } = await judging.handlers['rules.evaluate']({ texts: ['There is a mug.'], latest: 50 });
  isOver = true;
  expect(photos).toHaveLength(3);
  expect(turns).toBeGreaterThanOrEqual(2);
});

test('feedback goes with its photo, and none is taken of a photo that is not there', async () => {
  const rule = await save('Crowd', 'There must be at least nine mugs.');
  const { id: analysisId } = await analysed(450);
  const word = { ruleId: rule.id, ruleVersion: 1, verdict: 'fail', right: true, comment: '' } as const;
  await judging.handlers['feedback.save']({ ...word, analysisId });
  await expect(judging.handlers['feedback.save']({ ...word, analysisId: 'nobody' })).rejects.toMatchObject({
    code: 'notFound',
  });
  await analyses.delete([analysisId]);
  await analyses.purge(new Date(Date.now() + 1_000));
  expect(database.statement('SELECT * FROM feedback').all()).toEqual([]);
});

test('no query of a rule, a judgement or feedback scans its table, and figures are not sorted', async () => {
  const rule = await save('Crowd', 'There must be at least nine mugs.');
  const analysis = await analysed(450);
  asked.clear();
  judging.handlers['rules.list']({});
  judging.handlers['feedback.list']({ analysisId: analysis.id });
  judging.judgements.of(analysis.id);
  judging.judgements.summaryOf(analysis.id);
  judging.handlers['rules.history']({ id: rule.id });
  const plans = [...asked].flatMap((sql) =>
    database
      .statement(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...Array.from({ length: (sql.match(/\?/g) ?? []).length }, () => null))
      .map(({ detail }) => `${detail}`),
  );
  expect(plans.length).toBeGreaterThan(6);
  // All rules are listed, and of a rule's verdicts the last 500 are counted: these may be gone through.
  expect(plans.filter((line) => /^SCAN (?!rules|\(subquery)/.test(line))).toEqual([]);
  expect(plans.filter((line) => line.includes('verdicts'))).toEqual([
    expect.stringContaining('SEARCH verdicts USING PRIMARY KEY (rule_id=?)'),
    expect.stringContaining('SEARCH verdicts USING PRIMARY KEY (rule_id=?)'),
  ]);
});
