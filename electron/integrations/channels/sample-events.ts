import {
  type EventData,
  type EventRecord,
  type EventType,
  eventDataSchemas,
  usualSeverity,
} from '../../../shared/event.ts';

/** An example of a type, with everything that its schema knows; `patch` replaces fields of its data. */
export function sampleEvent<T extends EventType>(
  type: T,
  patch: Partial<EventData<T>> = {},
  fields: Partial<Omit<EventRecord, 'data'>> = {},
): EventRecord {
  return {
    id: `evt_${type.replaceAll('_', '')}`,
    type,
    severity: usualSeverity[type],
    occurredAt: '2026-11-20T08:30:00.000Z',
    ...fields,
    data: eventDataSchemas[type].parse({ ...sampleData[type], ...patch }),
  };
}

const mug = {
  x: 120,
  y: 80,
  width: 240,
  height: 260,
  center_x: 240,
  center_y: 210,
  offset_x: -80,
  offset_y: 12.5,
  zone: 'middle-left',
  confidence: 0.91,
  handle: 'right',
  upright: 'pass',
};
const photo = { image_id: 'a1b2c3d4e5f6', image_name: 'desk.jpg', analysis_id: 'ana_1' };

const sampleData: { [T in EventType]: EventData<T> } = {
  mug_detected: {
    ...photo,
    mug_count: 1,
    positions: [{ x: 120, y: 80, width: 240, height: 260 }],
    confidence_scores: [0.91],
    processing_time: 0.42,
  },
  positioning_analyzed: {
    ...photo,
    mug_position: mug,
    mugs: [mug],
    confidence: 0.91,
    rules_applied: ['Centred'],
    recommendations: ['Move the mug 80 px to the right.'],
  },
  rule_triggered: {
    ...photo,
    rule_id: 'centred',
    rule_name: 'Centred',
    verdict: 'fail',
    measured: { offset_x: -80, zone: 'middle-left' },
    advice: 'Move the mug 80 px to the right.',
  },
  error_occurred: {
    code: 'photo.damaged',
    message: 'The photo is damaged.',
    component: 'pipeline',
    image_id: photo.image_id,
    image_name: photo.image_name,
    details: { bytes: 12 },
  },
  system_alert: { title: 'Disk almost full', message: 'Free some space.', details: { free_megabytes: 90 } },
  batch_completed: {
    batch_id: 'bat_7',
    total: 12,
    succeeded: 11,
    failed: 1,
    duration: 34.5,
    success_rate: 0.917,
    photos_per_second: 0.35,
    mugs_found: 14,
    verdicts: { pass: 8, review: 2, fail: 1 },
  },
  model_updated: {
    model_id: 'mug-2',
    model_name: 'Mug 2',
    previous_model_id: 'mug-1',
    sha256: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
  },
  render_completed: {
    ...photo,
    render_id: 'rnd_0198f2d1a1b27c3d8e4f5a6b7c8d9e0f',
    template_id: 'local:mock-up',
    template_name: 'Mock-up',
    provider: 'local',
    format: 'png',
    width: 1_200,
    height: 1_200,
    message: 'The new design, for approval.',
  },
  render_requested: { render_id: 'rnd_0198f2d1a1b27c3d8e4f5a6b7c8d9e0f' },
};
