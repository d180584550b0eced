import { config } from 'zod';

// Zod tries whether it may compile its schemas; the policy of the page refuses that, and would report it each time.
config({ jitless: true });
