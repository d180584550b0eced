import { randomUUID } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';

/** Pages that show what a notice will look like, kept in memory for a screen to frame. */
export interface Previews {
  /** Keeps a page; gives the path of its URL. */
  add(html: string): string;
  /** Throws AppError notFound once newer ones have taken its place. */
  get(id: string): string;
}

/** One for each channel of a form that is being typed into, and some more. */
const previewsKept = 50;

/** Keeps the last 50 pages. */
export function createPreviews(): Previews {
  const pages = new Map<string, string>();
  return {
    add(html) {
      const id = randomUUID();
      pages.set(id, html);
      for (const oldest of pages.keys()) {
        if (pages.size <= previewsKept) break;
        pages.delete(oldest);
      }
      return `/previews/${id}`;
    },
    get(id) {
      const page = pages.get(id);
      if (page !== undefined) return page;
      throw new AppError('notFound', 'This preview is not kept any more. Ask for it again.');
    },
  };
}
