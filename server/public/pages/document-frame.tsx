/** The sheet of a printed document: A4 on the screen and on paper, without the frame of the site when printed. */
import type { ReactNode } from 'react';
import { Layout, type LayoutProps } from './layout.tsx';

export function DocumentFrame({
  children,
  tools,
  ...layout
}: Omit<LayoutProps, 'children'> & { children: ReactNode; tools: ReactNode }) {
  return (
    <Layout {...layout}>
      <div className="document-tools no-print">{tools}</div>
      <article className="document">{children}</article>
    </Layout>
  );
}
