/** Starts the verifier in the page that the server gives for `/verify`. */
import '../trusted-types.ts';
import '../ui/ui.css';
import './verify.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(<App />);
