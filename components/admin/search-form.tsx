import Form from 'next/form'
import { TextField } from '@/components/ui/text-field'

/** Search that stands in the address: it can be sent to a colleague. `keep` are the other parts of the query. */
export function SearchForm({ action, placeholder, value, keep = {} }: { action: string; placeholder: string; value: string; keep?: Record<string, string> }) {
  return (
    <Form action={action} scroll={false} role="search" className="w-[220px] max-md:w-full">
      {Object.entries(keep).map(([name, kept]) => (
        <input key={name} type="hidden" name={name} value={kept} />
      ))}
      <TextField key={value} label="Search" labelHidden size="small" type="search" name="q" placeholder={placeholder} defaultValue={value} />
    </Form>
  )
}
