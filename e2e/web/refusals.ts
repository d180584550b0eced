import type { Page } from '@playwright/test';

/** Collects what the policy of the page refuses, from its next load on. */
export async function collectRefusals(page: Page): Promise<readonly string[]> {
  const refusals: string[] = [];
  await page.exposeFunction('hearRefusal', (refusal: string) => refusals.push(refusal));
  await page.addInitScript(() => {
    const { hearRefusal } = window as unknown as { hearRefusal: (refusal: string) => void };
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, sourceFile, target }) => {
      const where = target instanceof Element ? target.outerHTML.slice(0, 200) : sourceFile;
      hearRefusal(`${violatedDirective}: ${where}`);
    });
  });
  return refusals;
}
