import { Plus } from 'lucide-react'
import { invite, inviteCsv } from '@/app/manage/[tenant]/people/actions'
import { ConfirmInPlace } from '@/components/admin/confirm-in-place'
import { CsvImport } from '@/components/admin/csv-import'
import { RoleFields } from '@/components/admin/role-fields'
import { TextField } from '@/components/ui/text-field'
import type { PlaceOption } from '@/lib/plant/model/list-places'

/** One person by hand, or many by a file. Open, a form takes a row of its own. */
export function InviteForms({ tenantId, places }: { tenantId: string; places: PlaceOption[] }) {
  return (
    <div className="flex flex-wrap gap-2 has-[form,section]:w-full has-[form,section]:flex-col has-[form,section]:items-start *:max-w-[560px]">
      <CsvImport
        tenantId={tenantId}
        action={inviteCsv}
        label="Invite by CSV"
        example={'email,name,role,place\nada@plant.example,Ada,viewer,site/filling/line-2'}
        hint="Columns email, name, role, place: a path of the plant, or empty for the whole of it. Paste, or choose a file."
        verb="Invite them"
        doneWords="invited, or given their role."
      />
      <ConfirmInPlace
        label="Invite"
        size="default"
        icon={<Plus className="icon" aria-hidden />}
        question="Send a link that works once, for seven days, for this address alone?"
        confirm="Send the invitation"
        busyWord="Sending"
        action={invite}
        fixed={{ tenantId }}
      >
        <TextField label="E-mail" name="email" type="email" required autoComplete="off" />
        <TextField label="Name" name="name" autoComplete="off" hint="Can be left empty; the person can change it." />
        <RoleFields places={places} />
      </ConfirmInPlace>
    </div>
  )
}
