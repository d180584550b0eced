/** Runs in the page: what a screen reader could not name. */
export function findProblems(): string[] {
  const nameOf = (element: Element) =>
    element.getAttribute('aria-label') ??
    (element.getAttribute('aria-labelledby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join('') ??
    '';
  const labelOf = (element: Element) =>
    element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
      ? [...(element.labels ?? [])].map((label) => label.textContent).join('')
      : '';
  const usable = 'button, a[href], input:not([type=hidden]), select, textarea, [role=slider], [role=option]';
  const unnamed = [...document.querySelectorAll(usable)]
    .filter((element) => element.checkVisibility() && !element.closest('[aria-hidden=true]'))
    .filter((element) => `${nameOf(element)}${labelOf(element)}${element.textContent}`.trim() === '')
    .map((element) => `no name: ${element.outerHTML.slice(0, 120)}`);
  const pictures = [...document.querySelectorAll('img:not([alt])')].map(
    (image) => `no alt: ${image.outerHTML}`,
  );
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `twice: ${id}`);
  return [...unnamed, ...pictures, ...twice];
}
