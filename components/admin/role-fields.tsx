import { SelectField } from '@/components/ui/select-field'
import type { PlaceOption } from '@/lib/plant/model/list-places'
import { roleMeaning, roleWords, tenantRoles } from '@/lib/people/role-words'

/** Which role, and on which place. */
export function RoleFields({ places }: { places: PlaceOption[] }) {
  return (
    <>
      <SelectField label="Role" name="role" defaultValue="viewer" options={tenantRoles.map((role) => ({ id: role, label: `${roleWords[role]}: ${roleMeaning[role]}` }))} />
      <SelectField label="Place" name="nodeId" defaultValue="" options={[{ id: '', label: 'The whole plant' }, ...places]} hint="The role holds there and below. Nothing else is shown." />
    </>
  )
}
