/** Where pictures are shown from: the same paths on both hosts. */
export const viewUrl = (photoId: string) => `/photos/${photoId}/view`;
export const thumbnailUrl = (photoId: string) => `/photos/${photoId}/thumbnail`;
export const sampleUrl = (name: string) => `/samples/${name}`;
/** The date is in it, so that a changed template shows its new picture. */
export const templateThumbnailUrl = ({ id, updatedAt }: { id: string; updatedAt: string }) =>
  `/templates/${encodeURIComponent(id)}/thumbnail?at=${encodeURIComponent(updatedAt)}`;
export const designUrl = (id: string) => `/designs/${id}`;
export const renderUrl = (id: string) => `/renders/${id}`;
export const renderThumbnailUrl = (id: string) => `/renders/${id}/thumbnail`;
/** The same as `renderUrl`, to be saved under its name. */
export const renderFileUrl = (id: string) => `/renders/${id}/file`;

/** Lets the browser save a finished export under its own name. */
export const downloadExport = (id: string) => saveFrom(`/exports/${id}`);

/** Lets the browser save what is at an address of ours, under the name it comes with. */
export function saveFrom(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  link.click();
}
