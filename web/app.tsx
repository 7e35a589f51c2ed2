/** The application: what every page stands in. Questions to the server are kept by React Query, pages by the router. */
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createQueryClient } from './api/query.tsx';
import { createAppRouter } from './routes.tsx';

const queryClient = createQueryClient();
const router = createAppRouter();

export function App() {
  return (
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>
  );
}
