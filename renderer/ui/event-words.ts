import type { EventType } from '../../shared/event.ts';

/** The types of events as people call them, and what makes one. */
export const eventWords: Readonly<Record<EventType, { label: string; help: string }>> = {
  mug_detected: { label: 'Mugs detected', help: 'The detector has looked at a photo.' },
  positioning_analyzed: { label: 'Positions measured', help: 'Where each mug of a photo stands is known.' },
  rule_triggered: { label: 'Rule triggered', help: 'A rule has passed, failed or could not tell.' },
  error_occurred: { label: 'Error', help: 'A photo or a part of the program has failed.' },
  system_alert: {
    label: 'Alert',
    help: 'Written by hand, or the program has something to say about itself.',
  },
  batch_completed: { label: 'Batch completed', help: 'All photos of a batch are done.' },
  model_updated: { label: 'Model changed', help: 'Another detector is in use.' },
  render_completed: { label: 'Picture ready', help: 'A design was laid onto a photo.' },
  render_requested: { label: 'Picture asked for', help: 'Work for a renderer; nobody else is told.' },
};
