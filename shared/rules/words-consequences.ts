import type { TokenRole } from './rule.ts';

/** What follows, and where rules hold; see vocabulary.ts. */
export const consequenceWords = {
  // What follows
  alert: [
    'consequence',
    'alert|raise an alert|send an alert|raise alert|send alert|raise a alarm|raise an alarm|alarm|trigger an alert|trigger alert|give an alert|create an alert|sound alarm|raise an alert of|issue an alert',
  ],
  warn: ['consequence', 'warn|raise a warning|send a warning|give a warning|show a warning|issue a warning'],
  raise: ['consequence', 'raise|send|trigger|issue|create|give'],
  as: [
    'filler',
    'as|with|as a|with a|as an|with an|of|at|with severity|of severity|at severity|with level|at level|with priority|a|an|severity',
  ],
  info: ['consequence', 'info|information|notice|informational|informatively'],
  success: ['consequence', 'success|successfully'],
  warning: ['consequence', 'warning|warnings'],
  error: ['consequence', 'error|errors|failure'],
  critical: ['consequence', 'critical|critically|urgent|urgently|emergency|severe|severely'],
  severity: ['filler', 'severity|alert|level|priority|alarm'],
  whom: ['filler', 'me|us|operator|everyone|team|staff|everybody'],
  notify: [
    'consequence',
    'notify|tell|inform|message|ping|post to|post it to|send it to|send to|send a message to|write to|post on|send that to|send this to|send photo to|send picture to|send image to|forward to|forward it to|report to|report it to|let know|post a message to|send a notification to|send an alert to|trigger|call',
  ],
  channel: ['filler', 'channel|channels|on|via|by|through'],
  use: ['consequence', 'use|choose|apply|take|pick|select|render with|draw with|switch to'],
  template: ['filler', 'template|design|layout'],
  reject: [
    'consequence',
    'reject|refuse|discard|decline|throw out|throw away|rule out|do not use|do not accept|sort out',
  ],
  rejected: ['consequence', 'rejected|refused|discarded|declined'],
  tag: ['consequence', 'tag|label|mark|add tag|flag|add a tag|set tag|add label'],
  called: [
    'filler',
    'named|called|titled|whose name contains|whose name has|whose name is|with name|with names|with name containing|name contains|name is|like',
  ],
  context: ['filler', 'context|contexts|mode|setting'],
  batch: ['filler', 'batch|batches|folder|folders|batch name'],
  for: ['filler', 'for|while in|when in|in|of|on|during|under'],
} as const satisfies Record<string, readonly [TokenRole, string]>;
