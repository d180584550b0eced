import { z } from 'zod';

/** Where requests go. The path is often the only secret of a webhook, so give it `secret: true` as well. */
export const webhookUrlSchema = z
  .url({ protocol: /^https?$/, error: 'This is not the address of a webhook.' })
  .refine((text) => {
    const url = URL.parse(text);
    return url === null || (url.username === '' && url.password === '');
  }, 'Take the login out of the address and use the fields for it.');
