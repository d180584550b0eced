/** Where pictures are shown from: the same paths on both hosts. */
export const viewUrl = (photoId: string) => `/photos/${photoId}/view`;
export const thumbnailUrl = (photoId: string) => `/photos/${photoId}/thumbnail`;
export const sampleUrl = (name: string) => `/samples/${name}`;

/** Lets the browser save a finished export under its own name. */
export function downloadExport(id: string): void {
  const link = document.createElement('a');
  link.href = `/exports/${id}`;
  link.download = '';
  link.click();
}
