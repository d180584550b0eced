import { tell, tellFailure } from '../../ui/notices.tsx';

/** Sharp on screens with fine pixels and on paper. */
const pixelRatio = 2;
const margin = 16;

/** Saves what an element shows as a PNG, as it looks; buttons are left out. */
export async function savePicture(element: HTMLElement | null, title: string): Promise<void> {
  if (element === null) return;
  try {
    const { toBlob } = await import('html-to-image');
    const { width, height } = element.getBoundingClientRect();
    const blob = await toBlob(element, {
      pixelRatio,
      width: width + 2 * margin,
      height: height + 2 * margin,
      style: { margin: `${margin}px` },
      backgroundColor: getComputedStyle(document.body).backgroundColor,
      filter: (node) => !(node instanceof HTMLElement && 'notInPicture' in node.dataset),
    });
    if (blob === null) throw new Error('The browser made no picture of it.');
    const name = `${title} ${new Date().toLocaleString('sv').replaceAll(':', '-')}.png`;
    saveAs(blob, name);
    tell({ tone: 'good', message: `${name} is being saved.` });
  } catch (error) {
    tellFailure(error);
  }
}

/** Has the browser save bytes under a name. */
export function saveAs(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
