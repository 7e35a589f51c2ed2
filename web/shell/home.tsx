/** The start page: what waits for the person who is logged in, by role. */

import { useLanguage } from '../text/settings.ts';
import { roleText, shellText } from '../text/shell.ts';
import { choose, useText } from '../text/texts.ts';
import { Card, Page } from '../ui/page.tsx';
import { useCurrentLogin } from './current-login.ts';

export function HomePage() {
  const t = useText(shellText);
  const roles = useText(roleText);
  const language = useLanguage();
  const { data: login } = useCurrentLogin();
  if (login === undefined || login === null) return null;
  return (
    <Page title={t.homeTitle(login.name)} lead={t.homeLead}>
      <div className="columns columns-even">
        {login.roles.map(({ role, organ }) => (
          <Card key={`${role} ${organ?.id ?? ''}`} title={roles[role]}>
            {organ !== null && <p className="muted">{choose(language, organ.nameZh, organ.nameEn)}</p>}
          </Card>
        ))}
      </div>
    </Page>
  );
}
