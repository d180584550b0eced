import { providerNames } from '../../ui/inference-indicator.tsx';
import type { Words } from '../../ui/schema-form.tsx';

/** The words of the settings form, by the path in shared/settings.ts. */
export const settingsWords: Words = {
  'monitoring.serveMetrics': {
    label: 'Serve metrics',
    help: 'On the port of the hooks, for who has the token. /health comes with it, for supervisors.',
  },
  'rules.context': {
    label: 'Context in force',
    help: 'Rules “in the context …” hold only while it is this one; empty for none.',
  },
  'rules.assistant': {
    label: 'Assistant',
    help: 'A service that puts free words into sentences of rules. Nothing is sent to it unless you ask; what it proposes is read like everything else, and you confirm it.',
  },
  'rules.assistant.enabled': { label: 'Offer it where rules are written' },
  'rules.assistant.baseUrl': { label: 'Address', help: 'Of a service that speaks as OpenAI does.' },
  'rules.assistant.model': { label: 'Model' },
  'detection.ignoreBelow': {
    label: 'Ignore below',
    help: 'What scores less is left out.',
    percent: true,
  },
  'detection.reviewBelow': {
    label: 'Review below',
    help: 'What scores less is marked for a person to look at.',
    percent: true,
  },
  'positioning.zoneEdges': {
    label: 'Zones',
    help: 'How much of the photo the outer zones take, on each side.',
  },
  'positioning.zoneEdges.horizontal': { label: 'Left and right', percent: true },
  'positioning.zoneEdges.vertical': { label: 'Top and bottom', percent: true },
  'positioning.sizeClasses': {
    label: 'Size classes',
    help: 'Share of the photo that a mug covers.',
  },
  'positioning.sizeClasses.small': { label: 'Small below', percent: true },
  'positioning.sizeClasses.large': { label: 'Large from', percent: true },
  'positioning.alignmentTolerance': {
    label: 'Tolerance of rows, columns and grids',
    help: 'How far mugs may be off the line, as a share of their size.',
    percent: true,
  },
  'positioning.reference': {
    label: 'Offsets are measured from',
    help: 'Easier to set on a photo, on the Analyse screen.',
    options: { frameCentre: 'The centre of the photo', point: 'A point', area: 'An area' },
    starts: {
      point: { point: { x: 0.5, y: 0.5 } },
      area: { area: { x: 0.25, y: 0.25, width: 0.5, height: 0.5 } },
    },
  },
  'positioning.reference.point.x': { label: 'Across', percent: true },
  'positioning.reference.point.y': { label: 'Down', percent: true },
  'positioning.reference.area.x': { label: 'Left edge', percent: true },
  'positioning.reference.area.y': { label: 'Top edge', percent: true },
  'positioning.reference.area.width': { label: 'Width', percent: true },
  'positioning.reference.area.height': { label: 'Height', percent: true },
  'positioning.calibration': {
    label: 'Millimetres come from',
    help: 'A line is drawn on a photo, on the Analyse screen.',
    options: {
      none: 'Nothing: pixels only',
      pixelsPerMillimetre: 'A number',
      mug: 'A mug of known size',
      line: 'A line of known length',
    },
    starts: {
      pixelsPerMillimetre: { value: 4 },
      mug: { dimension: 'height', millimetres: 95 },
      line: { from: { x: 0.25, y: 0.5 }, to: { x: 0.75, y: 0.5 }, millimetres: 100 },
    },
  },
  'positioning.calibration.value': { label: 'Pixels per millimetre' },
  'positioning.calibration.dimension': {
    label: 'Known is its',
    options: { height: 'Height', width: 'Width' },
  },
  'positioning.calibration.millimetres': { label: 'Length', unit: 'mm' },
  'positioning.calibration.from': { label: 'From' },
  'positioning.calibration.from.x': { label: 'Across', percent: true },
  'positioning.calibration.from.y': { label: 'Down', percent: true },
  'positioning.calibration.to': { label: 'To' },
  'positioning.calibration.to.x': { label: 'Across', percent: true },
  'positioning.calibration.to.y': { label: 'Down', percent: true },
  'inference.provider': {
    label: 'Runs on',
    help: 'What is really in use, and why, is shown at the bottom left.',
    options: { auto: 'The fastest there is', ...providerNames },
  },
  'inference.intraOpThreads': {
    label: 'Threads',
    help: 'One is the fastest choice when other programs need the processor too.',
  },
  'inference.timeoutMs': {
    label: 'Time limit per photo',
    help: 'A photo that takes longer is marked as failed.',
    unit: 'ms',
  },
  'photos.maxMegapixels': { label: 'Largest picture', unit: 'megapixels' },
  'photos.maxMegabytes': { label: 'Largest file', unit: 'MB' },
  'network.proxyUrl': {
    label: 'Proxy',
    help: 'Such as http://proxy.example.com:3128. Empty: HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the environment decide; a login belongs there too.',
  },
  'network.caFile': {
    label: 'Certificates to trust besides the usual ones',
    help: 'Path of a PEM file on the machine that this program runs on.',
  },
  'network.insecureHosts': {
    label: 'May be spoken to without encryption',
    help: 'Hosts such as n8n.local, 10.0.0.7 or *.example.com. This machine always may.',
  },
  'network.privateHosts': {
    label: 'May be in a private network',
    help: 'Without being named here, addresses of private networks are refused, so that a webhook cannot reach into yours.',
  },
  'delivery.keepDeliveredDays': { label: 'Keep what was delivered', unit: 'days' },
  'delivery.keepFailedDays': {
    label: 'Keep what failed or was cancelled',
    help: 'For as long, it can be sent again.',
    unit: 'days',
  },
  'delivery.keepAlertsDays': { label: 'Keep alerts that have ended', unit: 'days' },
  'delivery.giveUpAfterDays': {
    label: 'Give up after',
    help: 'What is not through by then counts as failed.',
    unit: 'days',
  },
  'delivery.maxWaiting': {
    label: 'Waiting at most',
    help: 'Beyond that the oldest of the least severe are summed up in one notice. Critical ones never are.',
    unit: 'deliveries',
  },
  'delivery.maxWaitingMegabytes': { label: 'Waiting at most, in size', unit: 'MB' },
  'delivery.survivePowerCut': {
    label: 'Survive a power cut',
    help: 'Waits for the disk at every write. Without it a power cut, not a crash, can take the last moments.',
  },
  'render.order': {
    label: 'Pictures are drawn by',
    help: 'A picture that was drawn here instead of there says so, and why.',
    options: {
      templatedThenLocal: 'Templated; this machine where it cannot',
      templatedOnly: 'Templated only',
      localOnly: 'This machine only',
    },
  },
  'render.templatedBaseUrl': {
    label: 'Address of Templated',
    help: 'Only another one where your company has its own way there.',
  },
  'render.templatedWebhookUrl': {
    label: 'Templated also calls',
    help: 'A public address, such as a workflow of yours, that it tells of each picture. Not needed by this program.',
  },
  'render.format': {
    label: 'Usual format',
    options: { png: 'PNG', jpeg: 'JPEG', webp: 'WebP', pdf: 'PDF' },
  },
  'render.otherwise': { label: 'Otherwise' },
  'announcements.startAndStop': {
    label: 'Tell of every start and stop',
    help: 'An update, and an end without a word, are told in any case.',
  },
  'announcements.batchContactSheet': {
    label: 'A contact sheet for every batch',
    help: 'A PDF of all its photos, named in the news that it is done.',
  },
  'hooks.enabled': { label: 'Let other programs call', help: 'Only from this computer: 127.0.0.1.' },
  'hooks.port': { label: 'Port' },
  'appearance.theme': {
    label: 'Colours',
    options: { system: 'As the system', light: 'Light', dark: 'Dark' },
  },
  'appearance.units': { label: 'Lengths in', options: { px: 'Pixels', mm: 'Millimetres, where calibrated' } },
};
