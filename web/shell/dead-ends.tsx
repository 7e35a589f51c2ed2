/** Where an address leads nowhere, and where a page of ours fails. */
import { shellText } from '../text/shell.ts';
import { useText } from '../text/texts.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';

export function MissingPage() {
  const t = useText(shellText);
  return (
    <Page title={t.notFoundTitle}>
      <p>{t.notFoundText}</p>
      <div className="row">
        <LinkButton href="/app">{t.toHome}</LinkButton>
      </div>
    </Page>
  );
}

export function BrokenPage() {
  const t = useText(shellText);
  return (
    <Page title={t.brokenTitle}>
      <p>{t.brokenText}</p>
      <div className="row">
        <Button kind="primary" onPress={() => location.reload()}>
          {t.reload}
        </Button>
      </div>
    </Page>
  );
}
