import { defaultSettings } from '../../shared/settings.ts';
import { createEventBus } from '../events.ts';
import { createLog } from '../log.ts';
import { openDatabase } from '../store/database.ts';
import { systemClock } from './clock.ts';
import { createCourier } from './courier.ts';
import { createDeliveryList } from './delivery-list.ts';
import { createOutbox } from './outbox.ts';
import { accepted, laneOf } from './test-courier.ts';

/**
 * Run by courier-crash.test.ts: a courier on the database named, whose sender writes a line for each message and
 * answers after so many messages never again.
 */
const [path = '', answers = '0'] = process.argv.slice(2);
const log = createLog({ level: 'silent' });
const database = openDatabase(path);
const events = createEventBus(log);
const settings = () => defaultSettings.delivery;
const outbox = createOutbox({ database, settings, events, clock: systemClock });
const list = createDeliveryList({ database, outbox, clock: systemClock, isHeld: () => false });
let left = Number(answers);

const courier = createCourier({
  outbox,
  list,
  database,
  settings,
  events,
  log,
  clock: systemClock,
  random: Math.random,
  sender: {
    lanes: () => [laneOf('mail', { concurrency: 3 })],
    async send({ id }) {
      process.stdout.write(`${id}\n`);
      left -= 1;
      return left >= 0 ? accepted : new Promise(() => {});
    },
    disable: () => Promise.resolve(),
  },
});
await courier.start();
process.stdout.write(courier.isLeader() ? 'leads\n' : 'stands by\n');
setInterval(() => {}, 60_000);
