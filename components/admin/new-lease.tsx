import { Plus } from 'lucide-react'
import { createLeaseFor } from '@/app/admin/leases/actions'
import { ConfirmInPlace } from '@/components/admin/confirm-in-place'
import { industryWords } from '@/components/admin/lease-cells'
import { RadioGroup } from '@/components/ui/radio-group'
import { TextField } from '@/components/ui/text-field'

/** A lease for an address that the administrator vouches for. */
export function NewLease() {
  return (
    <div className="max-w-[420px]">
      <ConfirmInPlace
        label="New lease"
        size="default"
        icon={<Plus className="icon" aria-hidden />}
        question="Build a plant for this address, without a confirmation mail?"
        confirm="Build it"
        busyWord="Creating"
        action={createLeaseFor}
        fixed={{}}
      >
        <TextField label="E-mail" name="email" type="email" required autoComplete="off" />
        <RadioGroup
          legend="Plant"
          name="industry"
          defaultValue="dairy"
          options={Object.entries(industryWords).map(([value, label]) => ({ value, label }))}
        />
        <TextField label="Hours from ready" name="hours" type="number" min={2} max={24} step={1} defaultValue={24} required hint="2 to 24" />
      </ConfirmInPlace>
    </div>
  )
}
