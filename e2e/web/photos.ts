import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { root } from '../../build/out.ts';
import type { Box } from '../../shared/analysis.ts';

/** A file as it is dropped. */
export interface DroppedFile {
  name: string;
  bytes: Buffer;
}

/** What is truly on a rendered photo. */
export interface Truth {
  width: number;
  height: number;
  mugs: { box: Box; handle: string; tiltDegrees: number }[];
}

const folder = path.join(root, 'e2e/photos');

/** A rendered photo by its name without ending. */
export const photo = (name: string): DroppedFile => ({
  name: `${name}.jpg`,
  bytes: readFileSync(path.join(folder, `${name}.jpg`)),
});

export const truthOf = (name: string): Truth =>
  JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));

/** Opens the page and waits until photos can be analysed, which takes a while on a busy machine. */
export async function openReady(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByRole('button', { name: /^Inference: Ready/ })).toBeVisible({ timeout: 60_000 });
}

/** Drops files on the page as the file manager would. */
export async function drop(page: Page, files: readonly DroppedFile[]): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    (list) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of list) {
        const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type: 'image/jpeg' }));
      }
      return transfer;
    },
    files.map(({ name, bytes }) => ({ name, base64: bytes.toString('base64') })),
  );
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', type, { dataTransfer });
}

/** The boxes drawn over the photo that is shown, in its pixels. */
export async function drawnBoxes(page: Page): Promise<Box[]> {
  return page.locator('[data-testid=detection-box][data-label=mug]').evaluateAll((elements) =>
    elements.map((element) => {
      const read = (side: string) => Number(element.getAttribute(`data-${side}`));
      return { x: read('x'), y: read('y'), width: read('width'), height: read('height') };
    }),
  );
}
