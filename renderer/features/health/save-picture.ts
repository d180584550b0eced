import { tell, tellFailure } from '../../ui/notices.tsx';
import { saveAs } from '../../ui/save-as.ts';

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
