import { Plus } from 'lucide-react'
import { makeTenant } from '@/app/admin/tenants/actions'
import { ConfirmInPlace } from '@/components/admin/confirm-in-place'
import { industryWords } from '@/components/admin/lease-cells'
import { RadioGroup } from '@/components/ui/radio-group'
import { SelectField } from '@/components/ui/select-field'
import { TextField } from '@/components/ui/text-field'

const placements = [
  { value: 'shared', label: 'Shared', hint: 'rows beside those of others, kept apart by PostgreSQL' },
  { value: 'dedicated', label: 'Dedicated', hint: 'an installation of its own; its plant is made there' },
]

/** A customer with the first branch of its plant; the rest of the tree is built in its plant model. Open, the form takes a row of its own. */
export function NewTenant() {
  return (
    <div className="group/tenant has-[form]:w-full *:max-w-[560px]">
      <ConfirmInPlace label="New tenant" size="default" icon={<Plus className="icon" aria-hidden />} question="Make a tenant with its key, its files and the first line of its plant?" confirm="Make it" busyWord="Making" action={makeTenant} fixed={{}}>
        <TextField label="Name" name="name" required maxLength={80} autoComplete="off" />
        <TextField label="Slug" name="id" maxLength={40} autoComplete="off" hint="Its id for ever. Left empty it is made of the name." />
        <TextField label="Time zone" name="timeZone" required defaultValue="Europe/Vienna" autoComplete="off" hint="As in Europe/Vienna: shifts and days are counted in it." />
        <SelectField label="Industry" name="industry" defaultValue="dairy" options={Object.entries(industryWords).map(([id, label]) => ({ id, label }))} />
        <RadioGroup legend="Placement" name="placement" defaultValue="shared" options={placements} />
        <div className="hidden group-has-[[value=dedicated]:checked]/tenant:block">
          <TextField label="Address of its installation" name="cellUrl" inputMode="url" placeholder="https://" maxLength={200} autoComplete="off" />
        </div>
        <div className="grid grid-cols-3 gap-2 group-has-[[value=dedicated]:checked]/tenant:hidden">
          <TextField label="Site" name="siteName" required maxLength={80} defaultValue="Site 1" />
          <TextField label="Area" name="areaName" required maxLength={80} defaultValue="Production" />
          <TextField label="Line" name="lineName" required maxLength={80} defaultValue="Line 1" />
        </div>
      </ConfirmInPlace>
    </div>
  )
}
