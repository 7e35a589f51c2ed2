/** A one-time link, shown once: to copy, or to scan from this screen with the phone of the person who stands here. */
import type { Invitation } from '#server/api';
import { adminText } from '../../text/admin.ts';
import { useFormat } from '../../text/format.ts';
import { useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { QrCode } from '../../ui/qr-code.tsx';

export interface ShownLink {
  readonly name: string;
  readonly invitation: Invitation;
}

export function InvitationLink({
  shown,
  onClose,
}: {
  readonly shown: ShownLink | null;
  readonly onClose: () => void;
}) {
  const t = useText(adminText);
  const format = useFormat();
  return (
    <Dialog
      isOpen={shown !== null}
      title={t.linkTitle}
      onClose={onClose}
      actions={
        <Button kind="primary" onPress={onClose}>
          {t.done}
        </Button>
      }
    >
      {shown !== null && (
        <div className="stack">
          <p>{t.linkLead(shown.name)}</p>
          <QrCode text={shown.invitation.url} label={t.link} />
          <CopyField label={t.link} value={shown.invitation.url} />
          <p className="muted">{t.linkUntil(format.moment(shown.invitation.expiresAt))}</p>
        </div>
      )}
    </Dialog>
  );
}
