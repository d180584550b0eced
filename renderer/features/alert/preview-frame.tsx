import { useState } from 'react';
import classes from './preview-pane.module.css';

/**
 * A page of the core in a frame that may do nothing: no script, no form, no link out. The page before stays until the
 * next one has loaded, so that nothing flickers while one types.
 */
export function PreviewFrame({ url, title }: { url: string; title: string }) {
  const [loaded, setLoaded] = useState<string | null>(null);
  const pages = loaded === null || loaded === url ? [url] : [loaded, url];
  return pages.map((page) => (
    <iframe
      key={page}
      className={classes.frame}
      src={page}
      title={title}
      sandbox=""
      hidden={page !== loaded}
      onLoad={() => setLoaded(page)}
    />
  ));
}
