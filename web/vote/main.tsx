/**
 * Start of the voting page. Before anything else the card's secret is taken out of the address, so that neither history nor
 * a glance at the address bar keeps it; from here it is in memory only.
 */
import '../trusted-types.ts';
import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/widgets.css';
import '../ui/page.css';
import '../parts/ballot-form.css';
import './vote.css';
import { VotePage } from './app.tsx';
import { readCardAddress } from './card-address.ts';

const given = readCardAddress(location.hash);
const isShared = new URLSearchParams(location.search).has('tablet');
history.replaceState(null, '', location.pathname + location.search);

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<VotePage given={given} isShared={isShared} />);

// A second scan of a card while the page is open changes only the fragment: begin again with it.
addEventListener('hashchange', () => {
  if (readCardAddress(location.hash) !== undefined) location.reload();
});
