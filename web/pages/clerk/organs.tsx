/** The bodies a person works for; an administrator sees all and creates new ones. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { OrganView } from '#server/api';
import { allOrgans } from '../../api/organs.ts';
import { Answer } from '../../api/query.tsx';
import { useCurrentLogin } from '../../shell/current-login.ts';
import { organText } from '../../text/organs.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Facts, Page } from '../../ui/page.tsx';
import { Empty } from '../../ui/states.tsx';
import { WholeWords } from '../../ui/whole-words.tsx';
import { OrganDialog } from './organ-dialog.tsx';

export function OrgansPage() {
  const t = useText(organText);
  const { data: login } = useCurrentLogin();
  const [isCreating, setCreating] = useState(false);
  const isAdministrator = login?.roles.some(({ role }) => role === 'administrator') ?? false;
  return (
    <Page
      title={t.listTitle}
      lead={t.listLead}
      actions={
        isAdministrator && (
          <Button kind="primary" onPress={() => setCreating(true)}>
            {t.create}
          </Button>
        )
      }
    >
      <Answer query={useQuery(allOrgans)}>
        {(organs) =>
          organs.length === 0 ? (
            <Empty title={t.none}>
              <p className="muted">{t.noneHint}</p>
            </Empty>
          ) : (
            <div className="columns columns-even">
              {organs.map((organ) => (
                <OrganCard key={organ.id} organ={organ} />
              ))}
            </div>
          )
        }
      </Answer>
      <OrganDialog isOpen={isCreating} organ={null} onClose={() => setCreating(false)} />
    </Page>
  );
}

function OrganCard({ organ }: { readonly organ: OrganView }) {
  const t = useText(organText);
  const language = useLanguage();
  return (
    <Link to="/app/organs/$organId" params={{ organId: organ.id }} className="card">
      <h2>
        <WholeWords text={choose(language, organ.nameZh, organ.nameEn)} />
      </h2>
      <Facts
        facts={[
          [t.kind, t[organ.kind]],
          [t.inOffice, t.people(organ.inOffice)],
          [t.vacant, organ.vacant],
        ]}
      />
    </Link>
  );
}
